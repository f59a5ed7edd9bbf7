import type { Cache } from '../cache/cache.ts'
import type { Order } from '../orders.ts'
import { outTradeNo } from '../protocol/out-trade-no.ts'
import type { Opened } from '../remote/gateway.ts'

/** What we know of the present attempt to pay an order. Losing it costs calls, nothing else. */
export interface Known {
  n: number
  /** Absent while the attempt was not taken yet. */
  taken?: {
    opened: Opened
    /** Tells whether an order asks for the same again. */
    parameters: string
    /** Milliseconds since 1970: how long what was opened is handed out again. */
    until: number
  }
}

export interface Attempts {
  get(order: Order): Promise<Known | undefined>
  set(order: Order, known: Known): Promise<void>
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

export function createAttempts(cache: Cache, appId: string, environment: string): Attempts {
  // An order's first number names the order and the environment at once.
  const keyOf = (order: Order): string =>
    `weixin:${appId}:attempt:${outTradeNo(environment, order, 1)}`
  return {
    get: async (order) => (await cache.get(keyOf(order))) as Known | undefined,
    async set(order, known) {
      await cache.set(keyOf(order), known, WEEK_MS)
    },
  }
}
