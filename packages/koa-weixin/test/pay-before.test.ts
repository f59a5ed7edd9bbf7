import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { openShop, type ShopOptions } from './shop.ts'

describe.each<{ api: 'v3' | 'v2'; merchant: NonNullable<ShopOptions['merchant']> }>([
  { api: 'v3', merchant: {} },
  { api: 'v2', merchant: { api: 'v2' } },
])('payBefore with API $api', ({ merchant }) => {
  it('starts no payment in the last minute, and one before', async () => {
    const shop = await openShop({ merchant })
    const customer = await shop.customer()
    const payIn = async (ms: number): Promise<Payment> => {
      const payBefore = new Date(Date.now() + ms)
      const { id } = shop.orders.add({ openid: customer.openid, payBefore })
      return (await customer.post(`/weixin/pay/${id}`)).body as Payment
    }
    expect(await payIn(30_000)).toEqual({ settled: 'closed' })
    expect(await payIn(59_000)).toEqual({ settled: 'closed' })
    expect(shop.simulator.orders()).toEqual([])
    expect(await payIn(90_000)).toMatchObject({ tradeType: 'jsapi' })
    expect(shop.simulator.orders()).toHaveLength(1)
  })
})
