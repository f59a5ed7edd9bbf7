import type { Cache, Lock } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'

/**
 * Runs `work` while no other settlement of this order runs, here or in another process. Waits for up to `waitMs`
 * milliseconds, then throws `busy`.
 */
export type WithLock = <T>(orderId: string, waitMs: number, work: () => Promise<T>) => Promise<T>

export interface WithLockOptions {
  /** For how long the cache's lock holds when it is not renewed, in milliseconds. @default 10000 */
  leaseMs?: number
  /**
   * For how long one settlement may hold the order, in milliseconds. A handler of the app's that never returns would
   * hold it for ever; it is allowed to finish, beside the next one. @default 60000
   */
  holdMs?: number
}

/** The settlements of one order in this process. Times are on the monotonic clock, which does not jump. */
interface Queue {
  holder: object
  heldSince: number
  waiting: { start: () => void }[]
}

const LOCK_POLL_MS = 50

/**
 * In this process by a queue, across processes by the cache's lock. Where the cache has no lock, or the lock fails, the
 * conditional update in `orders.onPaid` is the guard.
 */
export function createWithLock(
  cache: Cache,
  keyOf: (orderId: string) => string,
  { leaseMs = 10_000, holdMs = 60_000 }: WithLockOptions = {},
): WithLock {
  const queues = new Map<string, Queue>()

  return async function withLock(orderId, waitMs, work) {
    const token = {}
    const now = performance.now()
    const giveUpAt = now + waitMs
    const queue = queues.get(orderId)
    if (queue) await waitFor(queue, token, giveUpAt)
    else queues.set(orderId, { holder: token, heldSince: now, waiting: [] })
    try {
      return cache.lock ? await underLock(keyOf(orderId), giveUpAt, work) : await work()
    } finally {
      leave(orderId, token)
    }
  }

  /** Throws `busy` unless the order is free in time, or has been held for too long. */
  function waitFor(queue: Queue, token: object, giveUpAt: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined
      const hold = (): void => {
        clearTimeout(timer)
        queue.holder = token
        queue.heldSince = performance.now()
        resolve()
      }
      const waiting = { start: hold }
      const stopWaiting = (): void => {
        queue.waiting = queue.waiting.filter((one) => one !== waiting)
      }
      const check = (): void => {
        const now = performance.now()
        const overAt = queue.heldSince + holdMs
        if (now >= overAt) {
          stopWaiting()
          hold()
        } else if (now >= giveUpAt) {
          stopWaiting()
          reject(new WeixinError('busy'))
        } else {
          // A timer may come a moment early.
          timer = setTimeout(check, Math.min(giveUpAt, overAt) - now + 1)
        }
      }
      queue.waiting.push(waiting)
      check()
    })
  }

  function leave(orderId: string, token: object): void {
    const queue = queues.get(orderId)
    // It held the order for too long, and another one has it by now.
    if (queue?.holder !== token) return
    const next = queue.waiting.shift()
    if (next) next.start()
    else queues.delete(orderId)
  }

  async function underLock<T>(key: string, giveUpAt: number, work: () => Promise<T>): Promise<T> {
    const lock = await takeLock(key, giveUpAt)
    if (!lock) return work()
    const renewUntil = performance.now() + holdMs
    const renewal = setInterval(() => {
      if (performance.now() > renewUntil) clearInterval(renewal)
      else lock.renew().catch(() => {})
    }, leaseMs / 3)
    try {
      return await work()
    } finally {
      clearInterval(renewal)
      // What was settled stays settled: the lease ends by itself.
      await lock.release().catch(() => {})
    }
  }

  async function takeLock(key: string, giveUpAt: number): Promise<Lock | undefined> {
    for (;;) {
      const lock = await cache.lock?.(key, leaseMs)
      if (lock) return lock
      if (performance.now() + LOCK_POLL_MS > giveUpAt) throw new WeixinError('busy')
      await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS))
    }
  }
}
