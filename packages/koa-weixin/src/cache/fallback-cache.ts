import { randomBytes } from 'node:crypto'
import { withDeadline } from '../deadline.ts'
import type { Logger } from '../logger.ts'
import type { Cache, Lock } from './cache.ts'
import { memoryCache } from './memory-cache.ts'

export interface FallbackCacheOptions {
  logger: Logger
  /** The clock, in milliseconds since 1970. */
  now: () => number
  /** How long the shared cache may take for one call, in milliseconds. @default 500 */
  timeoutMs?: number
  /** How long to wait between two checks whether it works again, in milliseconds. @default 2000 */
  retryMs?: number
}

/** What is stored under a key: an entry that was written before or during an outage may be out of date. */
interface Entry {
  /** Milliseconds since 1970. */
  writtenAt: number
  value: unknown
}

const PROBE_TTL_MS = 10_000

/**
 * A shared cache that may fail. While it does, this process uses its own memory; it logs the outage once, and returns
 * to the shared cache once that takes a write and gives it back. Nothing here throws.
 *
 * What the shared cache holds from before the end of an outage counts as absent: this process could not replace it
 * meanwhile, so it may name an attempt that has been closed. That costs calls to WeChat, nothing else.
 */
export function fallbackCache(shared: Cache, options: FallbackCacheOptions): Cache {
  const { logger, now, timeoutMs = 500, retryMs = 2_000 } = options
  /** Set during an outage. A new one each time: an entry of an earlier outage is out of date. */
  let memory: Cache | undefined
  let currentSince = Number.NEGATIVE_INFINITY
  /** On the monotonic clock, which does not jump when the time is set. */
  let nextProbeAt = 0

  const limited = <T>(work: () => T | Promise<T>): Promise<T> =>
    withDeadline((async () => work())(), timeoutMs, () => new Error(`no answer in ${timeoutMs} ms`))

  /** Undefined during an outage, and when the call began one. */
  async function attempt<T>(work: () => T | Promise<T>): Promise<{ result: T } | undefined> {
    if (memory) {
      probe()
      return undefined
    }
    try {
      return { result: await limited(work) }
    } catch (error) {
      beginOutage(error)
      return undefined
    }
  }

  function beginOutage(error: unknown): void {
    if (memory) return
    memory = memoryCache({ now })
    nextProbeAt = performance.now() + retryMs
    logger.error('The shared cache failed; this process uses its own memory meanwhile', {
      error: error instanceof Error ? error.message : String(error),
    })
  }

  /** In the background: no caller waits for a cache that failed. A cache that only reads has not recovered. */
  function probe(): void {
    if (performance.now() < nextProbeAt) return
    nextProbeAt = performance.now() + retryMs
    const key = 'weixin:probe'
    const value = randomBytes(8).toString('hex')
    limited(async () => {
      await shared.set(key, value, PROBE_TTL_MS)
      return shared.get(key)
    }).then(
      (found) => {
        // Another process may have written its own probe in between.
        if (typeof found !== 'string') return
        memory = undefined
        currentSince = now()
        logger.info('The shared cache works again')
      },
      () => {},
    )
  }

  /** After the clock was set back, the end of an outage that lies in the future would hide entries for hours. */
  function timeOfUse(): number {
    const at = now()
    currentSince = Math.min(currentSince, at)
    return at
  }

  function isCurrent(entry: unknown): entry is Entry {
    if (typeof entry !== 'object' || entry === null || !('value' in entry)) return false
    return 'writtenAt' in entry && Number(entry.writtenAt) >= currentSince
  }

  return {
    async get(key) {
      timeOfUse()
      const found = await attempt(() => shared.get(key))
      if (!found) return memory?.get(key)
      return isCurrent(found.result) ? found.result.value : undefined
    },
    async set(key, value, ttlMs) {
      const entry: Entry = { writtenAt: timeOfUse(), value }
      const isDone = await attempt(() => shared.set(key, entry, ttlMs))
      if (!isDone) await memory?.set(key, value, ttlMs)
    },
    async delete(key) {
      const isDone = await attempt(() => shared.delete(key))
      if (!isDone) await memory?.delete(key)
    },
    ...(shared.lock && { lock: (key: string, leaseMs: number) => lockOrGoOn(key, leaseMs) }),
  }

  /** During an outage everybody gets a lock: the app's conditional update is the guard then. */
  async function lockOrGoOn(key: string, leaseMs: number): Promise<Lock | undefined> {
    const taken = await attempt(() => shared.lock?.(key, leaseMs))
    if (!taken) return { renew: async () => false, release: async () => {} }
    const lock = taken.result
    if (!lock) return undefined
    return {
      renew: async () => (await attempt(() => lock.renew()))?.result ?? false,
      async release() {
        await attempt(() => lock.release())
      },
    }
  }
}
