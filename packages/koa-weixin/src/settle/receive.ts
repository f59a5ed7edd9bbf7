import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import { looksLikeProbe } from '../protocol/v3/answer-signature.ts'
import type { Gateway, Notice, OtherNotice, RawNotice } from '../remote/gateway.ts'
import type { Logger } from '../logger.ts'
import type { Alerts } from './alerts.ts'
import { openItem, sealItem, type Inbox, type InboxItem, type InboxSealing } from './inbox.ts'
import { inTime } from './in-time.ts'
import type { SettleRefund } from './settle-refund.ts'
import type { Settle } from './settle.ts'

/** WeChat allows five seconds for an answer; a turn must come before that. */
const TURN_WAIT_MS = 4_000

export interface Receive {
  /**
   * Verifies a notice, opens it, and settles what it says (with an inbox: puts it there), in the
   * time that WeChat allows. Throws the first check that failed.
   */
  receive(raw: RawNotice): Promise<void>
  /** Settles what lies in the inbox, and takes it out. */
  settleInbox(item: InboxItem): Promise<void>
}

export function createReceive(options: {
  gateway: Pick<Gateway, 'openNotice' | 'queryRefund'>
  settle: Settle
  settleRefund: SettleRefund
  alerts: Alerts
  onNotice: ((notice: OtherNotice) => Promise<void>) | undefined
  inbox: Inbox | undefined
  sealing: InboxSealing
  logger: Logger
  /** Told of work that may outlive the answer. Takes no failure: that is alerted already. */
  inBackground: (work: Promise<void>) => void
}): Receive {
  const { gateway, settle, settleRefund, alerts, onNotice, logger, inBackground } = options
  const { inbox, sealing } = options

  return {
    async receive(raw) {
      const work = open(raw).then((notice) => (inbox ? putInto(inbox, notice) : handle(notice)))
      inBackground(work.catch(() => {}))
      await inTime(work, logger)
    },
    settleInbox,
  }

  async function putInto(box: Inbox, notice: Notice): Promise<void> {
    const item = await sealItem(sealing, notice)
    try {
      await box.put(item)
    } catch (cause) {
      throw new WeixinError('inbox-failed', { cause })
    }
    const settled = settleInbox(item).catch((thrown: unknown) => {
      const { code, id } = asWeixinError(thrown)
      logger.warn('A notice stays in the inbox', { item: item.id, code, id })
    })
    inBackground(settled)
  }

  async function settleInbox(item: InboxItem): Promise<void> {
    await handle(await openItem(sealing, item))
    await inbox?.remove(item.id)
  }

  async function handle(notice: Notice): Promise<void> {
    switch (notice.about) {
      case 'transaction':
        await settle(notice.transaction, TURN_WAIT_MS)
        return
      case 'refund':
        await alerting(notice.refund.outTradeNo, () => settleRefund(notice.refund))
        return
      case 'refund-hint':
        await alerting(notice.outRefundNo, () => settleHinted(notice.outRefundNo))
        return
      case 'other':
        await alerting(notice.notice.id, async () => {
          if (!onNotice)
            throw new WeixinError('notice-unhandled', { detail: notice.notice.eventType })
          await onNotice(notice.notice)
        })
    }
  }

  /** The app hears WeChat's signed reply, never the notice. */
  async function settleHinted(outRefundNo: string): Promise<void> {
    const refund = await gateway.queryRefund(outRefundNo)
    if (refund.state === 'PROCESSING') throw new WeixinError('refund-still-running')
    await settleRefund(refund)
  }

  async function open(raw: RawNotice): Promise<Notice> {
    try {
      return await gateway.openNotice(raw)
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
