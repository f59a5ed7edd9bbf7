import type { UsedCoupon } from '../state/coupons.ts'
import type { Order } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import { isCounted, refundedSum } from '../state/refunds.ts'

/** What a payment comes to, in fen. */
export interface PaymentAmounts {
  /** What the payer paid: payer_total, cash_fee. */
  payer: number
  /** What is settled with the merchant (应结订单金额): the order without the discounts that the merchant grants. */
  settlement: number
  /** What coupons paid in the payer's place, all types. */
  discount: number
  /** Of which coupons of type CASH. */
  cashCoupons: number
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0)

/** What a sum comes to of which each coupon has a share. */
function withShares(
  total: number,
  coupons: readonly UsedCoupon[],
  shares: readonly number[],
): PaymentAmounts {
  const discount = sum(shares)
  const cashCoupons = sum(shares.filter((_, i) => coupons[i]?.type === 'CASH'))
  return {
    payer: total - discount,
    settlement: total - discount + cashCoupons,
    discount,
    cashCoupons,
  }
}

/** The amounts of an order's payment; without coupons all of them are the order's total. */
export const paymentAmounts = ({ total, coupons = [] }: Order): PaymentAmounts =>
  withShares(
    total,
    coupons,
    coupons.map(({ amount }) => amount),
  )

/**
 * What of the next refund goes back to each coupon of the order, in fen: in proportion to the order, rounded to whole fen,
 * and in the end all of it. `before` are the order's refunds so far.
 */
export function couponRefunds(
  { total, coupons = [] }: Order,
  before: readonly Refund[],
  refund: number,
): number[] {
  const counted = before.filter((one) => isCounted(one))
  const refunded = refundedSum(before) + refund
  let left = refund
  return coupons.map(({ amount }, i) => {
    const given = sum(counted.map(({ coupons: back = [] }) => back[i] ?? 0))
    const due = Math.round((amount * refunded) / total) - given
    const back = Math.min(Math.max(due, 0), left)
    left -= back
    return back
  })
}

/** What a refund comes to, in fen. */
export const refundAmounts = (
  { coupons = [] }: Order,
  { refund, coupons: back = [] }: Refund,
): PaymentAmounts => withShares(refund, coupons, back)
