import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Order } from '../orders.ts'
import { attemptNumber } from '../protocol/out-trade-no.ts'
import type { Gateway } from '../remote/gateway.ts'
import type { AttemptCache } from './attempt-cache.ts'
import type { Attempts } from './attempts.ts'

/**
 * Closes the attempts of a paid order that are still unpaid, so that nobody pays it a second time. Never rejects. One
 * that was too young is closed five minutes later, by this process or by `reconcile`.
 */
export type CloseOtherAttempts = (order: Order, paidOutTradeNo: string) => Promise<void>

/** API v2 closes no order in its first five minutes; the rest is for two clocks that differ. */
const TOO_YOUNG_MS = 5 * 60 * 1000 + 15_000

export function createCloseOtherAttempts(dependencies: {
  environment: string
  attemptCache: AttemptCache
  attempts: Attempts
  gateway: Pick<Gateway, 'close' | 'mayLeaveOpen'>
  logger: Logger
  /** Runs work after some milliseconds, unless the process ends before. */
  later: (ms: number, work: () => Promise<void>) => void
}): CloseOtherAttempts {
  const { environment, attemptCache, attempts, gateway, logger, later } = dependencies

  return async function closeOtherAttempts(order, paidOutTradeNo) {
    const paid = attemptNumber(environment, order, paidOutTradeNo) ?? 0
    try {
      // The attempt before the paid one may have been too young to be closed when the paid one was opened.
      if (gateway.mayLeaveOpen && paid > 1) await closeFrom(order, paid - 1, paid)
      // Later ones exist only where the paid attempt is not the present one.
      if ((await attemptCache.get(order))?.n !== paid) await closeFrom(order, paid + 1)
    } catch (thrown) {
      warn(thrown)
    }
  }

  async function closeFrom(order: Order, first: number, end = Number.POSITIVE_INFINITY) {
    for await (const { n, outTradeNo, trade } of attempts.walk(order, {
      first,
      goesPastPresent: true,
    })) {
      if (n >= end) return
      if (trade.tradeState === 'NOTPAY') await closeOne(outTradeNo)
      if (n + 1 >= end) return
    }
  }

  /** One that cannot be closed must not keep the others open. */
  async function closeOne(outTradeNo: string, isLastTry = false): Promise<void> {
    try {
      const result = await gateway.close(outTradeNo)
      if (result === 'too-early' && !isLastTry)
        later(TOO_YOUNG_MS, () => closeOne(outTradeNo, true))
      else if (result !== 'closed')
        logger.warn('An unpaid attempt of a paid order was not closed', { outTradeNo, result })
    } catch (thrown) {
      warn(thrown)
    }
  }

  function warn(thrown: unknown): void {
    const { code, id, response } = asWeixinError(thrown)
    logger.warn('An unpaid attempt of a paid order may still be open', { code, id, response })
  }
}
