import IoRedis from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRedis, type Redis } from '../../../tooling/redis.ts'
import { reconcile } from '../src/index.ts'
import { redisCache } from '../src/redis.ts'
import { openShop, type Shop } from './shop.ts'

let redis: Redis
let client: IoRedis
beforeAll(async () => {
  redis = await startRedis()
  client = new IoRedis(redis.url)
  await client.ping()
})
afterAll(async () => {
  client.disconnect()
  await redis.stop()
})

/** Two servers of one shop on one database and one Redis, and twenty orders whose payment was started. */
async function openTwo(merchant: { api?: 'v2' } = {}) {
  await client.flushall()
  const cache = redisCache(client)
  const given = merchant.api ? { merchant: { api: merchant.api } } : {}
  const one = await openShop({ ...given, weixin: { cache } })
  const other = await openShop({
    ...given,
    simulator: one.simulator,
    orders: one.orders,
    weixin: { cache, origin: one.url },
  })
  const customer = await one.customer()
  const pending: string[] = []
  for (let i = 0; i < 20; i += 1) {
    const order = one.orders.add({ openid: customer.openid, createdAt: new Date() })
    await customer.post(`/weixin/pay/${order.id}`)
    pending.push(order.id)
  }
  return { one, other, pending }
}

const queries = ({ simulator }: Shop): number =>
  simulator.log().filter(({ call }) => /out-trade-no\/[^/]+$|orderquery$/.test(call)).length

describe('two processes that share a Redis and reconcile the same orders', () => {
  it.each([[{}], [{ api: 'v2' as const }]])(
    'query each order once between them: %j',
    async (merchant) => {
      const { one, other, pending } = await openTwo(merchant)
      const before = queries(one)
      const summaries = await Promise.all(
        [one, other].map(({ weixin }) => reconcile(weixin, { pending })),
      )
      expect(queries(one) - before).toBe(20)
      const [first, second] = summaries
      expect([first?.unpaid, first?.skipped]).toEqual([second?.skipped, second?.unpaid])
    },
  )

  it('take over the orders of a process that has ended, and lose nothing with the cache', async () => {
    const { one, other, pending } = await openTwo()
    await reconcile(one.weixin, { pending })
    expect(await reconcile(other.weixin, { pending })).toMatchObject({ skipped: 20 })
    // A claim ends by itself: here its time is over at once.
    for (const key of await client.keys('*:reconcile:*')) await client.pexpire(key, 1)
    await expect.poll(() => client.keys('*:reconcile:*')).toEqual([])
    expect(await reconcile(other.weixin, { pending })).toMatchObject({ unpaid: 20, skipped: 0 })
    await client.flushall()
    expect(await reconcile(one.weixin, { pending })).toMatchObject({ unpaid: 20, skipped: 0 })
  })

  it('never skip what they claimed themselves, however soon they run again', async () => {
    const { one, other, pending } = await openTwo()
    await reconcile(one.weixin, { pending })
    expect(await reconcile(one.weixin, { pending })).toMatchObject({ unpaid: 20, skipped: 0 })
    expect(await reconcile(other.weixin, { pending })).toMatchObject({ unpaid: 0, skipped: 20 })
  })
})
