import type { Cache } from '../cache/cache.ts'
import { isNoAnswer } from '../errors/no-answer.ts'
import { textOf } from '../errors/text-of.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Expiring } from '../remote/account.ts'
import { createSingleFlight } from '../single-flight.ts'

/** A token of WeChat's that expires, held in this process and in the cache that processes share. */
export interface CachedToken {
  /**
   * The token; without a promise where this process holds it. Shortly before it expires it is renewed in the
   * background; where it is missing, all callers of all processes wait for one call. Throws what `fetch` throws.
   */
  get(): string | Promise<string>
  /** Drops this token, here and in the cache, where it is still the one that is held. */
  drop(value: string): Promise<void>
}

export interface CachedTokenOptions {
  cache: Cache
  /** The token's key in the cache. */
  key: string
  logger: Logger
  /** The clock, in milliseconds since 1970. */
  now: () => number
  /** A number from 0 up to 1: spreads the retries of many processes. */
  random: () => number
  /** Gets a token from WeChat. A failure without an answer holds for all processes that share the cache. */
  fetch: () => Promise<Expiring>
}

interface TokenEntry {
  value: string
  /** Milliseconds since 1970: it is renewed from `renewAt` on, and not used from `expiresAt` on. */
  renewAt: number
  expiresAt: number
}

/** WeChat gives no token for longer. */
const LONGEST_LIFE_SECONDS = 7_200
/** Where `expires_in` is 0, negative or no number: otherwise each request would call WeChat. */
const SHORTEST_LIFE_SECONDS = 10
/** In its last 300 seconds a stable token may be renewed: WeChat returns a new one then. */
const LONGEST_MARGIN_SECONDS = 300
/** So that a token does not expire on its way to WeChat. */
const SAFETY_SECONDS = 10
/** Longer than a fetch may take: when the holder of the lock is killed, another process goes on after it. */
const LEASE_MS = 8_000
const LOCK_POLL_MS = 50
/**
 * For how long after a call without an answer the other processes make none. Shorter than the pause of the process that
 * made it, so that another one makes the next: one that cannot reach WeChat does not keep the others from it.
 */
const SHARED_FAILURE_MS = 1_000
/** The pause after another process's failure, before this process looks whether it is over. */
const LOOK_AGAIN_MS = 250

export function cachedToken(options: CachedTokenOptions): CachedToken {
  const { cache, key, logger, now, random, fetch } = options
  let local: TokenEntry | undefined
  let failure: { error: unknown; at: number; pauseMs: number } | undefined
  let isRenewing = false
  const failureKey = `${key}:failure`
  /** The last error that stands for another process's failure. */
  let failureElsewhere: WeixinError | undefined
  const once = createSingleFlight<string>()

  const renew = (): Promise<string> => {
    if (isPaused()) return Promise.reject(failure?.error)
    return once(key, async () => {
      isRenewing = true
      try {
        local = await readOrFetch()
        return local.value
      } catch (error) {
        noteFailure(error)
        throw error
      } finally {
        isRenewing = false
      }
    })
  }

  function noteFailure(error: unknown): void {
    const base = error === failureElsewhere ? LOOK_AGAIN_MS : pauseMs(error)
    failure = { error, at: now(), pauseMs: base * (1 + random()) }
  }

  /** After a failure no caller calls WeChat for a short while. A clock that was set back does not prolong it. */
  const isPaused = (): boolean =>
    failure !== undefined && Math.abs(now() - failure.at) < failure.pauseMs

  /** The token that another process fetched, else one fetched under the lock. */
  async function readOrFetch(): Promise<TokenEntry> {
    const giveUpAt = performance.now() + LEASE_MS * 1.5
    for (;;) {
      const shared = await readShared()
      if (shared && now() < shared.renewAt) return shared
      if (!cache.lock) return fetchOr(shared)
      const lock = await cache.lock(`${key}:lock`, LEASE_MS)
      if (lock) {
        try {
          const written = await readShared()
          return written && now() < written.renewAt ? written : await fetchOr(written)
        } finally {
          await lock.release()
        }
      }
      if (performance.now() > giveUpAt) return fetchOr(shared)
      await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS))
    }
  }

  /** A token that another process fetched is used until it expires, where WeChat gives no new one. */
  async function fetchOr(old: TokenEntry | undefined): Promise<TokenEntry> {
    try {
      await checkShared()
      return await fetchOnce()
    } catch (error) {
      if (error !== failureElsewhere && isNoAnswer(error))
        await cache.set(failureKey, true, SHARED_FAILURE_MS)
      if (!old) throw error
      warn(error)
      noteFailure(error)
      return old
    }
  }

  /** Throws where WeChat gave another process no answer a moment ago. */
  async function checkShared(): Promise<void> {
    if (!(await cache.get(failureKey))) return
    failureElsewhere = new WeixinError('weixin-unreachable', {
      detail: 'it gave another process no answer a moment ago',
    })
    throw failureElsewhere
  }

  /** Undefined too for an entry that WeChat cannot have given: of an older version, or of another clock. */
  async function readShared(): Promise<TokenEntry | undefined> {
    const entry = await cache.get(key)
    return isTokenEntry(entry) && isUsable(entry, now()) ? entry : undefined
  }

  function isUsable({ expiresAt }: TokenEntry, at: number): boolean {
    const life = expiresAt - at
    return life > 0 && life <= LONGEST_LIFE_SECONDS * 1000
  }

  async function fetchOnce(): Promise<TokenEntry> {
    const { value, expiresIn } = await fetch()
    const life = lifeSeconds(expiresIn)
    const margin = Math.min(LONGEST_MARGIN_SECONDS, life / 10)
    const safety = Math.min(SAFETY_SECONDS, margin / 2)
    const entry: TokenEntry = {
      value,
      renewAt: now() + (life - margin) * 1000,
      expiresAt: now() + (life - safety) * 1000,
    }
    await cache.set(key, entry, (life - safety) * 1000)
    return entry
  }

  function warn(error: unknown): void {
    logger.warn('Could not renew a token of WeChat in time; it is tried again', {
      error: textOf(error),
    })
  }

  return {
    get() {
      const at = now()
      if (!local || !isUsable(local, at)) return renew()
      if (local.renewAt <= at && !isRenewing && !isPaused()) renew().catch(warn)
      return local.value
    },
    async drop(value) {
      if (local?.value === value) local = undefined
      const shared = await cache.get(key)
      if (isTokenEntry(shared) && shared.value === value) await cache.delete(key)
    },
  }
}

function isTokenEntry(entry: unknown): entry is TokenEntry {
  const { value, renewAt, expiresAt } = (entry ?? {}) as Partial<Record<keyof TokenEntry, unknown>>
  return (
    typeof value === 'string' &&
    value !== '' &&
    Number.isFinite(renewAt) &&
    Number.isFinite(expiresAt)
  )
}

function lifeSeconds(expiresIn: number): number {
  // NaN too counts as no usable life.
  if (!(expiresIn > SHORTEST_LIFE_SECONDS)) return SHORTEST_LIFE_SECONDS
  return Math.min(expiresIn, LONGEST_LIFE_SECONDS)
}

/** A failure that a person has to mend is not retried every second. */
function pauseMs(error: unknown): number {
  const actor = error instanceof WeixinError ? error.actor : 'weixin'
  return actor === 'weixin' ? 1_000 : 10_000
}
