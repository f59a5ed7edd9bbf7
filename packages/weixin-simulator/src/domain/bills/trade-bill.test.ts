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
import { fundFlowBill } from './fund-flow-bill.ts'
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

async function booksOf(paid: PaidOrder, back: Refund): Promise<Books> {
  const { account } = await createState(undefined, {
    name: undefined,
    keys: { weixin: undefined, merchant: undefined },
    now: 0,
    random: processRandom,
  })
  Object.assign(account.credentials, { appId: 'wx1234567890abcdef', mchId: '1900000001' })
  return { account, orders: createOrderBook([paid]), refunds: createRefundBook([back]) }
}

test('the published bill comes out byte for byte', async () => {
  const books = await booksOf(order, refund)
  const file = tradeBill(books, { date: '2026-01-01', type: 'ALL' }) ?? ''
  expect(file).toBe(vector.input.csv)
  expect(createHash('sha1').update(file).digest('hex')).toBe(vector.expected.hash_value)
  expect(tradeBill(books, { date: '2026-01-02', type: 'ALL' })).toBeNull()
})

const SUCCESS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注'
const REFUND =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'

test.each([
  ['SUCCESS', SUCCESS],
  ['REFUND', REFUND],
] as const)('the columns of a bill of type %s are the published ones', async (type, headings) => {
  const file = tradeBill(await booksOf(order, refund), { date: '2026-01-01', type }) ?? ''
  expect(file.split('\r\n')[0]).toBe(`\uFEFF${headings}`)
})

test('a refund that ends after its bill was made stays PROCESSING there', async () => {
  const row = async (succeededAt: number | null): Promise<string> => {
    const books = await booksOf(order, { ...refund, succeededAt })
    return (tradeBill(books, { date: '2026-01-01', type: 'REFUND' }) ?? '').split('\r\n')[1] ?? ''
  }
  const made = Date.parse('2026-01-02T10:00:00+08:00')
  expect(await row(made - 1000)).toMatch(/`2026-01-01 08:04:00,`2026-01-02 09:59:59,.*`SUCCESS,/)
  expect(await row(made)).toMatch(/`2026-01-01 08:04:00,`,.*`PROCESSING,/)
  expect(await row(null)).toBe(await row(made))
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

/** The values of a row, without the backquotes. */
const valuesOf = (line = ''): string[] => line.split(',').map((value) => value.slice(1))

test('coupons: what is settled, what the coupons paid, and the fee of what is settled', async () => {
  const coupon = { stockId: '1', name: '券', amount: 2000 }
  const paid: PaidOrder = {
    ...order,
    total: 10_000,
    coupons: [
      { ...coupon, couponId: '1', type: 'CASH' },
      { ...coupon, couponId: '2', type: 'NOCASH' },
    ],
  }
  const books = await booksOf(paid, {
    ...refund,
    total: 10_000,
    refund: 5000,
    coupons: [1000, 1000],
  })
  const lines = (tradeBill(books, { date: '2026-01-01', type: 'ALL' }) ?? '')
    .replace('\uFEFF', '')
    .split('\r\n')
  const headings = lines[0]?.split(',') ?? []
  const column = (line: number, name: string): string =>
    valuesOf(lines[line])[headings.indexOf(name)] ?? ''
  const shown = [
    '应结订单金额',
    '代金券金额',
    '退款金额',
    '充值券退款金额',
    '手续费',
    '订单金额',
    '申请退款金额',
  ]
  const row = (line: number): string[] => shown.map((name) => column(line, name))
  expect(row(1)).toEqual(['80.00', '20.00', '0.00', '0.00', '0.48000', '100.00', '0.00'])
  expect(row(2)).toEqual(['0.00', '0.00', '40.00', '10.00', '-0.24000', '0.00', '50.00'])
  expect(valuesOf(lines[4])).toEqual(['2', '80.00', '40.00', '10.00', '0.24000', '100.00', '50.00'])
  // The merchant's account: 80 come in, the fee of 0.48 goes out, 40 less half of the fee go back.
  const flow = (fundFlowBill(books, '2026-01-01') ?? '').split('\r\n').slice(1, 4)
  expect(flow.map((line) => valuesOf(line)[6])).toEqual(['80.00', '0.48', '39.76'])
})
