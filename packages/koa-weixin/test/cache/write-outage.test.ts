import IoRedis from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import type { Payment } from 'weixin-contract'
import { startRedis } from '../../../../tooling/redis.ts'
import { redisCache } from '../../src/redis.ts'
import { openShop } from '../shop.ts'

/**
 * Two servers on one Redis that reads and takes no writes. The second closes the attempt that the first has opened, and
 * cannot record that; the first has noticed nothing.
 */
async function closedInWriteOutage() {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const client = new IoRedis(redis.url)
  onTestFinished(() => client.disconnect())
  await client.ping()
  const setReplicas = (count: number) => client.config('SET', 'min-replicas-to-write', count)

  const cache = redisCache(client)
  const one = await openShop({ weixin: { cache } })
  const other = await openShop({
    simulator: one.simulator,
    orders: one.orders,
    weixin: { cache, origin: one.url },
  })
  const customer = await one.customer()
  const order = one.orders.add({ openid: customer.openid })
  const pay = async (): Promise<string> => {
    const { body } = await customer.post(`/weixin/pay/${order.id}`)
    return (body as Extract<Payment, { tradeType: 'jsapi' }>).params.package
  }
  const first = await pay()
  expect(await pay()).toBe(first)
  await setReplicas(1)
  expect(await other.weixin.orders.close(order.id)).toBe('closed')
  return { one, other, pay, first, endOutage: () => setReplicas(0) }
}

it('a closed attempt is not handed out while the shared cache takes no writes', async () => {
  const { one, pay, first } = await closedInWriteOutage()
  expect(await pay()).not.toBe(first)
  expect(one.simulator.orders().map(({ tradeState }) => tradeState)).toEqual(['CLOSED', 'NOTPAY'])
})

it('nor afterwards, by a server that has noticed nothing', async () => {
  const { one, other, pay, first, endOutage } = await closedInWriteOutage()
  await endOutage()
  await expect.poll(() => other.logged.join('\n')).toContain('The shared cache works again')
  expect(await pay()).not.toBe(first)
  expect(one.logged.join('\n')).not.toContain('shared cache')
  expect(one.simulator.orders().map(({ tradeState }) => tradeState)).toEqual(['CLOSED', 'NOTPAY'])
})
