import type { Cache, Lock } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'

/**
 * Whether this process may reconcile an order: false while another process's claim on it holds. The claim is a lock of
 * the cache that is not freed, so it ends after `claimMs` milliseconds, whatever becomes of its process. A process may
 * claim again what it has claimed itself. Without a cache that locks everybody may.
 */
export type ClaimOrder = (orderId: string, claimMs: number) => Promise<boolean>

export function createClaimOrder(options: {
  cache: Pick<Cache, 'lock'>
  keyOf: (orderId: string) => string
  /** The clock, in milliseconds since 1970. */
  now: () => number
}): ClaimOrder {
  const { cache, keyOf, now } = options
  const own = memoryCache({ now })

  return async function claimOrder(orderId, claimMs) {
    if (!cache.lock) return true
    const held = own.get(orderId) as Lock | undefined
    const lock = (await held?.renew()) ? held : await cache.lock(keyOf(orderId), claimMs)
    if (lock) own.set(orderId, lock, claimMs)
    return lock !== undefined
  }
}
