import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Cache, Lock } from '../cache/cache.ts'

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

/** How long a store may take to forget what has expired, in milliseconds. */
const EXPIRY_MS = 10_000

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + EXPIRY_MS
  while (!(await isSo())) {
    ok(performance.now() < giveUpAt, `not within ${EXPIRY_MS} ms`)
    await wait(20)
  }
}

/**
 * Throws where a lease ends although it was renewed in time. False: a renewal came too late, so nothing was shown. Times
 * are taken before a call and after the next, so that they are never shorter than what the store sees.
 */
async function isRenewed(
  lock: NonNullable<Cache['lock']>,
  key: string,
  leaseMs: number,
): Promise<boolean> {
  let renewedAt = performance.now()
  const isLate = (): boolean => performance.now() - renewedAt >= leaseMs
  const held = await lock(key, leaseMs)
  ok(held)
  try {
    for (let i = 0; i < 4; i += 1) {
      await wait(leaseMs / 3)
      const sentAt = performance.now()
      const isHeld: boolean = await held.renew()
      if (isLate()) return false
      equal(isHeld, true)
      renewedAt = sentAt
    }
    const other = await lock(key, 60_000)
    await other?.release()
    if (isLate()) return false
    equal(other, undefined)
    return true
  } finally {
    await held.release()
  }
}

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
        await until(async () => ((await cache.get(key)) ?? undefined) === undefined)
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
        let next: Lock | undefined
        await until(async () => (next = await lock(key, 60_000)) !== undefined)
        equal(await first.renew(), false)
        // The one that lost a lock cannot free it for the one that has it.
        await first.release()
        equal(await lock(key, 60_000), undefined)
        await next?.release()
      },
    },
    {
      name: 'renews a lease',
      async run() {
        const key = newKey()
        // On a busy machine a wait may take longer than a short lease: then a longer one is tried.
        let leaseMs = 300
        while (!(await isRenewed(lock, key, leaseMs))) leaseMs *= 3
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
