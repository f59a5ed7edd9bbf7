import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import { looksLikeProbe } from '../protocol/v3/answer-signature.ts'
import type { Gateway, Notice, OtherNotice, RawNotice } from '../remote/gateway.ts'
import type { Logger } from '../logger.ts'
import type { Alerts } from './alerts.ts'
import { inTime } from './in-time.ts'
import type { SettleRefund } from './settle-refund.ts'
import type { Settle } from './settle.ts'

/** WeChat allows five seconds for an answer; a turn must come before that. */
const TURN_WAIT_MS = 4_000

/**
 * Verifies a notice, opens it, and settles what it says, in the time that WeChat allows. Throws the
 * first check that failed.
 */
export function createReceive(options: {
  gateway: Pick<Gateway, 'openNotice' | 'queryRefund'>
  settle: Settle
  settleRefund: SettleRefund
  alerts: Alerts
  onNotice: ((notice: OtherNotice) => Promise<void>) | undefined
  logger: Logger
  /** Told of work that may outlive the answer. Takes no failure: that is alerted already. */
  inBackground: (work: Promise<void>) => void
}): (raw: RawNotice) => Promise<void> {
  const { gateway, settle, settleRefund, alerts, onNotice, logger, inBackground } = options

  return async function receive(raw) {
    const work = handle(open(raw))
    inBackground(work.catch(() => {}))
    await inTime(work, logger)
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

  function open(raw: RawNotice): Notice {
    try {
      return gateway.openNotice(raw)
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
