import { LRUCache } from 'lru-cache'
import type { Cache } from './cache.ts'

interface Entry {
  value: unknown
  /** Milliseconds since 1970. The entry holds from `storedAt` until just before `expiresAt`. */
  storedAt: number
  expiresAt: number
}

/** How much a `memoryCache` holds, and by which clock. */
export interface MemoryCacheOptions {
  /** How many values are held at most; the least recently used one is dropped first. @default 10000 */
  max?: number
  /** The clock, in milliseconds since 1970. @default Date.now */
  now?: () => number
}

/** The default cache: the memory of this process, on lru-cache. It is empty after a restart. */
export function memoryCache({ max = 10_000, now = Date.now }: MemoryCacheOptions = {}): Cache {
  // Expiry is decided here: lru-cache takes a ttl of 0 for "for ever", and a clock at 0 for "no ttl".
  const entries = new LRUCache<string, Entry>({ max })
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      const at = now()
      // After a clock was set back, an entry of the future would live for hours.
      if (entry.storedAt <= at && at < entry.expiresAt) return entry.value
      entries.delete(key)
      return undefined
    },
    set(key, value, ttlMs) {
      const storedAt = now()
      entries.set(key, { value, storedAt, expiresAt: storedAt + ttlMs })
    },
    delete(key) {
      entries.delete(key)
    },
  }
}
