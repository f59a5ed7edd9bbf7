import type { Cache } from '../cache/cache.ts'
import type { Order } from '../orders.ts'
import { outTradeNo } from '../protocol/out-trade-no.ts'
import type { Prepaid } from '../remote/gateway.ts'

/** What we know of the present attempt to pay an order. Losing it costs calls, nothing else. */
export interface CachedAttempt {
  n: number
  /** Absent while the attempt was not taken yet. */
  prepay?: {
    prepaid: Prepaid
    /** Tells whether an order asks for the same again. */
    fingerprint: string
    /** Milliseconds since 1970: how long what was opened is handed out again. */
    until: number
  }
}

export interface AttemptCache {
  get(order: Order): Promise<CachedAttempt | undefined>
  set(order: Order, known: CachedAttempt): Promise<void>
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

export function createAttemptCache(cache: Cache, appId: string, environment: string): AttemptCache {
  // An order's first number names the order and the environment at once.
  const keyOf = (order: Order): string =>
    `weixin:${appId}:attempt:${outTradeNo(environment, order, 1)}`
  return {
    get: async (order) => (await cache.get(keyOf(order))) as CachedAttempt | undefined,
    async set(order, known) {
      await cache.set(keyOf(order), known, WEEK_MS)
    },
  }
}
