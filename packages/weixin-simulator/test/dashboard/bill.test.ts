import { expect, test } from 'vitest'
import { billOf } from '../../dashboard/src/timeline/bill.ts'
import { listItems, type CallItem } from '../../dashboard/src/timeline/items.ts'
import type { LogEntry, SimulatedOrder } from '../../src/index.ts'

const order = {
  outTradeNo: 'TEA1',
  transactionId: '42001',
  total: 2800,
  payerTotal: 2300,
} as SimulatedOrder

function bill(call: string, request: LogEntry['request'], orders: readonly SimulatedOrder[]) {
  const entry: LogEntry = {
    id: 1,
    at: '2026-01-01T08:00:00+08:00',
    kind: 'app',
    call,
    outTradeNo: 'TEA1',
    milliseconds: 1,
    request,
    checks: [],
    response: { status: 200 },
    reason: null,
  }
  const filter = { order: '', outcome: 'all', text: '' } as const
  const items = listItems([entry], orders, { filter, collapsed: new Set() })
  return billOf(
    items.find((item): item is CallItem => item.kind === 'call')!,
    orders,
  )
}
const NOTIFICATION = 'notification POST http://localhost/notify'

test('a payment, its notification and its query have a bill with the coupon', () => {
  const expected = { total: 2800, coupon: 500, paid: 2300 }
  expect(bill('POST /simulator/phone/payments/wx1', {}, [order])).toEqual(expected)
  expect(bill(NOTIFICATION, { about: '42001' }, [order])).toEqual(expected)
  expect(bill('GET /v3/pay/transactions/out-trade-no/TEA1', {}, [order])).toEqual(expected)
})

test('an order that is not paid, a refund and an order call have none', () => {
  expect(bill(NOTIFICATION, { about: '42001' }, [{ ...order, payerTotal: null }])).toBeNull()
  expect(bill(NOTIFICATION, { about: '50001' }, [order])).toBeNull()
  expect(bill('POST /v3/pay/transactions/jsapi', {}, [order])).toBeNull()
})
