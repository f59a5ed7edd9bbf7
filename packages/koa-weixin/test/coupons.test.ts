import { expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { openShop, type ShopOptions } from './shop.ts'

// WeChat grants the discount: what the payer paid is less than the price, and the order is paid all the same.
it.each<[string, NonNullable<ShopOptions['merchant']>]>([
  ['v3', {}],
  ['v2', { api: 'v2' }],
])('a tea that was paid with a coupon is recorded by its total, %s', async (_dialect, merchant) => {
  const shop = await openShop({ merchant })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const { couponId } = await shop.simulator.giveCoupon({ amount: 300, type: 'NOCASH' })

  const { body } = await customer.post(`/weixin/pay/${order.id}`)
  const payment = body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error(`no jsapi payment: ${JSON.stringify(body)}`)
  const prepayId = payment.params.package.slice('prepay_id='.length)
  const { transactionId } = await shop.simulator.payer.pay(prepayId, { coupons: [couponId] })
  await shop.simulator.notifications.idle()

  expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
  expect(shop.orders.paidCalls).toHaveLength(1)
  expect(shop.orders.paidCalls[0]?.transaction).toMatchObject({
    total: 2800,
    payerTotal: 2500,
    promotions: [{ amount: 300 }],
  })
  expect(shop.alerts).toEqual([])
  expect((await customer.get(`/weixin/pay/${order.id}`)).body).toEqual({
    orderId: order.id,
    state: 'paid',
  })
})
