import { describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import type { OrderExtras } from '../src/index.ts'
import { openShop, type Shop } from './shop.ts'

const EXTRAS: OrderExtras = {
  goods_tag: 'WXG',
  support_fapiao: true,
  detail: {
    cost_price: 3200,
    invoice_id: 'i-7',
    goods_detail: [
      { merchant_goods_id: 'longjing', goods_name: '明前龙井', quantity: 1, unit_price: 2800 },
    ],
  },
  scene_info: { payer_client_ip: '203.0.113.7', device_id: 'till-2', store_info: { id: 's1' } },
  settle_info: { profit_sharing: true },
  limit_pay: ['no_credit'],
}

const ordered = ({ simulator }: Shop): Record<string, unknown>[] =>
  simulator
    .log()
    .filter(({ call }) => /\/transactions\/\w+$/.test(call))
    .map(({ request }) => request['body'] as Record<string, unknown>)

describe('further fields of an order', () => {
  it('arrive at WeChat as they are', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid, extras: EXTRAS })
    expect((await customer.post(`/weixin/pay/${order.id}`)).status).toBe(200)
    expect(ordered(shop)).toMatchObject([{ ...EXTRAS, attach: order.id }])
  })

  it('go with h5’s own: the app’s scene goes before', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ['h5'] } })
    const order = shop.orders.add({
      openid: null,
      extras: { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'iOS' } } },
    })
    expect((await shop.client().post(`/weixin/pay/${order.id}?tradeType=h5`)).status).toBe(200)
    expect(ordered(shop)).toMatchObject([
      { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'iOS' } } },
    ])
  })

  it('that a database gives as null are left out, however deep', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ['jsapi', 'h5'] } })
    const customer = await shop.customer()
    const extras = {
      goods_tag: null,
      detail: { invoice_id: null, goods_detail: [{ quantity: 1, wechatpay_goods_id: null }] },
      scene_info: { payer_client_ip: null, store_info: { id: 's1', area_code: null } },
      settle_info: null,
    } as unknown as OrderExtras
    const order = shop.orders.add({ openid: customer.openid, extras })
    for (const tradeType of ['jsapi', 'h5'])
      await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    const [jsapi, ...h5] = ordered(shop)
    expect(jsapi).toMatchObject({ detail: { goods_detail: [{ quantity: 1 }] } })
    expect(JSON.stringify(ordered(shop))).not.toContain('null')
    expect(jsapi).not.toHaveProperty('settle_info')
    expect(h5.at(-1)).toMatchObject({
      scene_info: { payer_client_ip: expect.any(String), store_info: { id: 's1' } },
    })
  })

  it('changed, they close the number and open the next', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid, extras: EXTRAS })
    await customer.post(`/weixin/pay/${order.id}`)
    await customer.post(`/weixin/pay/${order.id}`)
    shop.orders.row(order.id).extras = { ...EXTRAS, goods_tag: 'SPRING' }
    expect((await customer.post(`/weixin/pay/${order.id}`)).status).toBe(200)
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
  })

  it.each([
    ['attach', 'another order'],
    ['amount', { total: 1 }],
    ['out_trade_no', 'ANOTHER-1'],
    ['notify_url', 'https://elsewhere.example.com/notify'],
    ['payer', { openid: 'somebody' }],
    ['mchid', '1900000009'],
    ['sub_mchid', '1900000009'],
  ])('may not hold %s, which is ours', async (name, value) => {
    const shop = await openShop()
    const customer = await shop.customer()
    const extras = { ...EXTRAS, [name]: value }
    const order = shop.orders.add({ openid: customer.openid, extras })
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      500,
      'order-invalid',
    ])
    expect(shop.logged.join('\n')).toContain(`extras.${name}`)
    expect(shop.simulator.orders()).toEqual([])
  })
})
