import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import vector from 'weixin-vectors/v3-bill.json' with { type: 'json' }
import { createRefundBook, type Refund } from '../../state/refunds.ts'
import { createState } from '../../state/state.ts'
import { processRandom } from '../../crypto/random.ts'
import { createOrderBook, type PaidOrder } from '../../state/orders.ts'
import type { Books } from './events.ts'
import { isMade, threeMonthsBefore } from './days.ts'
import { feeBack, feeOf } from './fees.ts'
import { tradeBill } from './trade-bill.ts'

const paidAt = Date.parse('2026-01-01T08:00:05+08:00')
const order: PaidOrder = {
  outTradeNo: 'T20260101000000000001',
  request: '',
  tradeType: 'JSAPI',
  total: 100,
  description: '测试商品-一件',
  attach: '订单附加数据',
  openid: 'oTestOnly0000000000000000001',
  notifyUrl: '',
  createdAt: paidAt,
  payBefore: paidAt,
  prepays: [],
  state: 'REFUND',
  transactionId: '4200000000202601010000000001',
  paidAt,
  bankType: 'OTHERS',
}
const refund: Refund = {
  outRefundNo: 'R20260101000000000001',
  refundId: '50300000002026010100000000001',
  outTradeNo: order.outTradeNo,
  transactionId: order.transactionId,
  status: 'SUCCESS',
  refund: 100,
  total: 100,
  reason: null,
  notifyUrl: null,
  createdAt: Date.parse('2026-01-01T08:04:00+08:00'),
  succeededAt: paidAt,
}

test('the published bill comes out byte for byte', async () => {
  const { account } = await createState(undefined, {
    name: undefined,
    keys: { weixin: undefined, merchant: undefined },
    now: 0,
    random: processRandom,
  })
  Object.assign(account.credentials, { appId: 'wx1234567890abcdef', mchId: '1900000001' })
  const books: Books = {
    account,
    orders: createOrderBook([order]),
    refunds: createRefundBook([refund]),
  }
  const file = tradeBill(books, '2026-01-01') ?? ''
  expect(file).toBe(vector.input.csv)
  expect(createHash('sha1').update(file).digest('hex')).toBe(vector.expected.hash_value)
  expect(tradeBill(books, '2026-01-02')).toBeNull()
})

test.each([
  ['2026-11-23', '2026-08-23'],
  ['2026-05-31', '2026-02-28'],
  ['2026-01-15', '2025-10-15'],
])('three months before %s is %s', (day, expected) => {
  expect(threeMonthsBefore(day)).toBe(expected)
})

test('a bill is made at 10:00 in China', () => {
  expect(isMade('2026-11-22', Date.parse('2026-11-23T09:59:59+08:00'))).toBe(false)
  expect(isMade('2026-11-22', Date.parse('2026-11-23T10:00:00+08:00'))).toBe(true)
})

test('all of a fee comes back in the end, whatever the parts', () => {
  expect([feeOf(2800), feeOf(100), feeOf(1), feeOf(83), feeOf(84)]).toEqual([17, 1, 0, 0, 1])
  const parts = [700, 1, 999, 1100]
  const before = (i: number): number => parts.slice(0, i).reduce((sum, one) => sum + one, 0)
  const back = parts.map((part, i) => feeBack(2800, before(i), part))
  expect(back.reduce((sum, one) => sum + one, 0)).toBe(17)
})
