import type { Context } from '../context.ts'
import { findCoupon } from '../domain/coupons.ts'
import { findOpened } from '../domain/opened.ts'
import { findUnpayable, payerTotal, takePayment } from '../domain/pay.ts'
import type { Coupon } from '../state/coupons.ts'
import type { OpenedOrder, Order } from '../state/orders.ts'
import { findUser, phoneUser, type User } from '../state/users.ts'

/** How a payment is made. */
export interface PayOptions {
  /** The payer's openid; default: the order's, else the phone's default user. */
  openid?: string
  /** The coupon_ids of coupons that the payer uses, each once; default: none. */
  coupons?: readonly string[]
  /** A payment that was under way when the merchant closed the order; default false. */
  evenIfClosed?: boolean
}

/** The numbers of an order that was paid. */
export interface PaidOrderNumbers {
  /** WeChat's number of the payment. */
  transactionId: string
  /** The merchant's own number. */
  outTradeNo: string
}

/** The person with the phone. */
export interface Payer {
  /**
   * Pays out of 零钱, else with a bank card, with the coupons that are named. Takes a prepay_id, an h5_url (v2: mweb_url), a code_url (as if the phone
   * scanned it) or an out_trade_no. Resolves when WeChat has the money; notifications go on in the background. Rejects
   * with WeChat's text when the order cannot be paid.
   */
  pay(order: string, options?: PayOptions): Promise<PaidOrderNumbers>
}

function findPayable({ state }: Context, text: string): OpenedOrder {
  const found = findOpened(state.orders, text)
  if (found) return found
  const order = state.orders.byOutTradeNo(text)
  const prepay = order?.prepays.at(-1)
  if (!order || !prepay) throw new Error(`WeChat never gave out ${text}`)
  return { order, prepay }
}

function couponsNamed(
  context: Context,
  { order, payer }: { order: Order; payer: User },
  ids: readonly string[],
): Coupon[] {
  const coupons = [...new Set(ids)].map((id) => {
    const found = findCoupon(context, order, payer, id)
    if (!found) throw new Error(`${payer.nickname} has no coupon ${id} for this order`)
    return found
  })
  if (payerTotal(order, coupons) < 1)
    throw new Error('The coupons are worth the whole order: at least 1 fen has to be paid')
  return coupons
}

function pay(
  context: Context,
  text: string,
  { openid, coupons: ids = [], evenIfClosed = false }: PayOptions,
): PaidOrderNumbers {
  const { state, clock } = context
  const { order, prepay } = findPayable(context, text)
  const unpayable = findUnpayable(order, prepay, clock.now())
  const isForgiven = evenIfClosed && unpayable?.reason.code === 'order-closed'
  if (unpayable && !isForgiven) throw new Error(`${unpayable.dialog} (${unpayable.reason.en})`)
  const wanted = openid ?? order.openid
  const payer = wanted === null ? phoneUser(state.users, undefined) : findUser(state.users, wanted)
  if (!payer) throw new Error(`There is no user ${wanted}`)
  const coupons = couponsNamed(context, { order, payer }, ids)
  const method = payer.balance >= payerTotal(order, coupons) ? 'balance' : 'card'
  const transactionId = takePayment(context, order, { payer, method, coupons })
  for (const { id } of order.prepays) context.phone.sheets.end(id, 'paid')
  return { transactionId, outTradeNo: order.outTradeNo }
}

/** The person with the phone, in a test's or a person's hands. */
export const createPayer = (context: Context): Payer => ({
  async pay(order, options = {}) {
    const paid = pay(context, order, options)
    await context.save()
    return paid
  },
})
