import type { Order } from '../orders.ts'
import { MAX_ATTEMPTS, outTradeNo } from '../protocol/out-trade-no.ts'
import type { Gateway, Trade } from '../remote/gateway.ts'
import type { AttemptCache } from './attempt-cache.ts'

export interface Attempt {
  /** Which attempt, from 1. */
  n: number
  outTradeNo: string
  trade: Trade
}

/** Which numbers of an order WeChat holds, found by asking. */
export interface Attempts {
  /**
   * The standing of each number from the present one on (of the first, with an empty cache), up to
   * one that is open or does not exist: a number is opened only after the one before is closed or
   * its money went back. Where WeChat may have refused to close one, also of the one before the
   * present, and past open ones.
   */
  walk(order: Order, first?: number): AsyncIterable<Attempt>
}

export function createAttempts(options: {
  environment: string
  attempts: AttemptCache
  gateway: Pick<Gateway, 'query' | 'canCloseLate'>
}): Attempts {
  const { environment, attempts, gateway } = options
  return {
    async *walk(order, first) {
      const known = await attempts.get(order)
      const present = known?.n ?? 1
      const begin = gateway.canCloseLate ? Math.max(present - 1, 1) : present
      for (let n = first ?? begin; n <= MAX_ATTEMPTS; n += 1) {
        const number = outTradeNo(environment, order, n)
        const trade = await gateway.query(number)
        if (trade.tradeState === 'absent') return
        // Also when the present one was closed by others: what was opened is void.
        if (n > (known?.n ?? 0) || (n === known?.n && trade.tradeState === 'closed'))
          await attempts.set(order, { n })
        yield { n, outTradeNo: number, trade }
        if (trade.tradeState === 'open' && !gateway.canCloseLate) return
      }
    },
  }
}
