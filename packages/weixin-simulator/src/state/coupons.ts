import type { Random } from '../crypto/random.ts'

/**
 * CASH (充值型): the merchant gets the coupon's amount too, out of the money with which the coupon was paid for. NOCASH (免充值型): the merchant
 * grants the discount, and gets that much less.
 */
export type CouponType = 'CASH' | 'NOCASH'

/** What a payment says of a coupon (代金券) that was used for it. */
export interface UsedCoupon {
  /** coupon_id. */
  couponId: string
  /** stock_id, the batch (批次) that it belongs to. */
  stockId: string
  name: string
  type: CouponType
  /** By how much the payer pays less, in fen. */
  amount: number
}

/** A coupon that a user holds and has not used. */
export interface Coupon extends UsedCoupon {
  /** Whose it is. */
  openid: string
  /** The smallest order that it can be used for, in fen; above `amount`, so that something is always paid. */
  minimum: number
}

/** A coupon with ids of its own, 11 and 8 digits. */
export const newCoupon = (
  random: Random,
  coupon: Omit<Coupon, 'couponId' | 'stockId'>,
): Coupon => ({
  couponId: `1${random.digits(10)}`,
  stockId: `1${random.digits(7)}`,
  ...coupon,
})

/** What this user may use for an order of `total` fen, the largest amount first. */
export const usableCoupons = (
  coupons: readonly Coupon[],
  openid: string,
  total: number,
): Coupon[] =>
  coupons
    .filter((one) => one.openid === openid && one.minimum <= total)
    .toSorted((a, b) => b.amount - a.amount)
