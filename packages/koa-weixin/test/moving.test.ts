import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { reconcile } from '../src/index.ts'
import { openShop, type ShopOptions } from './shop.ts'
import { teaOrders } from './tea-orders.ts'

describe.each<{ api: 'v3' | 'v2'; merchant: NonNullable<ShopOptions['merchant']> }>([
  { api: 'v3', merchant: {} },
  { api: 'v2', merchant: { api: 'v2' } },
])('a shop that moves to another origin, port and base, with API $api', ({ merchant }) => {
  it('settles the payments that were under way', async () => {
    const orders = teaOrders()
    const before = await openShop({ merchant, orders })
    const { simulator } = before
    const customer = await before.customer()
    const [paid, open] = [1, 2].map(() => orders.add({ openid: customer.openid }))
    const prepayIds: string[] = []
    for (const order of [paid, open]) {
      const payment = (await customer.post(`/weixin/pay/${order?.id}`)).body as Payment
      if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
      prepayIds.push(payment.params.package.slice('prepay_id='.length))
    }
    await before.close()
    // Its notification goes to the old address, where nobody listens any more.
    await simulator.pay(prepayIds[0] ?? '')

    let later = 0
    const now = (): number => Date.now() + later
    const weixin = { base: '/shop/weixin', now }
    const after = await openShop({ merchant, orders, simulator, weixin })
    expect(after.url).not.toBe(before.url)
    const summary = await reconcile(after.weixin, {
      pending: [paid?.id ?? '', open?.id ?? ''],
      closeAfter: 365 * 24 * 60 * 60 * 1000,
    })
    expect(summary).toMatchObject({ paid: 1, unpaid: 1, closed: 0, unknown: 0, failed: 0 })
    expect(orders.paidCalls.map(({ orderId }) => orderId)).toEqual([paid?.id])

    // The other attempt is still the one that the payer sees.
    await simulator.pay(prepayIds[1] ?? '')
    // An order is queried every 2 s at most.
    later = 2_001
    expect(await after.weixin.orders.status(open?.id ?? '')).toMatchObject({ state: 'paid' })
    expect(simulator.orders()).toHaveLength(2)
  })
})
