import { createHash } from 'node:crypto'
import type { Cache } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'

/** The same state and code get the first answer again, for five minutes; another code is refused. */
export interface FirstResult {
  /** Throws `state-used`, and what `answer` throws. */
  once(state: string, code: string, answer: () => Promise<string>): Promise<string>
}

interface Bound {
  codeHash: string
  sealed?: string
}

/** WeChat may load the address twice, and a code lives five minutes. */
const ANSWER_LIFE_MS = 5 * 60 * 1000

export function createFirstResult({ cache, appId }: { cache: Cache; appId: string }): FirstResult {
  const flights = new Map<string, { codeHash: string; answer: Promise<string> }>()

  async function first(key: string, codeHash: string, answer: () => Promise<string>) {
    const bound = (await cache.get(key)) as Bound | undefined
    if (bound && bound.codeHash !== codeHash) throw new WeixinError('state-used')
    if (bound?.sealed !== undefined) return bound.sealed
    await cache.set(key, { codeHash } satisfies Bound, ANSWER_LIFE_MS)
    const sealed = await answer().catch(async (error: unknown) => {
      // Another process may have been quicker with the same code.
      const other = (await cache.get(key)) as Bound | undefined
      if (other?.codeHash !== codeHash || other.sealed === undefined) throw error
      return other.sealed
    })
    await cache.set(key, { codeHash, sealed } satisfies Bound, ANSWER_LIFE_MS)
    return sealed
  }

  return {
    async once(state, code, answer) {
      const codeHash = createHash('sha256').update(code).digest('base64url')
      const key = `weixin:${appId}:state:${state}`
      const running = flights.get(key)
      if (running) {
        if (running.codeHash !== codeHash) throw new WeixinError('state-used')
        return running.answer
      }
      const flight = first(key, codeHash, answer).finally(() => flights.delete(key))
      flights.set(key, { codeHash, answer: flight })
      return flight
    },
  }
}
