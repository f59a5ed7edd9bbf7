import { expect, it } from 'vitest'
import { reconcile } from '../../src/index.ts'
import { openV2Shop, prepayIdOf, trade } from './shop.ts'

/** Two attempts of one order: the first was too young to be closed, and the second is paid. */
async function paidBeside() {
  let ahead = 0
  const { shop, customer, order } = await openV2Shop({ weixin: { now: () => Date.now() + ahead } })
  const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
  shop.orders.row(order.id).total = 2900
  const second = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
  await shop.simulator.pay(second)
  await shop.simulator.notifications.idle()
  await shop.weixin.drain()
  expect(trade(shop)).toEqual([
    ['NOTPAY', 2800],
    ['SUCCESS', 2900],
  ])
  const wait = async (seconds: number): Promise<void> => {
    ahead += seconds * 1000
    await shop.simulator.advance(seconds)
  }
  return { shop, order, first, wait }
}

const CLOSED = [
  ['CLOSED', 2800],
  ['SUCCESS', 2900],
]

it('an attempt that was too young is closed by orders.close once five minutes have passed', async () => {
  const { shop, order, first, wait } = await paidBeside()
  await wait(301)
  expect(await shop.weixin.orders.close(order.id)).toBe('paid')
  expect(trade(shop)).toEqual(CLOSED)
  await expect(shop.simulator.pay(first)).rejects.toThrow('该订单已关闭')
})

it('by reconcile at the latest', async () => {
  const { shop, order, wait } = await paidBeside()
  await wait(301)
  await reconcile(shop.weixin, { pending: [order.id], closeAfter: 60_000 })
  expect(trade(shop)).toEqual(CLOSED)
})
