import { describe, expect, it } from 'vitest'
import type { Cache } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'
import { createWithLock } from './with-lock.ts'

/** A promise, and the hand that ends it. */
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

const turns = (cache: Cache) => createWithLock(cache, (orderId) => `turn:${orderId}`)

describe('settlements of one order', () => {
  it.each([
    ['in one process', () => [turns(memoryCache())]],
    [
      'across processes, by the lock',
      () => {
        const { cache } = sharedCache()
        return [turns(cache), turns(cache)]
      },
    ],
  ])('queue %s and never merge', async (_name, processes) => {
    const [one, other = one] = processes()
    const first = gate()
    const order: string[] = []
    const running = one!('7', 1000, async () => {
      order.push('first begins')
      await first.passed
      order.push('first ends')
    })
    const waiting = other!('7', 1000, async () => {
      order.push('second')
    })
    await one!('8', 1000, async () => {
      order.push('another order')
    })
    first.open()
    await Promise.all([running, waiting])
    expect(order).toEqual(['first begins', 'another order', 'first ends', 'second'])
  })

  it.each([
    ['in one process', memoryCache()],
    ['across processes', sharedCache().cache],
  ])('give up %s when no turn comes in time, and the queue goes on', async (_name, cache) => {
    const [one, other] = [turns(cache), turns(cache)]
    const inTurn = cache.lock ? other : one
    const first = gate()
    const running = one('7', 1000, () => first.passed)
    await expect(inTurn('7', 60, async () => {})).rejects.toMatchObject({ code: 'busy' })
    first.open()
    await running
    await expect(inTurn('7', 1000, async () => 'done')).resolves.toBe('done')
  })

  it('free the lock when the work throws', async () => {
    const { cache, held } = sharedCache()
    const failing = turns(cache)('7', 1000, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(held.size).toBe(0)
  })
})
