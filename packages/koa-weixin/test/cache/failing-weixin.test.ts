import IoRedis from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../../../tooling/redis.ts'
import type { Cache, Http } from '../../src/index.ts'
import { axiosHttp } from '../../src/remote/http.ts'
import { redisCache } from '../../src/redis.ts'
import { openShop, type Shop } from '../shop.ts'

it('a WeChat that fails is called once for three servers on one Redis, and used again when it works', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const client = new IoRedis(redis.url)
  onTestFinished(() => client.disconnect())
  await client.ping()
  const real = axiosHttp()
  let isFailing = true
  let calls = 0
  const http: Http = async (request) => {
    calls += 1
    return isFailing ? { status: 502, headers: {}, body: Buffer.from('') } : real(request)
  }
  // The life of an entry in Redis cannot be moved by a clock of ours: it is long here, and the test ends it.
  const shared = redisCache(client)
  const cache: Cache = {
    ...shared,
    set: (key, value, ttlMs) => shared.set(key, value, Math.max(ttlMs, 60_000)),
  }
  // Nor does ours move by itself: a second of it passes on a busy machine.
  let now = Date.now()
  const weixin = { cache, http, now: () => now }
  const first = await openShop({ weixin })
  const { simulator } = first
  const shops = [
    first,
    await openShop({ simulator, weixin }),
    await openShop({ simulator, weixin }),
  ]
  const sign = ({ weixin, url }: Shop) => weixin.jssdk.sign(`${url}/`)
  const results = await Promise.allSettled(shops.map(sign))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  // One call and its quick retry.
  expect(shops.flatMap(({ logged }) => logged).join('\n')).not.toContain('shared cache')
  expect(calls).toBe(2)
  isFailing = false
  const failures = await client.keys('*:failure')
  expect(failures).toHaveLength(2)
  await client.del(failures)
  now += 2_000
  expect(await Promise.all(shops.map(sign))).toHaveLength(3)
  // The token, then the ticket.
  expect(calls).toBe(4)
})
