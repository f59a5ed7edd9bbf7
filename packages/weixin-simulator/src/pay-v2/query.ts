import { paymentAmounts } from '../domain/amounts.ts'
import { TRADE_STATES } from '../domain/trade-states.ts'
import { findOrder, type OrderName } from '../domain/find-order.ts'
import { isPaid, orderState, type PaidOrder } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import { couponFields } from './coupons.ts'
import * as errors from './errors.ts'
import { partnerIds, payerIds } from './parties.ts'
import { shortTime } from './time.ts'
import type { Fields } from './xml.ts'

/** What a payment is, in a query's response and in its notification. */
export function payment(order: PaidOrder): Fields {
  return {
    ...partnerIds(order.partner),
    ...payerIds(order),
    trade_type: order.tradeType,
    bank_type: order.bankType ?? 'OTHERS',
    total_fee: String(order.total),
    fee_type: 'CNY',
    cash_fee: String(paymentAmounts(order).payer),
    ...couponFields(order),
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    attach: order.attach ?? '',
    time_end: shortTime(order.paidAt),
  }
}

/** How a request names its order: transaction_id wins over out_trade_no. */
export function orderNameIn({ call, fields }: V2Call): OrderName {
  const { transaction_id: transactionId = '', out_trade_no: outTradeNo = '' } = fields
  const isNamed = transactionId !== '' || outTradeNo !== ''
  call.require('transaction_id or out_trade_no', isNamed, () => errors.lacking('out_trade_no'))
  return transactionId === '' ? { outTradeNo } : { transactionId }
}

/** POST /pay/orderquery */
export function query(context: Context, request: V2Call): V2Reply {
  const { call, partner } = request
  const order = findOrder(context, call, orderNameIn(request), partner?.subMchId)
  const state = orderState(order, context.clock.now())
  const always = { trade_state: state, trade_state_desc: TRADE_STATES[state] }
  // As captured from WeChat: an unpaid order has an empty device_info, a paid one cash_fee_type.
  if (isPaid(order)) return { ...always, ...payment(order), cash_fee_type: 'CNY' }
  const { outTradeNo, total } = order
  return { ...always, out_trade_no: outTradeNo, total_fee: String(total), device_info: '' }
}
