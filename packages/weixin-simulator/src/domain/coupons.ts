import { usableCoupons, type Coupon, type UsedCoupon } from '../state/coupons.ts'
import type { Order } from '../state/orders.ts'
import type { User } from '../state/users.ts'
import type { DomainContext } from './context.ts'

/** The coupons that this user may use for this order, the best first. */
export const couponsFor = ({ state }: DomainContext, order: Order, user: User): Coupon[] =>
  usableCoupons(state.coupons, user.openid, order.total)

/** The coupon with this id, when this user may use it for this order. */
export const findCoupon = (
  context: DomainContext,
  order: Order,
  user: User,
  couponId: string,
): Coupon | undefined => couponsFor(context, order, user).find((one) => one.couponId === couponId)

/** Takes a coupon out of its holder's hands. */
export function useCoupon({ state }: DomainContext, coupon: Coupon): UsedCoupon {
  const { openid, minimum, ...used } = coupon
  void [openid, minimum]
  state.coupons.splice(state.coupons.indexOf(coupon), 1)
  return used
}
