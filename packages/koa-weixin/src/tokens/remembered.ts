import type { Cache } from '../cache/cache.ts'
import type { Lent } from '../remote/official-account.ts'

/** A value that WeChat lends, with a memory. */
export interface Remembered {
  /** The value, asked for anew when it is about to expire. One flight serves all callers. */
  get(): Promise<string>
  /** Forgets this value, if it is still the one remembered. */
  drop(value: string): Promise<void>
}

export interface RememberedOptions {
  cache: Cache
  key: string
  /** Milliseconds. */
  now: () => number
  fetch: () => Promise<Lent>
}

interface Kept {
  value: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** A stable token may be renewed in its last 300 seconds: only then does WeChat give a new one. */
const MOST_MARGIN_SECONDS = 300

export function remembered({ cache, key, now, fetch }: RememberedOptions): Remembered {
  let flight: Promise<string> | undefined

  async function read(): Promise<Kept | undefined> {
    const kept = (await cache.get(key)) as Kept | undefined
    return kept && kept.expiresAt > now() ? kept : undefined
  }
  async function renew(): Promise<string> {
    const kept = await read()
    if (kept) return kept.value
    const { value, expiresIn } = await fetch()
    const seconds = expiresIn - Math.min(MOST_MARGIN_SECONDS, expiresIn / 10)
    await cache.set(key, { value, expiresAt: now() + seconds * 1000 }, seconds * 1000)
    return value
  }
  return {
    async get() {
      const kept = await read()
      if (kept) return kept.value
      // Failures are not remembered: the flight ends, and the next caller asks again.
      flight ??= renew().finally(() => {
        flight = undefined
      })
      return flight
    },
    async drop(value) {
      const kept = await read()
      if (kept?.value === value) await cache.delete(key)
    },
  }
}
