import { refundAmounts } from '../domain/amounts.ts'
import { DomainRefusal } from '../domain/refusal.ts'
import { createRefund, receivedIn } from '../domain/refund.ts'
import type { Order } from '../state/orders.ts'
import type { Refund, RefundStatus } from '../state/refunds.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import { couponRefundFields, orderFees, settlementRefund } from './coupons.ts'
import * as errors from './errors.ts'
import { orderNameIn } from './query.ts'
import { spacedTime } from './time.ts'

/** POST /secapi/pay/refund */
export function refund(context: Context, request: V2Call): V2Reply {
  const { call, fields, partner } = request
  const accepted = createRefund(context, call, {
    order: orderNameIn(request),
    subMchId: partner?.subMchId,
    outRefundNo: fields['out_refund_no'] ?? '',
    refund: Number(fields['refund_fee']),
    total: Number(fields['total_fee']),
    from: null,
    reason: fields['refund_desc'] || null,
    notifyUrl: fields['notify_url'] || null,
    form: 'xml',
  })
  const order = orderOf(context, accepted)
  return {
    transaction_id: accepted.transactionId,
    out_trade_no: accepted.outTradeNo,
    out_refund_no: accepted.outRefundNo,
    refund_id: accepted.refundId,
    refund_channel: '',
    refund_fee: String(accepted.refund),
    ...settlementRefund(order, accepted),
    ...orderFees(order),
    cash_refund_fee: String(refundAmounts(order, accepted).payer),
    // As captured from WeChat: both are 0 without a coupon.
    coupon_refund_fee: '0',
    coupon_refund_count: '0',
    ...couponRefundFields(order, accepted),
  }
}

/** A refund is of an order that there is. */
function orderOf({ state }: Context, { outTradeNo }: Refund): Order {
  const order = state.orders.byOutTradeNo(outTradeNo)
  if (!order) throw new Error(`There is no order ${outTradeNo}`)
  return order
}

const MOST = 10

/** By refund_id, else out_refund_no, else transaction_id, else out_trade_no. */
function refundsNamedIn(
  { state: { refunds } }: Context,
  { call, fields }: V2Call,
): readonly Refund[] {
  const { refund_id, out_refund_no, transaction_id, out_trade_no } = fields
  const one = (refund: Refund | undefined): readonly Refund[] => (refund ? [refund] : [])
  if (refund_id) return one(refunds.byRefundId(refund_id))
  if (out_refund_no) return one(refunds.byOutRefundNo(out_refund_no))
  if (transaction_id) return refunds.byTransactionId(transaction_id)
  const isNamed = Boolean(out_trade_no)
  call.require('a number to ask by', isNamed, () => errors.lacking('out_refund_no'))
  return refunds.byOutTradeNo(out_trade_no ?? '')
}

/** POST /pay/refundquery */
export function queryRefund(context: Context, request: V2Call): V2Reply {
  const { call, fields, partner } = request
  const { orders } = context.state
  const all = refundsNamedIn(context, request).filter(
    ({ outTradeNo }) => orders.byOutTradeNo(outTradeNo)?.partner?.subMchId === partner?.subMchId,
  )
  const [first] = all
  call.check('refund exists', first !== undefined)
  if (!first) throw new DomainRefusal('refund-not-found')
  call.outTradeNo = first.outTradeNo
  const offset = Number(fields['offset'] || 0)
  const shown = all.slice(offset, offset + MOST)
  call.require('offset within', shown.length > 0, () =>
    errors.wrongParam('offset', { en: 'less than the number of refunds', zh: '小于退款笔数' }),
  )
  return {
    transaction_id: first.transactionId,
    out_trade_no: first.outTradeNo,
    ...orderFees(orderOf(context, first)),
    refund_fee: String(shown.reduce((sum, { refund }) => sum + refund, 0)),
    ...(fields['offset'] && { total_refund_count: String(all.length) }),
    refund_count: String(shown.length),
    ...Object.assign({}, ...shown.map((refund, n) => numbered(context, refund, n))),
  }
}

/** refund_status, as API v2 spells it. */
export const V2_REFUND_STATUS: Record<RefundStatus, string> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  CLOSED: 'REFUNDCLOSE',
  ABNORMAL: 'CHANGE',
}

function numbered(context: Context, refund: Refund, n: number): V2Reply {
  const order = orderOf(context, refund)
  const { settlement_refund_fee: settlement } = settlementRefund(order, refund)
  return {
    [`out_refund_no_${n}`]: refund.outRefundNo,
    [`refund_id_${n}`]: refund.refundId,
    [`refund_channel_${n}`]: 'ORIGINAL',
    [`refund_fee_${n}`]: String(refund.refund),
    ...(settlement !== undefined && { [`settlement_refund_fee_${n}`]: settlement }),
    ...couponRefundFields(order, refund, `_${n}`),
    [`refund_status_${n}`]: V2_REFUND_STATUS[refund.status],
    [`refund_account_${n}`]: 'REFUND_SOURCE_RECHARGE_FUNDS',
    [`refund_recv_accout_${n}`]: receivedIn(order),
    ...(refund.succeededAt !== null && {
      [`refund_success_time_${n}`]: spacedTime(refund.succeededAt),
    }),
  }
}
