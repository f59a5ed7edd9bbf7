import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Cache } from '../cache/cache.ts'

/** One thing that a cache has to do. */
export interface CacheContractTest {
  /** What it has to do, as the title of a test. */
  name: string
  /** Rejects where the cache does not do it. */
  run: () => Promise<void>
}

/** How the tests name their keys. */
export interface CacheContractOptions {
  /** Put in front of every key, so that runs on one store do not meet. @default a random one */
  prefix?: string
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The tests that a cache for koa-weixin has to pass, for any test runner. What a lock has to do is tested only where the
 * cache has one.
 *
 * @example
 * for (const { name, run } of cacheContract(() => myCache)) it(name, run)
 */
export function cacheContract(
  makeCache: () => Cache,
  { prefix = `contract:${Math.random().toString(36).slice(2)}:` }: CacheContractOptions = {},
): CacheContractTest[] {
  const cache = makeCache()
  const lock = cache.lock?.bind(cache)
  let last = 0
  const newKey = (): string => `${prefix}${(last += 1)}`

  const tests: CacheContractTest[] = [
    {
      name: 'has nothing under a key that was never set',
      run: async () => equal((await cache.get(newKey())) ?? undefined, undefined),
    },
    {
      name: 'gives back plain JSON as it was',
      async run() {
        const key = newKey()
        const value = { text: '茶 "\\n"', size: 1.5, list: [1, null, true], nested: { a: {} } }
        await cache.set(key, value, 60_000)
        deepEqual(await cache.get(key), value)
      },
    },
    {
      name: 'keeps the last value of two',
      async run() {
        const key = newKey()
        await cache.set(key, 'one', 60_000)
        await cache.set(key, 'two', 60_000)
        equal(await cache.get(key), 'two')
      },
    },
    {
      name: 'forgets what is deleted, and does not mind what is not there',
      async run() {
        const key = newKey()
        await cache.set(key, 'one', 60_000)
        await cache.delete(key)
        await cache.delete(key)
        equal((await cache.get(key)) ?? undefined, undefined)
      },
    },
    {
      name: 'forgets a value after its milliseconds',
      async run() {
        const key = newKey()
        await cache.set(key, 'one', 80)
        equal(await cache.get(key), 'one')
        await wait(200)
        equal((await cache.get(key)) ?? undefined, undefined)
      },
    },
    {
      name: 'keeps keys apart',
      async run() {
        const [one, other] = [newKey(), newKey()]
        await cache.set(one, 'one', 60_000)
        await cache.set(other, 'other', 60_000)
        equal(await cache.get(one), 'one')
      },
    },
  ]
  if (!lock) return tests
  return [
    ...tests,
    {
      name: 'lets one of many hold a lock',
      async run() {
        const key = newKey()
        const taken = await Promise.all(Array.from({ length: 10 }, () => lock(key, 60_000)))
        equal(taken.filter(Boolean).length, 1)
        await Promise.all(taken.map(async (held) => held?.release()))
      },
    },
    {
      name: 'gives a freed lock to the next',
      async run() {
        const key = newKey()
        await (await lock(key, 60_000))?.release()
        const next = await lock(key, 60_000)
        ok(next)
        await next.release()
      },
    },
    {
      name: 'gives a lock to the next when its lease is over, and reports that it was lost',
      async run() {
        const key = newKey()
        const first = await lock(key, 80)
        ok(first)
        await wait(200)
        const next = await lock(key, 60_000)
        ok(next)
        equal(await first.renew(), false)
        // The one that lost a lock cannot free it for the one that has it.
        await first.release()
        equal(await lock(key, 60_000), undefined)
        await next.release()
      },
    },
    {
      name: 'renews a lease',
      async run() {
        const key = newKey()
        const held = await lock(key, 300)
        ok(held)
        for (let i = 0; i < 4; i += 1) {
          await wait(100)
          equal(await held.renew(), true)
        }
        equal(await lock(key, 60_000), undefined)
        await held.release()
      },
    },
    {
      name: 'keeps locks and values apart',
      async run() {
        const [value, locked] = [newKey(), newKey()]
        await cache.set(value, 'one', 60_000)
        const held = await lock(locked, 60_000)
        equal(await cache.get(value), 'one')
        await held?.release()
      },
    },
  ]
}
