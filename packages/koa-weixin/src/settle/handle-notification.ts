import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import { looksLikeProbe } from '../protocol/v3/message-signature.ts'
import type {
  Gateway,
  Notification,
  OtherNotification,
  RawNotification,
} from '../remote/gateway.ts'
import type { Logger } from '../logger.ts'
import type { MaybePromise } from '../orders.ts'
import type { Alerts } from './alerts.ts'
import { openItem, sealItem, type Inbox, type InboxItem, type InboxSealing } from './inbox.ts'
import { withDeadline } from './deadline.ts'
import type { SettleRefund } from '../refunds/settle-refund.ts'
import type { Settle } from './settle.ts'

/** WeChat allows five seconds for an answer; a turn must come before that. */
const LOCK_WAIT_MS = 4_000

export interface HandleNotifications {
  /**
   * Verifies a notification, opens it, and settles what it says (with an inbox: puts it there), in the
   * time that WeChat allows. Throws the first check that failed.
   */
  handleNotification(raw: RawNotification): Promise<void>
  /** Settles what lies in the inbox, and takes it out. */
  settleInbox(item: InboxItem): Promise<void>
}

export function createNotifications(options: {
  gateway: Pick<Gateway, 'openNotification' | 'queryRefund'>
  settle: Settle
  settleRefund: SettleRefund
  alerts: Alerts
  onNotification: ((notification: OtherNotification) => MaybePromise<void>) | undefined
  inbox: Inbox | undefined
  sealing: InboxSealing
  logger: Logger
  /** Told of work that may outlive the answer. Takes no failure: that is alerted already. */
  inBackground: (work: Promise<void>) => void
}): HandleNotifications {
  const { gateway, settle, settleRefund, alerts, onNotification, logger, inBackground } = options
  const { inbox, sealing } = options

  return {
    async handleNotification(raw) {
      const work = open(raw).then((notification) =>
        inbox ? putInto(inbox, notification) : handle(notification),
      )
      inBackground(work.catch(() => {}))
      await withDeadline(work, logger)
    },
    settleInbox,
  }

  async function putInto(box: Inbox, notification: Notification): Promise<void> {
    const item = await sealItem(sealing, notification)
    try {
      await box.put(item)
    } catch (cause) {
      throw new WeixinError('inbox-failed', { cause })
    }
    const settled = settleInbox(item).catch((thrown: unknown) => {
      const { code, id } = asWeixinError(thrown)
      logger.warn('A notification stays in the inbox', { item: item.id, code, id })
    })
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
        await alerting(notification.refund.outTradeNo, () => settleRefund(notification.refund))
        return
      case 'refund-hint':
        await alerting(notification.outRefundNo, () => settleHinted(notification.outRefundNo))
        return
      case 'other':
        await alerting(notification.notification.id, async () => {
          if (!onNotification)
            throw new WeixinError('notification-unhandled', {
              detail: notification.notification.eventType,
            })
          await onNotification(notification.notification)
        })
    }
  }

  /** The app hears WeChat's signed response, never the notification. */
  async function settleHinted(outRefundNo: string): Promise<void> {
    const refund = await gateway.queryRefund(outRefundNo)
    if (refund.refundStatus === 'PROCESSING') throw new WeixinError('refund-still-running')
    await settleRefund(refund)
  }

  async function open(raw: RawNotification): Promise<Notification> {
    try {
      return await gateway.openNotification(raw)
    } catch (thrown) {
      const error = asWeixinError(thrown)
      alerts.unverified(error, error.code === 'signature-wrong' && looksLikeProbe(raw.headers))
      throw error
    }
  }

  async function alerting(number: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      const error = asWeixinError(thrown)
      alerts.refused(error, number)
      throw error
    }
  }
}
