import type { Cache } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Expiring } from '../remote/account.ts'

/** A value that WeChat lends, with a memory: in this process, and in the cache for the others. */
export interface CachedToken {
  /**
   * The value, without a promise where it is at hand. One about to expire is renewed behind the
   * answer; a missing one is waited for, and one flight serves all callers of all processes.
   */
  get(): string | Promise<string>
  /** Forgets this value, if it is still the one remembered. */
  drop(value: string): Promise<void>
}

export interface CachedTokenOptions {
  cache: Cache
  key: string
  logger: Logger
  /** Milliseconds. */
  now: () => number
  /** From 0 up to 1: spreads the tries of many processes. */
  random: () => number
  fetch: () => Promise<Expiring>
}

interface TokenEntry {
  value: string
  /** Milliseconds since 1970; from `renewAt` on it is renewed, from `expiresAt` on not used. */
  renewAt: number
  expiresAt: number
}

/** A stable token may be renewed in its last 300 seconds: only then does WeChat give a new one. */
const MOST_MARGIN_SECONDS = 300
/** So that a value does not die on its way to WeChat. */
const SAFETY_SECONDS = 10
/** Longer than a fetch may take; when the holder is killed, the others go on after it. */
const LEASE_MS = 8_000
const LOOK_AGAIN_MS = 50

export function cachedToken(options: CachedTokenOptions): CachedToken {
  const { cache, key, logger, now, random, fetch } = options
  let local: TokenEntry | undefined
  let flight: Promise<string> | undefined
  let failure: { error: unknown; until: number } | undefined

  /** Failures are not remembered, but a failing WeChat is not stormed: a short pause for all callers. */
  function renew(): Promise<string> {
    if (failure && now() < failure.until) return Promise.reject(failure.error)
    flight ??= share()
      .then(
        (kept) => {
          local = kept
          failure = undefined
          return kept.value
        },
        (error: unknown) => {
          failure = { error, until: now() + pauseMs(error) * (1 + random()) }
          throw error
        },
      )
      .finally(() => {
        flight = undefined
      })
    return flight
  }

  /** What another process fetched, else our own fetch under the lock. */
  async function share(): Promise<TokenEntry> {
    const deadline = Date.now() + LEASE_MS * 1.5
    for (;;) {
      const shared = await readShared()
      if (shared) return shared
      if (!cache.lock) return fetchOnce()
      const lock = await cache.lock(`${key}:lock`, LEASE_MS)
      if (lock) {
        try {
          return (await readShared()) ?? (await fetchOnce())
        } finally {
          await lock.release()
        }
      }
      if (Date.now() > deadline) return fetchOnce()
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
  }

  async function readShared(): Promise<TokenEntry | undefined> {
    const shared = (await cache.get(key)) as TokenEntry | undefined
    return shared && shared.renewAt > now() ? shared : undefined
  }

  async function fetchOnce(): Promise<TokenEntry> {
    const { value, expiresIn } = await fetch()
    const margin = Math.min(MOST_MARGIN_SECONDS, expiresIn / 10)
    const safety = Math.min(SAFETY_SECONDS, margin / 2)
    const kept = {
      value,
      renewAt: now() + (expiresIn - margin) * 1000,
      expiresAt: now() + (expiresIn - safety) * 1000,
    }
    await cache.set(key, kept, (expiresIn - safety) * 1000)
    return kept
  }

  return {
    get() {
      if (!local || local.expiresAt <= now()) return renew()
      if (local.renewAt <= now() && !flight && !(failure && now() < failure.until))
        renew().catch((error: unknown) => {
          logger.warn('Could not renew a value of WeChat in time; trying again', {
            error: error instanceof WeixinError ? error.message : String(error),
          })
        })
      return local.value
    },
    async drop(value) {
      if (local?.value === value) local = undefined
      const shared = (await cache.get(key)) as TokenEntry | undefined
      if (shared?.value === value) await cache.delete(key)
    },
  }
}

/** What a person must mend is not asked every second. */
function pauseMs(error: unknown): number {
  const turn = error instanceof WeixinError ? error.actor : 'weixin'
  return turn === 'weixin' ? 1_000 : 10_000
}
