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

/** The amounts of an order's payment; without coupons all of them are the order's total. */
export function paymentAmounts({ total, coupons = [] }: Order): PaymentAmounts {
  const discount = sum(coupons.map(({ amount }) => amount))
  const cashCoupons = sum(coupons.filter(({ type }) => type === 'CASH').map(({ amount }) => amount))
  return {
    payer: total - discount,
    settlement: total - discount + cashCoupons,
    discount,
    cashCoupons,
  }
}

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
export function refundAmounts(
  { coupons = [] }: Order,
  { refund, coupons: back = [] }: Refund,
): PaymentAmounts {
  const discount = sum(back)
  const cashCoupons = sum(back.filter((_, i) => coupons[i]?.type === 'CASH'))
  return {
    payer: refund - discount,
    settlement: refund - discount + cashCoupons,
    discount,
    cashCoupons,
  }
}
