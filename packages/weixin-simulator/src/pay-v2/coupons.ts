import { paymentAmounts, refundAmounts } from '../domain/amounts.ts'
import type { CouponType, UsedCoupon } from '../state/coupons.ts'
import type { Order } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import type { Fields } from './xml.ts'

/** coupon_type, as API v2 spells it. */
const TYPES: Record<CouponType, string> = { CASH: 'CASH', NOCASH: 'NO_CASH' }

const text = (fen: number): string => String(fen)

/** settlement_total_fee: there only when the merchant gets less than the order's total. */
const settlementTotal = (order: Order): Fields => {
  const { settlement } = paymentAmounts(order)
  return settlement === order.total ? {} : { settlement_total_fee: text(settlement) }
}

/** WeChat names the types only where one of them is NO_CASH. */
const hasTypes = (coupons: readonly UsedCoupon[]): boolean =>
  coupons.some(({ type }) => type === 'NOCASH')

/** What a payment says of the coupons that were used; nothing without one. */
export function couponFields(order: Order): Fields {
  const { coupons } = order
  if (!coupons) return {}
  const each = coupons.map(({ couponId, type, amount }, n): Fields => ({
    ...(hasTypes(coupons) && { [`coupon_type_${n}`]: TYPES[type] }),
    [`coupon_id_${n}`]: couponId,
    [`coupon_fee_${n}`]: text(amount),
  }))
  return Object.assign(
    {
      ...settlementTotal(order),
      coupon_fee: text(paymentAmounts(order).discount),
      coupon_count: text(coupons.length),
    },
    ...each,
  )
}

/** The amounts of an order as each answer about its refunds gives them. */
export const orderFees = (order: Order): Fields => ({
  total_fee: text(order.total),
  cash_fee: text(paymentAmounts(order).payer),
  ...settlementTotal(order),
})

/** What goes back to the merchant's account, where that is less than the refund. */
export function settlementRefund(order: Order, refund: Refund): Fields {
  const { settlement } = refundAmounts(order, refund)
  return settlement === refund.refund ? {} : { settlement_refund_fee: text(settlement) }
}

/** What of a refund goes back to the coupons, in a refund's answer; `suffix` is `_n` in a query of several. */
export function couponRefundFields(order: Order, refund: Refund, suffix = ''): Fields {
  const { coupons } = order
  if (!coupons) return {}
  const each = coupons.map(({ couponId, type }, m): Fields => ({
    ...(hasTypes(coupons) && { [`coupon_type${suffix}_${m}`]: TYPES[type] }),
    [`coupon_refund_id${suffix}_${m}`]: couponId,
    [`coupon_refund_fee${suffix}_${m}`]: text(refund.coupons?.[m] ?? 0),
  }))
  return Object.assign(
    {
      [`coupon_refund_fee${suffix}`]: text(refundAmounts(order, refund).discount),
      [`coupon_refund_count${suffix}`]: text(coupons.length),
    },
    ...each,
  )
}
