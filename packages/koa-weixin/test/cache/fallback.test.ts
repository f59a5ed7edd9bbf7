import IoRedis from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../../../tooling/redis.ts'
import { redisCache } from '../../src/redis.ts'
import { openShop } from '../shop.ts'

it('a Redis that stops answering is done without, logged once, and used again by itself', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const { pid } = redis
  if (pid === undefined) throw new Error('this test stops its Redis: unset REDIS_URL')
  const client = new IoRedis(redis.url)
  onTestFinished(() => client.disconnect())
  // A frozen process could not be stopped.
  onTestFinished(() => void process.kill(pid, 'SIGCONT'))

  let now = Date.now()
  const shop = await openShop({ weixin: { cache: redisCache(client), now: () => now } })
  const sign = () => shop.weixin.jssdk.sign(`${shop.url}/`)
  const countOf = (words: string) => shop.logged.filter((line) => line.includes(words)).length
  const passTwoHours = async (): Promise<void> => {
    now += 7200_000
    await shop.simulator.advance(7200)
  }
  await sign()
  expect(await client.dbsize()).toBe(2)

  process.kill(pid, 'SIGSTOP')
  for (let i = 0; i < 2; i += 1) {
    await passTwoHours()
    await expect(sign()).resolves.toMatchObject({ appId: shop.simulator.credentials.appId })
  }
  expect(countOf('uses its own memory')).toBe(1)
  expect(countOf('works again')).toBe(0)

  process.kill(pid, 'SIGCONT')
  await expect
    .poll(
      async () => {
        await passTwoHours()
        await sign()
        return countOf('works again')
      },
      { interval: 200 },
    )
    .toBe(1)
  await passTwoHours()
  await client.flushall()
  await sign()
  expect(await client.dbsize()).toBe(2)
})
