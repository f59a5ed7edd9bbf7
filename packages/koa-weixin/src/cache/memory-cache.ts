import { LRUCache } from 'lru-cache'
import type { Cache } from './cache.ts'

interface Entry {
  value: unknown
  expiresAt: number
}

export interface MemoryCacheOptions {
  /** How many values at most; the least used goes first. @default 10000 */
  max?: number
  /** The clock, in milliseconds. @default Date.now */
  now?: () => number
}

/** The default cache: this process's memory, on lru-cache. Forgets everything when the process ends. */
export function memoryCache({ max = 10_000, now = Date.now }: MemoryCacheOptions = {}): Cache {
  // Lives are judged here: lru-cache takes a ttl of 0 for "for ever" and a clock at 0 for "no ttl".
  const kept = new LRUCache<string, Entry>({ max })
  return {
    get(key) {
      const found = kept.get(key)
      if (found && found.expiresAt > now()) return found.value
      kept.delete(key)
      return undefined
    },
    set(key, value, ttlMs) {
      kept.set(key, { value, expiresAt: now() + ttlMs })
    },
    delete(key) {
      kept.delete(key)
    },
  }
}
