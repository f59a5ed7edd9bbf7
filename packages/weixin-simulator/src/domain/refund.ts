import type { Call } from '../http/call.ts'
import { isPaid, type PaidOrder } from '../state/orders.ts'
import { newRefundId, refundedSum, type Refund, type RefundSource } from '../state/refunds.ts'
import { findUser } from '../state/users.ts'
import { couponRefunds, refundAmounts } from './amounts.ts'
import type { DomainContext, RefundEnd } from './context.ts'
import { lookUp, type OrderName } from './find-order.ts'
import { checkOwner } from './parties.ts'
import { DomainRefusal, refuseFor } from './refusal.ts'

/** What a merchant asks for, whatever the dialect. */
export interface RefundRequest {
  order: OrderName
  subMchId: string | undefined
  outRefundNo: string
  /** What goes back, in fen. */
  refund: number
  /** The order's amount, in fen. */
  total: number
  /** The accounts that pay it; null: the request names none. */
  from: readonly RefundSource[] | null
  reason: string | null
  notifyUrl: string | null
  /** The dialect of the request, in which a notification is sent. */
  form: 'json' | 'xml'
}

/** Between two partial refunds of one order, in milliseconds. */
const PAUSE = 60_000
const YEAR = 365 * 86_400_000

function paidOrder(context: DomainContext, call: Call, request: RefundRequest): PaidOrder {
  const order = lookUp(context, call, request.order)
  const isRefundable = order !== undefined && isPaid(order)
  call.check('order exists and is paid', isRefundable)
  if (!isRefundable) throw new DomainRefusal('refund-order-not-paid')
  checkOwner(call, order, request.subMchId)
  return order
}

/** Refunds a part of a payment. The same number with the same amounts is the same refund. */
export function createRefund(context: DomainContext, call: Call, request: RefundRequest): Refund {
  const { state, clock, random } = context
  const order = paidOrder(context, call, request)
  const { outRefundNo, refund, total } = request
  const known = state.refunds.byOutRefundNo(outRefundNo)
  if (known) {
    const isSame =
      known.transactionId === order.transactionId &&
      known.refund === refund &&
      known.total === total
    call.require('same amounts as at first', isSame, refuseFor('refund-other-amounts'))
    return known
  }
  const before = state.refunds.byTransactionId(order.transactionId)
  const left = order.total - refundedSum(before)
  const now = clock.now()
  call.require('total is the order’s', total === order.total, refuseFor('refund-other-total'))
  call.require('not refunded in full', left > 0, refuseFor('refund-nothing-left'))
  call.require('at most what is left', refund <= left, refuseFor('refund-too-much'))
  call.require('at most 50 refunds', before.length < 50, refuseFor('refund-too-many'))
  call.require('paid within 365 days', now - order.paidAt < YEAR, refuseFor('refund-too-old'))
  const last = before.at(-1)
  const isRested = last === undefined || now - last.createdAt >= PAUSE
  call.require('a minute after the last refund', isRested, refuseFor('refund-too-soon'))
  const accepted = newRefund(order, before, {
    outRefundNo,
    refundId: newRefundId(random),
    refund,
    ...(request.from && { from: [...request.from] }),
    reason: request.reason,
    ...addressOf(request, state.merchant.refundNotifyUrl),
    createdAt: now,
  })
  const { merchant } = state
  const { settlement } = refundAmounts(order, accepted)
  const isCovered = merchant.balance === null || merchant.balance >= settlement
  call.require('merchant’s balance', isCovered, refuseFor('merchant-balance'))
  if (merchant.balance !== null) merchant.balance -= settlement
  order.state = 'REFUND'
  state.refunds.add(accepted)
  state.orders.changed(order)
  // The response still says PROCESSING, even when the money is back as soon as it is written.
  const response = { ...accepted }
  const { refundEnd } = context.overrides
  if (refundEnd !== 'PROCESSING') {
    endRefund(context, accepted, refundEnd, { form: request.form, source: 'API' })
  }
  return response
}

