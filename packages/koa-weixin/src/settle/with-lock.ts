import type { Cache, Lock } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'

const LEASE_MS = 10_000
const ASK_AGAIN_MS = 50

/** Lets settlements of one order queue and never merge. Throws `busy` when no turn came in `waitMs`. */
export type WithLock = <T>(orderId: string, waitMs: number, work: () => Promise<T>) => Promise<T>

/**
 * In this process by a chain of promises; across processes by the cache's lock. Where there is none
 * to be had, the conditional update in `orders.paid` is the guard.
 */
export function createWithLock(cache: Cache, keyOf: (orderId: string) => string): WithLock {
  const tails = new Map<string, Promise<unknown>>()

  return async function inTurn(orderId, waitMs, work) {
    const deadline = Date.now() + waitMs
    const before = tails.get(orderId) ?? Promise.resolve()
    let leave = (): void => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    const tail = before.then(() => left)
    tails.set(orderId, tail)
    try {
      await within(before, waitMs)
      return await underLock(keyOf(orderId), deadline, work)
    } finally {
      leave()
      void tail.then(() => {
        if (tails.get(orderId) === tail) tails.delete(orderId)
      })
    }
  }

  async function underLock<T>(key: string, deadline: number, work: () => Promise<T>): Promise<T> {
    const lock = await takeLock(key, deadline)
    if (!lock) return work()
    const renewal = setInterval(() => void lock.renew(), LEASE_MS / 3)
    try {
      return await work()
    } finally {
      clearInterval(renewal)
      await lock.release()
    }
  }

  async function takeLock(key: string, deadline: number): Promise<Lock | undefined> {
    if (!cache.lock) return undefined
    for (;;) {
      const lock = await cache.lock(key, LEASE_MS)
      if (lock) return lock
      if (Date.now() + ASK_AGAIN_MS > deadline) throw new WeixinError('busy')
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
  }
}

/** Waits for a promise that never rejects; throws `busy` when it takes too long. */
async function within(turn: Promise<unknown>, waitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WeixinError('busy')), waitMs)
  })
  try {
    await Promise.race([turn, late])
  } finally {
    clearTimeout(timer)
  }
}
