import { choose } from './choice.js'
import { yuan } from './methods.js'

/** @import { Coupon, Payment } from '../types.ts' */
/** @import { Stage } from './stage.js' */

/** @type {(coupon: Coupon | null) => string} */
export const couponText = (coupon) =>
  coupon ? `${coupon.name} -¥${yuan(coupon.amount)}` : '不使用优惠'

/** What is left to pay with this coupon. @type {(payment: Payment, coupon: Coupon | null) => Payment} */
export const withCoupon = (payment, coupon) =>
  coupon ? { ...payment, total: payment.total - coupon.amount, coupon } : payment

/**
 * The list of coupons that can be used.
 * @param {Stage} stage
 * @param {Payment} payment
 * @param {{ present: Coupon | null, height: number }} options
 * @returns {Promise<Coupon | null>}
 */
export const chooseCoupon = (stage, { coupons = [] }, { present, height }) =>
  choose(stage, {
    title: '选择优惠',
    present,
    height,
    options: [...coupons, null].map((value) => ({ value, label: couponText(value) })),
  })