/** Without an address in the request, the one that is set on the merchant platform counts. */
const addressOf = (
  { notifyUrl }: RefundRequest,
  platform: string | null | undefined,
): Pick<Refund, 'notifyUrl' | 'isPlatformAddress'> =>
  notifyUrl === null && platform ? { notifyUrl: platform, isPlatformAddress: true } : { notifyUrl }

/** A refund of this order after those that there were `before`, its shares of the order's coupons worked out. */
function newRefund(
  order: PaidOrder,
  before: readonly Refund[],
  request: Pick<
    Refund,
    | 'outRefundNo'
    | 'refundId'
    | 'refund'
    | 'from'
    | 'reason'
    | 'notifyUrl'
    | 'isPlatformAddress'
    | 'createdAt'
  >,
): Refund {
  const { outTradeNo, transactionId, total } = order
  return {
    outTradeNo,
    transactionId,
    status: 'PROCESSING',
    total,
    ...(order.coupons && { coupons: couponRefunds(order, before, request.refund) }),
    succeededAt: null,
    ...request,
  }
}

/** Ends a refund, and tells the merchant where an address is given. */
export function endRefund(
  context: DomainContext,
  refund: Refund,
  end: RefundEnd,
  { form, source }: { form: 'json' | 'xml'; source: 'API' | 'VENDOR_PLATFORM' },
): void {
  const { state, clock } = context
  const order = state.orders.byTransactionId(refund.transactionId)
  if (!order || !isPaid(order)) return
  refund.status = end
  const { payer: payerRefund, settlement } = refundAmounts(order, refund)
  if (end === 'SUCCESS') {
    refund.succeededAt = clock.now()
    const payer = findUser(state.users, order.openid ?? undefined)
    if (payer && order.bankType === 'OTHERS') payer.balance += payerRefund
  } else if (end === 'CLOSED' && state.merchant.balance !== null) {
    state.merchant.balance += settlement
  }
  state.refunds.changed(refund)
  const { notifyUrl: url, isPlatformAddress } = refund
  if (url === null) return
  const dialect = isPlatformAddress ? 'xml' : form
  context.announce({ type: 'refunded', order, refund, url, source, form: dialect })
}

/** The refund with this number; refuses when there is none, or when it is another merchant's. */
export function findRefund(
  context: DomainContext,
  call: Call,
  outRefundNo: string,
  subMchId: string | undefined,
): Refund {
  const refund = context.state.refunds.byOutRefundNo(outRefundNo)
  call.check('refund exists', refund !== undefined)
  if (!refund) throw new DomainRefusal('refund-not-found')
  const order = lookUp(context, call, { outTradeNo: refund.outTradeNo })
  if (order) checkOwner(call, order, subMchId)
  return refund
}

/**
 * A person refunds all that is left on the merchant platform. It is reported as XML of API v2 at the address that is set
 * there, whichever API the order was made with. Throws when nothing is left.
 */
export function refundInConsole(
  context: DomainContext,
  transactionId: string,
  given: string | undefined,
): Refund {
  const { state, clock, random } = context
  const notifyUrl = given ?? state.merchant.refundNotifyUrl ?? null
  const order = state.orders.byTransactionId(transactionId)
  const before = state.refunds.byTransactionId(transactionId)
  const left = (order?.total ?? 0) - refundedSum(before)
  if (!order || !isPaid(order) || left <= 0)
    throw new Error(`There is nothing to refund of ${transactionId}`)
  const refund = newRefund(order, before, {
    outRefundNo: `5030${newRefundId(random)}`.slice(0, 28),
    refundId: newRefundId(random),
    refund: left,
    reason: null,
    notifyUrl,
    createdAt: clock.now(),
  })
  order.state = 'REFUND'
  state.orders.changed(order)
  state.refunds.add(refund)
  endRefund(context, refund, 'SUCCESS', { form: 'xml', source: 'VENDOR_PLATFORM' })
  return refund
}

/** Where the money of this refund went, as WeChat says it to the merchant. */
export const receivedIn = ({ bankType }: { bankType: string | null }): string =>
  bankType === 'OTHERS' ? '支付用户零钱' : '模拟银行借记卡0403'
