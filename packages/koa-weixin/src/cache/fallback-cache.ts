import type { Logger } from '../logger.ts'
import type { Cache } from './cache.ts'

export interface FallbackCacheOptions {
  /** This process's own: holds what is written, for the time that the shared one is away. */
  memory: Cache
  logger: Logger
  /** How long a shared cache may take for an answer, in milliseconds. @default 500 */
  timeoutMs?: number
  /** How often it is tried again, in milliseconds. @default 2000 */
  retryMs?: number
}

/**
 * A shared cache that may stop answering: then this process goes on with its own memory, says so
 * once, and goes back to sharing by itself. Nothing here ever throws.
 */
export function fallbackCache(shared: Cache, options: FallbackCacheOptions): Cache {
  const { memory, logger, timeoutMs = 500, retryMs = 2_000 } = options
  let isAway = false
  let nextTryAt = 0

  /** Undefined when the shared cache is away, or went away just now. */
  async function ask<T>(work: () => T | Promise<T>): Promise<{ answer: T } | undefined> {
    if (isAway) {
      tryAgain()
      return undefined
    }
    try {
      return { answer: await within(work, timeoutMs) }
    } catch (error) {
      leave(error)
      return undefined
    }
  }

  function leave(error: unknown): void {
    nextTryAt = Date.now() + retryMs
    if (isAway) return
    isAway = true
    logger.error('The shared cache does not answer; this process goes on with its own memory', {
      error: error instanceof Error ? error.message : String(error),
    })
  }

  /** Behind the answer: nobody waits for a cache that is away. */
  function tryAgain(): void {
    if (Date.now() < nextTryAt) return
    nextTryAt = Date.now() + retryMs
    within(() => shared.get('weixin:is-it-back'), timeoutMs).then(
      () => {
        isAway = false
        logger.info('The shared cache answers again')
      },
      () => {},
    )
  }

  return {
    async get(key) {
      const asked = await ask(() => shared.get(key))
      return asked ? asked.answer : memory.get(key)
    },
    async set(key, value, ttlMs) {
      await memory.set(key, value, ttlMs)
      await ask(() => shared.set(key, value, ttlMs))
    },
    async delete(key) {
      await memory.delete(key)
      await ask(() => shared.delete(key))
    },
    ...(shared.lock &&
      ({
        async lock(key, leaseMs) {
          const asked = await ask(() => shared.lock?.(key, leaseMs))
          if (!asked) return { renew: async () => false, release: async () => {} }
          const lock = asked.answer
          if (!lock) return undefined
          return {
            renew: async () => (await ask(() => lock.renew()))?.answer ?? false,
            async release() {
              await ask(() => lock.release())
            },
          }
        },
      } satisfies Pick<Cache, 'lock'>)),
  }
}

async function within<T>(work: () => T | Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
