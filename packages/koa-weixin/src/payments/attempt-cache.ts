import type { Cache } from '../cache/cache.ts'
import type { Order } from '../orders.ts'
import { outTradeNo } from '../protocol/out-trade-no.ts'
import type { Prepaid } from '../remote/gateway.ts'
import { isTradeType } from '../trade-types.ts'

/** What we know of the present attempt to pay an order. Losing it costs calls, nothing else. */
export interface CachedAttempt {
  /** Which attempt, from 1. */
  n: number
  /** Absent while WeChat has not accepted the attempt. */
  prepay?: {
    prepaid: Prepaid
    /** The same for an order with equal parameters. */
    fingerprint: string
    /** Milliseconds since 1970 until which `prepaid` is handed out again. */
    until: number
  }
}

export interface AttemptCache {
  get(order: Order): Promise<CachedAttempt | undefined>
  /**
   * The same for an attempt that is to be handed out again. A write goes first: while the shared cache takes none,
   * another process may have closed the attempt without being able to record that, and the failed write shows it.
   */
  getOpen(order: Order): Promise<CachedAttempt | undefined>
  set(order: Order, attempt: CachedAttempt): Promise<void>
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

export function createAttemptCache(cache: Cache, appId: string, environment: string): AttemptCache {
  // An order's first attempt names the order and the environment at once.
  const keyOf = (order: Order): string =>
    `weixin:${appId}:attempt:${outTradeNo(environment, order, 1)}`
  async function get(order: Order): Promise<CachedAttempt | undefined> {
    const entry = await cache.get(keyOf(order))
    return isCachedAttempt(entry) ? entry : undefined
  }
  return {
    get,
    async getOpen(order) {
      await cache.set(`${keyOf(order)}:open`, true, 1_000)
      return get(order)
    },
    async set(order, attempt) {
      await cache.set(keyOf(order), attempt, WEEK_MS)
    },
  }
}

/** Another program, or another version of this one, may have written to a shared cache. */
function isCachedAttempt(entry: unknown): entry is CachedAttempt {
  if (typeof entry !== 'object' || entry === null) return false
  const { n, prepay } = entry as Partial<Record<keyof CachedAttempt, unknown>>
  if (!Number.isInteger(n)) return false
  if (prepay === undefined) return true
  const { prepaid, fingerprint, until } = Object(prepay) as Partial<
    Record<keyof NonNullable<CachedAttempt['prepay']>, unknown>
  >
  const { tradeType, value } = Object(prepaid) as Partial<Record<keyof Prepaid, unknown>>
  return (
    typeof tradeType === 'string' &&
    isTradeType(tradeType) &&
    typeof value === 'string' &&
    typeof fingerprint === 'string' &&
    typeof until === 'number'
  )
}
