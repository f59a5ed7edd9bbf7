import { describe, expect, it } from 'vitest'
import type { Order } from '../orders.ts'
import { checkPayable } from './check-order.ts'

const order: Order = {
  id: 'TEA1',
  createdAt: new Date('2026-11-25T01:00:00Z'),
  total: 2800,
  description: '茶',
  transactionId: null,
}
const itself: { itself?: object } = {}
itself.itself = itself
const check = (change: object) => () => checkPayable({ ...order, ...change })

describe('what WeChat could not order is order-invalid, with the field', () => {
  it.each<[string, object]>([
    ...['', '  ', '🍵', '🍵🍵 ', '\u200b🏠', '\n', '\u3000'].map(
      (description): [string, object] => ['description', { description }],
    ),
    ['description', { description: undefined }],
    ['description', { description: 28 }],
    ['extras', { extras: 'goods_tag' }],
    ['extras', { extras: [] }],
    ['extras.amount', { extras: { amount: { total: 1 } } }],
    ['extras.attach', { extras: { attach: 'x' } }],
    ['extras.payer', { extras: { payer: { openid: 'o' } } }],
    ['extras.detail.cost_price', { extras: { detail: { cost_price: 10.5 } } }],
    ['extras.detail.cost_price', { extras: { detail: { cost_price: Number.NaN } } }],
    [
      'extras.detail.goods_detail\\[0\\].quantity',
      { extras: { detail: { goods_detail: [{ merchant_goods_id: '1', quantity: 1n }] } } },
    ],
    ['extras.settle_info.subsidy_amount', { extras: { settle_info: { subsidy_amount: -1 } } }],
    ['extras.time', { extras: { time: new Date() } }],
    ['extras.goods_tag', { extras: { goods_tag: '🍵' } }],
    ['extras.goods_tag', { extras: { goods_tag: 5 } }],
    ['extras.goods_tag', { extras: { goods_tag: {} } }],
    ['extras.support_fapiao', { extras: { support_fapiao: 'yes' } }],
    ['extras.detail', { extras: { detail: 'x' } }],
    ['extras.detail', { extras: { detail: [] } }],
    ['extras.detail.goods_detail', { extras: { detail: { goods_detail: {} } } }],
    ['extras.detail.goods_detail\\[1\\]', { extras: { detail: { goods_detail: [{}, null] } } }],
    ['extras.detail.goods_detail\\[0\\]', { extras: { detail: { goods_detail: ['x'] } } }],
    ['extras.scene_info.store_info.id', { extras: { scene_info: { store_info: { id: 1 } } } }],
    ['extras.settle_info', { extras: { settle_info: 5 } }],
    ['extras.settle_info.profit_sharing', { extras: { settle_info: { profit_sharing: 'Y' } } }],
    ['extras.limit_pay', { extras: { limit_pay: 'no_credit' } }],
    ['extras.others', { extras: { others: new Map([['a', 1]]) } }],
    ['extras(\\.itself)+', { extras: itself }],
  ])('%s', (field, change) => {
    expect(check(change)).toThrow(
      expect.objectContaining({
        code: 'order-invalid',
        detail: expect.stringMatching(`^${field}: `),
      }),
    )
  })

  it.each<[string, object]>([
    ['a description with emoji', { description: '龙井🍵' }],
    ['a long description', { description: '茶'.repeat(200) }],
    ['no extras', { extras: null }],
    ['extras', { extras: { goods_tag: 'WX', settle_info: { profit_sharing: true } } }],
    ['a field that is left out', { extras: { goods_tag: undefined } }],
    ['a field that a database gives as null', { extras: { detail: null, scene_info: null } }],
  ])('but %s is fine', (_, change) => {
    expect(check(change)).not.toThrow()
  })
})
