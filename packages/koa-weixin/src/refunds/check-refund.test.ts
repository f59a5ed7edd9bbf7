import { describe, expect, it } from 'vitest'
import { checkOutRefundNo, checkRefund } from './check-refund.ts'
import type { RefundRequest } from './refund-request.ts'

const refund: RefundRequest = {
  transactionId: '4200000000202611230000000001',
  total: 2800,
  amount: 1000,
  outRefundNo: 'back|1@a',
}
const check = (change: unknown) => () =>
  checkRefund(typeof change === 'object' ? { ...refund, ...change } : (change as RefundRequest))

describe('a refund that cannot be right is refund-invalid, with the field', () => {
  it.each<[string, unknown]>([
    ...[10.5, Number.NaN, 0, -1, '1000', 1000n, null, undefined, Number.POSITIVE_INFINITY].flatMap(
      (value): [string, object][] => [
        ['amount', { amount: value }],
        ['total', { total: value }],
      ],
    ),
    ['amount', { amount: 2801 }],
    ['transactionId', { transactionId: undefined }],
    ['transactionId', { transactionId: '' }],
    ['transactionId', { transactionId: 42 }],
    ['outRefundNo', { outRefundNo: undefined }],
    ['outRefundNo', { outRefundNo: '' }],
    ['outRefundNo', { outRefundNo: 'R/1' }],
    ['outRefundNo', { outRefundNo: '退款1' }],
    ['outRefundNo', { outRefundNo: 'R'.repeat(65) }],
    ['outRefundNo', { outRefundNo: 'R1\n' }],
    ['reason', { reason: '' }],
    ['reason', { reason: 'x'.repeat(81) }],
    ['reason', { reason: '退'.repeat(27) }],
    ['reason', { reason: 'a\u0007b' }],
    ['reason', { reason: 7 }],
    ['funds_account', { funds_account: 'AVAILABLE' }],
    ['fundsAccount', { fundsAccount: 'AVAILABLE' }],
    ['out_refund_no', { out_refund_no: 'R1' }],
    ['extras', { extras: null }],
    ['extras.notify_url', { extras: { notify_url: 'https://elsewhere.example' } }],
    ['extras.funds_account', { extras: { funds_account: 'available' } }],
    ['extras.from', { extras: { from: [] } }],
    ['extras.from', { extras: { from: [{ account: 'AVAILABLE', amount: 999 }] } }],
    [
      'extras.goods_detail[0].refund_amount',
      { extras: { goods_detail: [{ refund_amount: 1.5 }] } },
    ],
    ['extras.from[0]', { extras: { from: [null] } }],
    ['extras.from[0].amount', { extras: { from: [{ account: 'AVAILABLE', amount: '1000' }] } }],
    ['extras.goods_detail[0]', { extras: { goods_detail: ['longjing'] } }],
    ['extras.goods_detail', { extras: { goods_detail: 'longjing' } }],
    ['request', undefined],
    ['request', 'R1'],
  ])('%s', (field, change) => {
    const detail = expect.stringMatching(`^${field.replaceAll(/[[\]]/g, '\\$&')}: `)
    expect(check(change)).toThrow(expect.objectContaining({ code: 'refund-invalid', detail }))
  })

  it('says where a field of WeChat’s belongs', () => {
    expect(check({ funds_account: 'AVAILABLE' })).toThrow('extras.funds_account')
    expect(check({ amout: 1 })).toThrow('did you mean amount?')
  })

  it.each<[string, object]>([
    ['the whole', { amount: 2800 }],
    ['a reason of 80 bytes', { reason: `${'退'.repeat(26)}ab` }],
    ['no reason', { reason: undefined }],
    ['a number of 64 characters', { outRefundNo: 'R'.repeat(64) }],
    [
      'the fields of WeChat',
      { extras: { funds_account: 'AVAILABLE', from: [{ account: 'AVAILABLE', amount: 1000 }] } },
    ],
  ])('but %s is fine', (_, change) => {
    expect(check(change)).not.toThrow()
  })
})

it.each([undefined, null, '', ' ', 7, 7n, {}, [], ['R1'], '../R1', 'R1\u0000', '\ud800', '退款1'])(
  'a refund is not queried by %s',
  (outRefundNo) => {
    expect(() => checkOutRefundNo(outRefundNo)).toThrow(
      expect.objectContaining({
        code: 'refund-invalid',
        detail: expect.stringMatching('^outRefundNo: '),
      }),
    )
  },
)
