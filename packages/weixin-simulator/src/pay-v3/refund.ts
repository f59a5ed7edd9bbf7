import { chinaTime } from '../clock.ts'
import { paymentAmounts, refundAmounts } from '../domain/amounts.ts'
import { createRefund, endRefund, findRefund, receivedIn } from '../domain/refund.ts'
import { refuseFor } from '../domain/refusal.ts'
import { textOf } from '../http/body.ts'
import type { UsedCoupon } from '../state/coupons.ts'
import type { Order } from '../state/orders.ts'
import type { Refund, RefundSource } from '../state/refunds.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { checkBody, requireFields, requireKnown } from './check-body.ts'
import * as errors from './errors.ts'
import { ABNORMAL_REFUND, REFUND } from './rules.ts'
import { openSensitiveFields } from './sensitive-fields.ts'

interface RefundBody {
  sub_mchid?: string
  transaction_id?: string
  out_trade_no?: string
  out_refund_no: string
  reason?: string
  notify_url?: string
  amount: { refund: number; total: number; from?: RefundSource[] }
}

/** What passes the table in `rules.ts` has this shape. */
function isRefund(body: Record<string, unknown>): body is Record<string, unknown> & RefundBody {
  return checkBody(REFUND, body) === null
}

function readRefund({ call, body }: PayCall): RefundBody {
  if (!isRefund(body)) {
    const violation = checkBody(REFUND, body)
    call.check('fields of the refund', false, violation?.message)
    throw violation ? errors.badField(violation, 'body') : errors.notJson()
  }
  call.check('fields of the refund', true)
  requireKnown(call, REFUND, body)
  const named = [body.transaction_id, body.out_trade_no].filter((one) => one !== undefined)
  call.require('one of transaction_id and out_trade_no', named.length === 1, errors.oneNumber)
  const { refund, from } = body.amount
  const isWhole = !from || from.reduce((sum, { amount }) => sum + amount, 0) === refund
  call.require('amount.from adds up', isWhole, errors.fromSum)
  return body
}

function shownAmounts(order: Order, refund: Refund): Record<string, unknown> {
  const payment = paymentAmounts(order)
  const back = refundAmounts(order, refund)
  return {
    total: refund.total,
    refund: refund.refund,
    ...(refund.from && { from: refund.from }),
    payer_total: payment.payer,
    payer_refund: back.payer,
    settlement_refund: back.settlement,
    settlement_total: payment.settlement,
    discount_refund: back.discount,
    currency: 'CNY',
  }
}

/** What of the coupons goes back. A refund names their types in words of its own. */
const promotions = (used: readonly UsedCoupon[], { coupons = [] }: Refund): unknown[] =>
  used.map(({ couponId, type, amount }, i) => ({
    promotion_id: couponId,
    scope: 'GLOBAL',
    type: type === 'CASH' ? 'COUPON' : 'DISCOUNT',
    amount,
    refund_amount: coupons[i] ?? 0,
  }))

/** A refund as WeChat shows it. */
function shown(context: Context, refund: Refund): Record<string, unknown> {
  const order = context.state.orders.byTransactionId(refund.transactionId)
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: order ? receivedIn(order) : '',
    ...(refund.succeededAt !== null && { success_time: chinaTime(refund.succeededAt) }),
    create_time: chinaTime(refund.createdAt),
    status: refund.status,
    funds_account: 'AVAILABLE',
    ...(order && { amount: shownAmounts(order, refund) }),
    // As captured from WeChat: an empty list without a coupon.
    promotion_detail: promotions(order?.coupons ?? [], refund),
  }
}

/** POST /v3/refund/domestic/refunds. The response of a new refund still says PROCESSING. */
export function refund(context: Context, pay: PayCall): PayReply {
  const body = readRefund(pay)
  const { transaction_id: transactionId, out_trade_no: outTradeNo = '' } = body
  const accepted = createRefund(context, pay.call, {
    order: transactionId === undefined ? { outTradeNo } : { transactionId },
    subMchId: body.sub_mchid,
    outRefundNo: body.out_refund_no,
    refund: body.amount.refund,
    total: body.amount.total,
    from: body.amount.from?.map(({ account, amount }) => ({ account, amount })) ?? null,
    reason: body.reason ?? null,
    notifyUrl: body.notify_url ?? null,
    form: 'json',
  })
  return { status: 200, body: shown(context, accepted) }
}

/**
 * POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund: a refund that the payer's bank would not take
 * goes another way, and succeeds.
 */
export function applyAbnormalRefund(context: Context, pay: PayCall): PayReply {
  const { call, param, body } = pay
  requireFields(call, ABNORMAL_REFUND, body)
  openSensitiveFields(context, pay, ['bank_account', 'real_name'])
  const outRefundNo = textOf(body['out_refund_no']) ?? ''
  const found = findRefund(context, call, outRefundNo, textOf(body['sub_mchid']))
  const isNamed = found.refundId === param('refund_id')
  call.require('refund_id of this out_refund_no', isNamed, refuseFor('refund-not-found'))
  call.require('status ABNORMAL', found.status === 'ABNORMAL', refuseFor('refund-not-abnormal'))
  const response = { status: 200, body: shown(context, { ...found, status: 'PROCESSING' }) }
  endRefund(context, found, 'SUCCESS', { form: 'json', source: 'API' })
  return response
}

/** GET /v3/refund/domestic/refunds/{out_refund_no} */
export function queryRefund(context: Context, { call, param, query }: PayCall): PayReply {
  const subMchId = query.get('sub_mchid') ?? undefined
  const found = findRefund(context, call, param('out_refund_no'), subMchId)
  return { status: 200, body: shown(context, found) }
}
