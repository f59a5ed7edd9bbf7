import type { Order } from '../orders.ts'
import { MAX_ATTEMPTS, outTradeNo as nthOutTradeNo } from '../protocol/out-trade-no.ts'
import type { Gateway, Trade } from '../remote/gateway.ts'
import type { AttemptCache } from './attempt-cache.ts'

/** One attempt to pay an order, as WeChat answered a query about it. */
export interface Attempt {
  /** Which attempt, from 1. */
  n: number
  outTradeNo: string
  trade: Trade
}

/** Where a walk begins and ends. */
export interface WalkOptions {
  /** The attempt that is queried first. @default the present one, or the one before it */
  first?: number
  /** Goes on after the present attempt: another process may have opened a later one without the cache. @default false */
  goesPastPresent?: boolean
}

/** The attempts of an order, found by querying WeChat. */
export interface Attempts {
  /**
   * Queries each attempt from the present one on (from the first, with an empty cache) up to one that is unpaid or does
   * not exist: an attempt is opened only after the one before is closed or its money went back. Where WeChat may have
   * refused to close an attempt, the walk begins one earlier and goes past unpaid attempts: up to the present one where
   * a shared cache holds it, else up to one that does not exist.
   */
  walk(order: Order, options?: WalkOptions): AsyncIterable<Attempt>
}

export function createAttempts(options: {
  environment: string
  attemptCache: AttemptCache
  gateway: Pick<Gateway, 'query' | 'mayLeaveOpen'>
  /** Whether all processes share the cache: a process whose cache is its own may not know the latest attempt. */
  isCacheShared: boolean
}): Attempts {
  const { environment, attemptCache, gateway, isCacheShared } = options
  return {
    async *walk(order, { first, goesPastPresent = false } = {}) {
      const cached = await attemptCache.get(order)
      const current = cached?.n ?? 1
      const begin = gateway.mayLeaveOpen ? Math.max(current - 1, 1) : current
      for (let n = first ?? begin; n <= MAX_ATTEMPTS; n += 1) {
        const outTradeNo = nthOutTradeNo(environment, order, n)
        const trade = await gateway.query(outTradeNo)
        if (trade.tradeState === 'NOT_EXIST') return
        // Also when somebody else closed the present one: what was prepaid is void.
        if (n > (cached?.n ?? 0) || (n === cached?.n && trade.tradeState === 'CLOSED'))
          await attemptCache.set(order, { n })
        yield { n, outTradeNo, trade }
        if (trade.tradeState !== 'NOTPAY') continue
        if (!gateway.mayLeaveOpen) return
        if (isCacheShared && n === cached?.n && !goesPastPresent) return
      }
    },
  }
}
