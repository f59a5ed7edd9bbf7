import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Order } from '../orders.ts'
import { attemptNumber } from '../protocol/out-trade-no.ts'
import type { Gateway } from '../remote/gateway.ts'
import type { AttemptCache } from './attempt-cache.ts'
import type { Attempts } from './attempts.ts'

/** Closes what is still open of a paid order, so that nobody pays it a second time. Never throws. */
export type CloseOtherAttempts = (order: Order, paidNumber: string) => Promise<void>

export function createCloseOtherAttempts(options: {
  environment: string
  attempts: AttemptCache
  numbers: Attempts
  gateway: Pick<Gateway, 'close' | 'canCloseLate'>
  logger: Logger
}): CloseOtherAttempts {
  const { environment, attempts, numbers, gateway, logger } = options
  return async function closeOthers(order, paidNumber) {
    try {
      const paid = attemptNumber(environment, order, paidNumber) ?? 0
      const { canCloseLate } = gateway
      // Numbers before the paid one were closed before it was opened, or at most one was left.
      if (!canCloseLate && (await attempts.get(order))?.n === paid) return
      const first = canCloseLate ? Math.max(paid - 1, 1) : paid + 1
      for await (const { outTradeNo, trade } of numbers.walk(order, first))
        if (trade.tradeState === 'open') await closeOne(outTradeNo)
    } catch (thrown) {
      warn(thrown)
    }
  }

  /** One that is too young to be closed must not keep the others open. */
  async function closeOne(outTradeNo: string): Promise<void> {
    try {
      await gateway.close(outTradeNo)
    } catch (thrown) {
      warn(thrown)
    }
  }

  function warn(thrown: unknown): void {
    const { code, id, response } = asWeixinError(thrown)
    logger.warn('An unpaid number of a paid order may still be open', { code, id, response })
  }
}
