import { randomBytes } from 'node:crypto'
import { withDeadline } from '../deadline.ts'
import { textOf } from '../errors/text-of.ts'
import type { Logger } from '../logger.ts'
import type { Cache, Lock } from './cache.ts'
import { memoryCache } from './memory-cache.ts'

export interface FallbackCacheOptions {
  logger: Logger
  /** The clock, in milliseconds since 1970. */
  now: () => number
  /** How long the shared cache may take for one call, in milliseconds. @default 500 */
  timeoutMs?: number
  /** How long to wait before each check whether it works again, in milliseconds. @default 2000 */
  retryMs?: number
}

/** What is stored under a key: an entry that was written before or during an outage may be out of date. */
interface Entry {
  /** Milliseconds since 1970. */
  writtenAt: number
  value: unknown
}

const PROBE_KEY = 'weixin:probe'
const PROBE_TTL_MS = 10_000

/** Of how many keys a process remembers that it changed them during an outage. */
const MAX_CHANGED = 10_000

/**
 * A shared cache that may fail. While it does, this process uses its own memory; it logs the outage once, and returns
 * to the shared cache once that takes a write and gives it back. Nothing here throws.
 *
 * What the shared cache holds from before the end of an outage counts as absent here, and what this process changed
 * meanwhile is deleted there for all: nobody could replace it, so it may name an attempt that has been closed. That
 * costs calls to WeChat, nothing else.
 */
export function fallbackCache(shared: Cache, options: FallbackCacheOptions): Cache {
  const { logger, now, timeoutMs = 500, retryMs = 2_000 } = options
  /** Set during an outage. A new one each time: an entry of an earlier outage is out of date. */
  let memory: Cache | undefined
  /** Keys that were set or deleted during the outage. */
  const changed = new Set<string>()
  let currentSince = Number.NEGATIVE_INFINITY

  const limited = <T>(work: () => T | Promise<T>): Promise<T> =>
    withDeadline((async () => work())(), timeoutMs, () => new Error(`no answer in ${timeoutMs} ms`))

  /** Calls `onMemory` during an outage, and when the call began one. */
  async function attempt<T>(
    onShared: () => T | Promise<T>,
    onMemory: (memory: Cache) => T | Promise<T>,
  ): Promise<T> {
    if (memory) return onMemory(memory)
    try {
      return await limited(onShared)
    } catch (error) {
      return onMemory(memory ?? beginOutage(error))
    }
  }

  /** The same for a change of a key, which has to reach the other processes once the outage is over. */
  const attemptChange = (
    key: string,
    onShared: () => unknown,
    onMemory: (memory: Cache) => unknown,
  ): Promise<unknown> =>
    attempt(onShared, (own) => {
      changed.add(key)
      const [oldest] = changed
      if (changed.size > MAX_CHANGED && oldest !== undefined) changed.delete(oldest)
      return onMemory(own)
    })

  function beginOutage(error: unknown): Cache {
    const own = memoryCache({ now })
    memory = own
    logger.error('The shared cache failed; this process uses its own memory meanwhile', {
      error: textOf(error),
    })
    probeLater()
    return own
  }

  /** In the background, because no caller waits for a cache that failed. Timers do not follow a clock that is set. */
  function probeLater(): void {
    setTimeout(() => {
      probe().catch(probeLater)
    }, retryMs).unref()
  }

  /** Throws while the outage lasts. A cache that only reads has not recovered. */
  async function probe(): Promise<void> {
    const value = randomBytes(8).toString('hex')
    const found = await limited(async () => {
      await shared.set(PROBE_KEY, value, PROBE_TTL_MS)
      return shared.get(PROBE_KEY)
    })
    // Another process may have written its own probe in between.
    if (typeof found !== 'string') throw new Error('the shared cache did not give the probe back')
    for (const key of changed) {
      await limited(() => shared.delete(key))
      changed.delete(key)
    }
    memory = undefined
    currentSince = now()
    logger.info('The shared cache works again')
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

  async function getShared(key: string): Promise<unknown> {
    const found = await shared.get(key)
    return isCurrent(found) ? found.value : undefined
  }

  return {
    get(key) {
      timeOfUse()
      return attempt(
        () => getShared(key),
        (own) => own.get(key),
      )
    },
    set(key, value, ttlMs) {
      const entry: Entry = { writtenAt: timeOfUse(), value }
      return attemptChange(
        key,
        async () => {
          // A Keyv does not reject while its store takes no writes.
          if ((await shared.set(key, entry, ttlMs)) === false) throw new Error('it took no write')
        },
        (own) => own.set(key, value, ttlMs),
      )
    },
    delete: (key) =>
      attemptChange(
        key,
        () => shared.delete(key),
        (own) => own.delete(key),
      ),
    ...(shared.lock && { lock: (key: string, leaseMs: number) => lockOrGoOn(key, leaseMs) }),
  }

  /** During an outage everybody gets a lock: the app's conditional update is the guard then. */
  async function lockOrGoOn(key: string, leaseMs: number): Promise<Lock | undefined> {
    const lock = await attempt(
      () => shared.lock?.(key, leaseMs),
      () => ({ renew: async () => false, release: async () => {} }),
    )
    if (!lock) return undefined
    return {
      renew: () =>
        attempt(
          () => lock.renew(),
          () => false,
        ),
      release: () =>
        attempt(
          () => lock.release(),
          () => {},
        ),
    }
  }
}
