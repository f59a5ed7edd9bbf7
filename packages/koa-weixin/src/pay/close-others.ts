import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Order } from '../orders.ts'
import { attemptOf } from '../protocol/out-trade-no.ts'
import type { Gateway } from '../remote/gateway.ts'
import type { Attempts } from './attempts.ts'
import type { Numbers } from './numbers.ts'

/** Closes what is still open of a paid order, so that nobody pays it a second time. Never throws. */
export type CloseOthers = (order: Order, paidNumber: string) => Promise<void>

export function createCloseOthers(options: {
  environment: string
  attempts: Attempts
  numbers: Numbers
  gateway: Pick<Gateway, 'close' | 'mayLeaveOpen'>
  logger: Logger
}): CloseOthers {
  const { environment, attempts, numbers, gateway, logger } = options
  return async function closeOthers(order, paidNumber) {
    try {
      const paid = attemptOf(environment, order, paidNumber) ?? 0
      const { mayLeaveOpen } = gateway
      // Numbers before the paid one were closed before it was opened, or at most one was left.
      if (!mayLeaveOpen && (await attempts.get(order))?.n === paid) return
      const first = mayLeaveOpen ? Math.max(paid - 1, 1) : paid + 1
      for await (const { outTradeNo, standing } of numbers.walk(order, first))
        if (standing.state === 'open') await closeOne(outTradeNo)
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
    const { code, id, said } = asWeixinError(thrown)
    logger.warn('An unpaid number of a paid order may still be open', { code, id, said })
  }
}
