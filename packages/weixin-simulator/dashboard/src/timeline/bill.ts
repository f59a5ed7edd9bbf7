import type { SimulatedOrder } from '../api.ts'
import type { CallItem } from './items.ts'

/** What a payment came to, in fen. */
export interface Bill {
  total: number
  /** What coupons paid in the user's place. */
  coupon: number
  paid: number
}

/** The bill of the payment that a call is about; null: it is about none, or the order is not paid. */
export function billOf(
  { entry, description: { stage, order } }: CallItem,
  orders: readonly SimulatedOrder[],
): Bill | null {
  const found = orders.find(({ outTradeNo }) => outTradeNo === order)
  if (found === undefined || found.payerTotal === null) return null
  // A notification of a refund names the refund.
  const isPayment =
    stage === 'notification'
      ? entry.request['about'] === found.transactionId
      : stage === 'pay' || stage === 'query'
  if (!isPayment) return null
  const { total, payerTotal: paid } = found
  return { total, coupon: total - paid, paid }
}
