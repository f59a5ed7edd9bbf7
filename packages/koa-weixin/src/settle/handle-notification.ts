import { createDeadlineQueue } from '../deadline-queue.ts'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import { looksLikeProbe } from '../protocol/v3/message-signature.ts'
import type {
  Gateway,
  Notification,
  OtherNotification,
  RawNotification,
  VerifiedRefund,
} from '../remote/gateway.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { Alerts, AlertSubject } from './alerts.ts'
import { openItem, sealItem, type Inbox, type InboxItem, type InboxSealing } from './inbox.ts'
import type { Settle } from './settle.ts'

/** WeChat waits for five seconds, then counts a notification as failed and repeats it. */
const SLOW_MS = 3_000
const LATEST_MS = 4_500
/** An order's lock must come before that. */
const LOCK_WAIT_MS = 4_000
/** What came by the inbox has no such limit, but a handler that never returns must be seen. */
const STUCK_MS = 60_000

export interface HandleNotifications {
  /** Checks the headers of a notification before its body is read. Throws `header-missing` or `timestamp-stale`. */
  checkNotificationHeaders(headers: RawNotification['headers']): void
  /**
   * Verifies a notification, reads it, and settles what it reports (with an inbox: stores it there), in the time that
   * WeChat allows. Throws the first check that failed, or `too-slow`; then the work goes on in the background.
   */
  handleNotification(raw: RawNotification): Promise<void>
  /** Settles an item of the inbox, and removes it there. Throws what refused it, and `inbox-unreadable`. */
  settleInbox(item: InboxItem): Promise<void>
}

export interface HandleNotificationsOptions {
  gateway: Pick<Gateway, 'checkHeaders' | 'openNotification' | 'queryRefund'>
  settle: Settle
  settleRefund: (refund: VerifiedRefund, waitMs: number) => Promise<void>
  alerts: Alerts
  onNotification: ((notification: OtherNotification) => unknown) | undefined
  inbox: Inbox | undefined
  sealing: InboxSealing
  logger: Logger
  /** Receives work that outlives the response. It never rejects: its failure has been reported. */
  inBackground: (work: Promise<void>) => void
  /** After how many milliseconds a handler that got its notification by the inbox is reported. @default 60000 */
  stuckMs?: number
}

export function createNotifications(options: HandleNotificationsOptions): HandleNotifications {
  const { gateway, settle, settleRefund, alerts, onNotification, logger, inBackground } = options
  const { inbox, sealing, stuckMs = STUCK_MS } = options
  /** Nothing in such a notification is signed, so anybody can send many copies. */
  const queryOnce = createSingleFlight<void>()
  const late = createDeadlineQueue<() => void>(LATEST_MS - SLOW_MS, (giveUp) => giveUp())
  const slow = createDeadlineQueue<() => void>(SLOW_MS, (giveUp) => {
    logger.warn('A notification is not settled after 3 s; WeChat gives up after 5 s and repeats it')
    late.add(giveUp)
  })

  const stuck = createDeadlineQueue<() => void>(stuckMs, (report) => report())

  return {
    checkNotificationHeaders(headers) {
      try {
        gateway.checkHeaders(headers)
      } catch (thrown) {
        throw unverified(asWeixinError(thrown), headers)
      }
    },
    handleNotification(raw) {
      let subject: Partial<AlertSubject> = {}
      const work = (async () => {
        const notification = await open(raw)
        subject = subjectOf(notification)
        if (notification.about === 'unreadable') throw refused(notification.error, subject)
        await (inbox ? store(inbox, notification) : handle(notification))
      })()
      return inTime(work, () => subject)
    },
    settleInbox,
  }

  /** Resolves as `work` does, or rejects with `too-slow` while WeChat still waits. */
  function inTime(work: Promise<void>, subject: () => Partial<AlertSubject>): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        inBackground(work.catch(() => {}))
        const error = new WeixinError('too-slow')
        alerts.delayed(error, subject())
        reject(error)
      }
      slow.add(giveUp)
      work.then(
        () => {
          end(giveUp)
          resolve()
        },
        (error: unknown) => {
          end(giveUp)
          reject(error)
        },
      )
    })
  }

  function end(giveUp: () => void): void {
    slow.remove(giveUp)
    late.remove(giveUp)
  }

  async function store(storage: Inbox, notification: Notification): Promise<void> {
    const item = await sealItem(sealing, notification)
    try {
      await storage.put(item)
    } catch (cause) {
      throw new WeixinError('inbox-failed', { cause })
    }
    const subject = subjectOf(notification)
    // WeChat does not notify again: the first time is to be reported here.
    const reportStuck = (): void => alerts.refused(new WeixinError('too-slow'), subject)
    stuck.add(reportStuck)
    const settled = settleInbox(item)
      .catch((thrown: unknown) => {
        const error = asWeixinError(thrown)
        const { code, id } = error
        logger.warn('A notification stays in the inbox', { item: item.id, code, id })
        if (code === 'busy') alerts.refused(error, subject)
      })
      .finally(() => stuck.remove(reportStuck))
    inBackground(settled)
  }

  async function settleInbox(item: InboxItem): Promise<void> {
    await handle(await openItem(sealing, item))
    await inbox?.remove(item.id)
  }

  async function handle(notification: Notification): Promise<void> {
    switch (notification.about) {
      case 'transaction':
        await settle(notification.transaction, LOCK_WAIT_MS)
        return
      case 'refund':
        await settleRefund(notification.refund, LOCK_WAIT_MS)
        return
      case 'refund-hint':
        await queryOnce(notification.outRefundNo, () => settleHint(notification.outRefundNo))
        return
      case 'other':
        await passOn(notification.notification)
        return
      case 'unreadable':
        throw refused(notification.error, subjectOf(notification))
    }
  }

  /** The app receives WeChat's verified response, never the notification. */
  async function settleHint(outRefundNo: string): Promise<void> {
    let refund: VerifiedRefund
    try {
      refund = await gateway.queryRefund(outRefundNo)
      if (refund.refundStatus === 'PROCESSING') throw new WeixinError('refund-still-running')
    } catch (thrown) {
      throw refused(asWeixinError(thrown), { outRefundNo })
    }
    await settleRefund(refund, LOCK_WAIT_MS)
  }

  async function passOn(notification: OtherNotification): Promise<void> {
    try {
      if (!onNotification)
        throw new WeixinError('notification-unhandled', { detail: notification.eventType })
      await onNotification(notification)
    } catch (thrown) {
      throw refused(asWeixinError(thrown), { notificationId: notification.id })
    }
  }

  async function open(raw: RawNotification): Promise<Notification> {
    try {
      return await gateway.openNotification(raw)
    } catch (thrown) {
      throw unverified(asWeixinError(thrown), raw.headers)
    }
  }

  function unverified(error: WeixinError, headers: RawNotification['headers']): WeixinError {
    alerts.unverified(error, error.code === 'signature-wrong' && looksLikeProbe(headers))
    return error
  }

  function refused(error: WeixinError, subject: Partial<AlertSubject>): WeixinError {
    alerts.refused(error, subject)
    return error
  }
}

function subjectOf(notification: Notification): Partial<AlertSubject> {
  switch (notification.about) {
    case 'transaction':
      return { outTradeNo: notification.transaction.outTradeNo }
    case 'refund': {
      const { outTradeNo, outRefundNo } = notification.refund
      return { outTradeNo, outRefundNo }
    }
    case 'refund-hint':
      return { outRefundNo: notification.outRefundNo }
    case 'other':
      return { notificationId: notification.notification.id }
    case 'unreadable':
      return { notificationId: notification.id }
  }
}
