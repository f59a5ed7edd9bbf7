import { createHash } from 'node:crypto'
import type { Cache } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { createSingleFlight } from '../single-flight.ts'

/** The same state and code get the first result again, for five minutes. Another code for the state is refused. */
export interface FirstResult {
  /** Runs `work` for a state and code that are new. Throws `state-used`, and what `work` throws. */
  once(state: string, code: string, work: () => Promise<string>): Promise<string>
}

/** What is cached for a state. */
interface Entry {
  codeHash: string
  /** The result; absent while the work runs, and where it failed. */
  result?: string
}

/** WeChat may load the address twice, and a code lives five minutes. */
const LIFE_MS = 5 * 60 * 1000

export function createFirstResult({ cache, appId }: { cache: Cache; appId: string }): FirstResult {
  const single = createSingleFlight<string>()
  /** The code whose work runs, by state: another one that comes meanwhile is refused. */
  const running = new Map<string, string>()

  async function read(key: string): Promise<Entry | undefined> {
    const entry = (await cache.get(key)) as Partial<Record<keyof Entry, unknown>> | null | undefined
    if (typeof entry?.codeHash !== 'string') return undefined
    const { codeHash, result } = entry
    return typeof result === 'string' ? { codeHash, result } : { codeHash }
  }

  async function first(key: string, codeHash: string, work: () => Promise<string>) {
    const entry = await read(key)
    if (entry && entry.codeHash !== codeHash) throw new WeixinError('state-used')
    if (entry?.result !== undefined) return entry.result
    await cache.set(key, { codeHash } satisfies Entry, LIFE_MS)
    const result = await work().catch(async (error: unknown) => {
      // Another process may have been quicker with the same code.
      const other = await read(key)
      if (other?.codeHash !== codeHash || other.result === undefined) throw error
      return other.result
    })
    await cache.set(key, { codeHash, result } satisfies Entry, LIFE_MS)
    return result
  }

  return {
    async once(state, code, work) {
      const codeHash = createHash('sha256').update(code).digest('base64url')
      const key = `weixin:${appId}:state:${state}`
      if ((running.get(key) ?? codeHash) !== codeHash) throw new WeixinError('state-used')
      running.set(key, codeHash)
      return single(key, () => first(key, codeHash, work)).finally(() => running.delete(key))
    },
  }
}
