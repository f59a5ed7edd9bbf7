import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { Decision, UnexpectedReason } from '../src/index.ts'
import { openShop } from './shop.ts'
import { teaOrders, type TeaOrder } from './tea-orders.ts'

/** What the shop did to the order between the order at WeChat and its payment. */
const cases: [UnexpectedReason, Partial<TeaOrder>][] = [
  ['second', { transactionId: '4200000000202611230000000009' }],
  ['price', { total: 2600 }],
  ['closed', { closed: true }],
]

async function payUnexpected(meanwhile: Partial<TeaOrder>, decision?: Decision) {
  const shop = await openShop({
    orders: teaOrders(decision === undefined ? undefined : () => decision),
  })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const response = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')
  Object.assign(shop.orders.row(order.id), meanwhile)
  const { transactionId } = await shop.simulator.pay(response.params.package.slice(10))
  await shop.simulator.notifications.idle()
  const again = await shop.simulator.notifications.deliver(transactionId)
  return { shop, row: shop.orders.row(order.id), transactionId, status: again.status }
}

describe.each(cases)('a payment that is unexpected (%s)', (why, meanwhile) => {
  it('is refused and alerted once without a handler, and never recorded', async () => {
    const { shop, row, status } = await payUnexpected(meanwhile)
    expect(status).toBe(409)
    expect(row).toMatchObject(meanwhile)
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { code: `unexpected-${why}` } }])
  })

  it('refund: gives all of it back once, however often it is repeated', async () => {
    const { shop, transactionId, status } = await payUnexpected(meanwhile, 'refund')
    expect(status).toBe(204)
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.simulator.refunds()).toMatchObject([
      { outRefundNo: `R${transactionId}`, refund: 2800 },
    ])
  })

  it('keep: leaves the payment as it is, with one alert', async () => {
    const { shop, row, status } = await payUnexpected(meanwhile, 'keep')
    expect(status).toBe(204)
    expect(row).toMatchObject(meanwhile)
    expect(shop.simulator.refunds()).toEqual([])
    expect(shop.alerts).toMatchObject([{ kind: 'ignored', error: { code: `unexpected-${why}` } }])
  })

  it.each(['yes', true, 'TAKE', null])(
    'no decision (%s): moves nothing, and alerts',
    async (none) => {
      const { shop, row, status } = await payUnexpected(meanwhile, none as unknown as Decision)
      expect(status).toBe(500)
      expect(row).toMatchObject(meanwhile)
      expect(shop.orders.paidCalls).toEqual([])
      expect(shop.simulator.refunds()).toEqual([])
      expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { code: 'decision-invalid' } }])
    },
  )

  it(`take: ${why === 'second' ? 'is refused' : 'records it'}`, async () => {
    const { row, transactionId, status } = await payUnexpected(meanwhile, 'take')
    expect(status).toBe(why === 'second' ? 409 : 204)
    expect(row.transactionId).toBe(why === 'second' ? meanwhile.transactionId : transactionId)
  })
})

describe('refunds', () => {
  it('come to the app when they are through, with their order', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const response = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
    if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    const { transactionId } = await shop.simulator.pay(response.params.package.slice(10))
    await shop.simulator.notifications.idle()

    const request = { outRefundNo: 'back-1', amount: 1000, reason: '茶凉了' }
    const made = await shop.weixin.refunds.create({ transactionId, total: 2800, ...request })
    expect(made).toMatchObject({ outRefundNo: 'back-1', amount: 1000, total: 2800 })
    await shop.simulator.advance(60)
    await shop.simulator.notifications.idle()
    expect(shop.orders.refunds).toMatchObject([
      {
        order: { id: order.id },
        refund: { outRefundNo: 'back-1', transactionId, refundStatus: 'SUCCESS', amount: 1000 },
      },
    ])
    await expect(
      shop.weixin.refunds.create({
        ...request,
        transactionId,
        total: 2800,
        outRefundNo: 'back-2',
        amount: 2000,
      }),
    ).rejects.toMatchObject({ code: 'refund-refused' })
  })
})
