import IoRedis from 'ioredis'
import Keyv from 'keyv'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRedis, type Redis } from '../../../../tooling/redis.ts'
import { encryptedCache } from '../../src/cache/encrypted-cache.ts'
import { fallbackCache } from '../../src/cache/fallback-cache.ts'
import { memoryCache, type Cache } from '../../src/index.ts'
import { cacheContract } from '../../src/testing.ts'
import { redisCache, type RedisClient } from '../../src/redis.ts'
import { createSeal } from '../../src/seal.ts'

const logger = { info() {}, warn() {}, error() {} }
const sealing = createSeal<{ value: unknown }>({
  encryptionKeys: ['a secret of the tea shop, 32 characters'],
  purpose: 'test',
  now: Date.now,
})

let redis: Redis
let io: IoRedis
let node: ReturnType<typeof createClient>

beforeAll(async () => {
  redis = await startRedis()
  io = new IoRedis(redis.url)
  node = createClient({ url: redis.url })
  await node.connect()
})
afterAll(async () => {
  io.disconnect()
  node.destroy()
  await redis.stop()
})

/** Clients are connected only once the tests begin. */
const late = (client: () => RedisClient): (() => Cache) => {
  const made = (): ReturnType<typeof redisCache> => redisCache(client(), { prefix: 'tea:' })
  return () => ({
    get: (key) => made().get(key),
    set: (key, value, ttlMs) => made().set(key, value, ttlMs),
    delete: (key) => made().delete(key),
    lock: (key, leaseMs) => made().lock(key, leaseMs),
  })
}

const caches: [string, () => Cache, boolean][] = [
  ['memoryCache', memoryCache, false],
  ['a Keyv as it is', () => new Keyv(), false],
  ['redisCache on ioredis', late(() => io), true],
  ['redisCache on node-redis', late(() => node), true],
  ['an encrypted Redis', () => encryptedCache(late(() => io)(), sealing), true],
  [
    'a Redis with a fallback',
    () => fallbackCache(late(() => io)(), { now: Date.now, logger }),
    true,
  ],
]

describe.each(caches)('%s', (_name, makeCache, canLock) => {
  const promises = cacheContract(makeCache)
  it.each(promises)('$name', ({ run }) => expect(run()).resolves.toBeUndefined())
  it(`can lock: ${canLock}`, () => {
    expect(promises.some(({ name }) => name.includes('lock'))).toBe(canLock)
  })
})

describe('the contract', () => {
  it.each<[string, Cache]>([
    ['remembers nothing', { get: () => undefined, set: () => {}, delete: () => {} }],
    ['forgets nothing', { ...memoryCache(), delete: () => {} }],
    [
      'gives its lock to everybody',
      {
        ...memoryCache(),
        lock: async () => ({ renew: async () => true, release: async () => {} }),
      },
    ],
  ])('finds out a cache that %s', async (_name, cache) => {
    const results = await Promise.allSettled(cacheContract(() => cache).map(({ run }) => run()))
    expect(results.some(({ status }) => status === 'rejected')).toBe(true)
  })
})

it('what lies in the store is encrypted, and decrypts with no other key', async () => {
  const store = memoryCache()
  await encryptedCache(store, sealing).set('key', 'an access_token', 60_000)
  expect(String(store.get('key'))).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
  const other = createSeal<{ value: unknown }>({
    encryptionKeys: ['another secret, just as long as this'],
    purpose: 'test',
    now: Date.now,
  })
  expect(await encryptedCache(store, sealing).get('key')).toBe('an access_token')
  expect(await encryptedCache(store, other).get('key')).toBeUndefined()
})

describe('a Redis in which another program has written', () => {
  const cache = () => redisCache(io, { prefix: 'other:' })

  it('has nothing under a key that is a list, or no JSON', async () => {
    await io.lpush('other:list', 'x')
    await io.set('other:broken', '{broken')
    expect(await cache().get('list')).toBeUndefined()
    expect(await cache().get('broken')).toBeUndefined()
    await cache().set('list', 1, 60_000)
    expect(await cache().get('list')).toBe(1)
  })

  it('gives a lock that would never expire to the next', async () => {
    await io.set('other:dead', 'dead holder')
    await io.lpush('other:typed', 'x')
    for (const key of ['dead', 'typed']) {
      const lock = await cache().lock(key, 60_000)
      expect(lock).toBeDefined()
      expect(await cache().lock(key, 60_000)).toBeUndefined()
      expect(await lock?.renew()).toBe(true)
      await lock?.release()
      expect(await io.exists(`other:${key}`)).toBe(0)
    }
  })
})
