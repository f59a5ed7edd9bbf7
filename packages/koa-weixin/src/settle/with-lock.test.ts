import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Cache } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'
import { createWithLock, type WithLockOptions } from './with-lock.ts'

/** Milliseconds that nobody waits for where the tests pass. */
const WAIT_MS = 20_000

/** A promise, and the function that resolves it. */
function gate() {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

/** A cache with a lock that several "processes" see. */
function sharedCache() {
  const held = new Set<string>()
  const cache: Cache = {
    ...memoryCache(),
    async lock(key) {
      if (held.has(key)) return undefined
      held.add(key)
      return { renew: async () => true, release: async () => void held.delete(key) }
    },
  }
  return { cache, held }
}

/** From here to the end of the test, time passes only when the test moves it. */
function stopTime(): (ms: number) => Promise<unknown> {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  return (ms) => vi.advanceTimersByTimeAsync(ms)
}

const lockOf = (cache: Cache, options?: WithLockOptions) =>
  createWithLock(cache, (orderId) => `lock:${orderId}`, options)

describe('settlements of one order', () => {
  it.each([
    ['in one process', () => [lockOf(memoryCache())]],
    [
      'across processes, by the lock',
      () => {
        const { cache } = sharedCache()
        return [lockOf(cache), lockOf(cache)]
      },
    ],
  ])('queue %s and never merge', async (_name, processes) => {
    const [one, other = one] = processes()
    const first = gate()
    const order: string[] = []
    const running = one!('7', WAIT_MS, async () => {
      order.push('first begins')
      await first.passed
      order.push('first ends')
    })
    const waiting = other!('7', WAIT_MS, async () => {
      order.push('second')
    })
    await one!('8', WAIT_MS, async () => {
      order.push('another order')
    })
    first.open()
    await Promise.all([running, waiting])
    expect(order).toEqual(['first begins', 'another order', 'first ends', 'second'])
  })

  it.each([
    ['in one process', memoryCache()],
    ['across processes', sharedCache().cache],
  ])(
    'give up %s when the order is not free in time, and the queue goes on',
    async (_name, cache) => {
      const [one, other] = [lockOf(cache), lockOf(cache)]
      const withLock = cache.lock ? other : one
      const first = gate()
      const running = one('7', WAIT_MS, () => first.passed)
      await expect(withLock('7', 60, async () => {})).rejects.toMatchObject({ code: 'busy' })
      first.open()
      await running
      await expect(withLock('7', WAIT_MS, async () => 'done')).resolves.toBe('done')
    },
  )

  it('free the lock when the work throws', async () => {
    const { cache, held } = sharedCache()
    const failing = lockOf(cache)('7', WAIT_MS, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(held.size).toBe(0)
  })

  it('does not keep an order for ever when the work never ends', async () => {
    const pass = stopTime()
    const withLock = lockOf(memoryCache(), { holdMs: 400 })
    const first = gate()
    const hanging = withLock('7', WAIT_MS, () => first.passed)
    const order: string[] = []
    const waiting = ['second', 'third'].map((name) =>
      withLock('7', WAIT_MS, async () => void order.push(name)),
    )
    await pass(399)
    expect(order).toEqual([])
    await pass(2)
    await Promise.all(waiting)
    expect(order).toEqual(['second', 'third'])
    // The end of the one that held it for too long frees nothing that is another one's by now.
    const next = gate()
    const holding = withLock('7', WAIT_MS, () => next.passed)
    first.open()
    await hanging
    const refused = withLock('7', 5, async () => {}).catch((error: unknown) => error)
    await pass(6)
    expect(await refused).toMatchObject({ code: 'busy' })
    next.open()
    await holding
  })

  it('renews a lease, but only for a bounded time', async () => {
    const pass = stopTime()
    const { cache } = sharedCache()
    let renewals = 0
    const counting: Cache = {
      ...cache,
      async lock(key, leaseMs) {
        const lock = await cache.lock?.(key, leaseMs)
        return lock && { ...lock, renew: async () => (renewals += 1) > 0 }
      },
    }
    const first = gate()
    const hanging = lockOf(counting, { leaseMs: 15, holdMs: 40 })('7', WAIT_MS, () => first.passed)
    await pass(20)
    expect(renewals).toBe(4)
    await pass(1_000)
    expect(renewals).toBe(8)
    first.open()
    await hanging
  })

  it('goes on beside a clock that is set back', async () => {
    const real = Date.now
    const first = gate()
    const withLock = lockOf(sharedCache().cache)
    const running = withLock('7', WAIT_MS, () => first.passed)
    const waiting = withLock('7', 60, async () => {})
    Date.now = () => real() - 3 * 3_600_000
    try {
      await expect(waiting).rejects.toMatchObject({ code: 'busy' })
    } finally {
      Date.now = real
    }
    first.open()
    await running
  })

  it('takes a lock that fails to renew or to end as no failure of the work', async () => {
    const renewed = gate()
    const cache: Cache = {
      ...memoryCache(),
      lock: async () => ({
        renew() {
          renewed.open()
          return Promise.reject(new Error('gone'))
        },
        release: () => Promise.reject(new Error('gone')),
      }),
    }
    const work = () => renewed.passed.then(() => 'done')
    await expect(lockOf(cache, { leaseMs: 6 })('7', WAIT_MS, work)).resolves.toBe('done')
  })
})
