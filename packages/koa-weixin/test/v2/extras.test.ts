import { describe, expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import type { OrderExtras } from '../../src/index.ts'
import { openShop } from '../shop.ts'
import { codeOf } from '../trade-types.ts'
import { ordered } from './calls.ts'

const EXTRAS: OrderExtras = {
  goods_tag: 'WXG',
  support_fapiao: true,
  detail: {
    cost_price: 3200,
    invoice_id: 'i-7',
    goods_detail: [
      {
        merchant_goods_id: 'longjing',
        wechatpay_goods_id: 'w1',
        goods_name: '明前龙井',
        quantity: 1,
        unit_price: 2800,
      },
    ],
  },
  scene_info: { payer_client_ip: '203.0.113.7', store_info: { id: 's1', name: '山前茶铺' } },
  settle_info: { profit_sharing: true },
  limit_pay: ['no_credit'],
}

async function order(extras: OrderExtras, tradeType: TradeType = 'jsapi') {
  const shop = await openShop({ merchant: { api: 'v2' }, weixin: { tradeTypes: [tradeType] } })
  const customer = await shop.customer()
  const { id } = shop.orders.add({ openid: customer.openid, extras })
  const answer = await customer.post(`/weixin/pay/${id}?tradeType=${tradeType}`)
  return { shop, customer, id, answer }
}

describe('further fields of a v2 order', () => {
  it('arrive at WeChat by their names in v2', async () => {
    const { shop, answer } = await order(EXTRAS)
    expect(answer.status).toBe(200)
    const [requests] = ordered(shop)
    expect(requests).toMatchObject({
      goods_tag: 'WXG',
      receipt: 'Y',
      profit_sharing: 'Y',
      limit_pay: 'no_credit',
    })
    expect(JSON.parse(String(requests?.['detail']))).toEqual({
      cost_price: 3200,
      receipt_id: 'i-7',
      goods_detail: [
        {
          goods_id: 'longjing',
          wxpay_goods_id: 'w1',
          goods_name: '明前龙井',
          quantity: 1,
          price: 2800,
        },
      ],
    })
    expect(JSON.parse(String(requests?.['scene_info']))).toEqual({
      store_info: { id: 's1', name: '山前茶铺' },
    })
  })

  it('that a database gives as null are left out', async () => {
    const nothing = null as unknown as undefined
    const { shop, answer } = await order({
      goods_tag: nothing,
      detail: nothing,
      scene_info: { payer_client_ip: '203.0.113.7', store_info: nothing },
      settle_info: nothing,
      limit_pay: nothing,
    } as unknown as OrderExtras)
    expect(answer.status).toBe(200)
    const names = Object.keys(ordered(shop)[0] ?? {})
    expect(names.filter((name) => Object.keys(EXTRAS).includes(name))).toEqual([])
    const within = await order({
      detail: { goods_detail: [{ quantity: 1, wechatpay_goods_id: null }], invoice_id: null },
      scene_info: { store_info: { id: 's1', area_code: null } },
    } as unknown as OrderExtras)
    expect(ordered(within.shop)[0]).toMatchObject({
      detail: '{"goods_detail":[{"quantity":1}]}',
      scene_info: '{"store_info":{"id":"s1"}}',
    })
  })

  it('repeated are the same attempt, changed they are another', async () => {
    const { shop, customer, id } = await order(EXTRAS)
    await customer.post(`/weixin/pay/${id}`)
    expect(ordered(shop)).toHaveLength(1)
    await shop.simulator.advance(300)
    shop.orders.row(id).extras = { ...EXTRAS, goods_tag: 'SPRING' }
    expect((await customer.post(`/weixin/pay/${id}`)).status).toBe(200)
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
  })

  it('h5 takes the payer’s address from them', async () => {
    const { shop, answer } = await order({ scene_info: { payer_client_ip: '203.0.113.7' } }, 'h5')
    expect(answer.status).toBe(200)
    expect(ordered(shop)).toMatchObject([{ spbill_create_ip: '203.0.113.7' }])
  })

  const ip = '203.0.113.7'
  const goods = { merchant_goods_id: 'g', quantity: 1, unit_price: 1, colour: 'green' }
  it.each<[string, OrderExtras, TradeType?]>([
    ['limit_pay', { limit_pay: ['no_balance'] }],
    ['limit_pay', { limit_pay: ['no_credit', 'no_debit'] }],
    ['limit_pay', { limit_pay: [] }],
    ['settle_info.subsidy_amount', { settle_info: { subsidy_amount: 1 } }],
    ['scene_info.device_id', { scene_info: { payer_client_ip: ip, device_id: 'till-2' } }],
    ['scene_info.h5_info', { scene_info: { payer_client_ip: ip, h5_info: { type: 'Wap' } } }, 'h5'],
    [
      'scene_info.store_info',
      { scene_info: { payer_client_ip: ip, store_info: { id: 's' } } },
      'h5',
    ],
    [
      'scene_info',
      { scene_info: { payer_client_ip: ip, store_info: { id: 's', address: '山'.repeat(90) } } },
    ],
    ['detail', { detail: { invoice_id: 'x'.repeat(6000) } }],
    ['detail.goods_detail.colour', { detail: { goods_detail: [goods] } }],
    ['total_fee', { total_fee: '1' } as OrderExtras],
    ['sign', { sign: 'x' } as OrderExtras],
  ])('may not hold %s: %o', async (name, extras, tradeType) => {
    const { shop, answer } = await order(extras, tradeType)
    expect([answer.status, codeOf(answer)]).toEqual([500, 'order-invalid'])
    expect(shop.logged.join('\n')).toContain(`extras.${name}: `)
    expect(shop.simulator.orders()).toEqual([])
  })
})
