import { chinaTime } from '../clock.ts'
import { paymentAmounts, refundAmounts } from '../domain/amounts.ts'
import type { Notification } from '../state/notifications.ts'
import { isPaid, orderState, type Order, type OrderBook } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import type { SimulatedNotification, SimulatedOrder, SimulatedRefund } from '../types.ts'

/** An order as a test or a person sees it. */
export function shownOrder(order: Order, now: number): SimulatedOrder {
  const { outTradeNo, total, description, attach, openid, transactionId, notifyUrl } = order
  const prepayId = order.prepays.at(-1)?.id ?? ''
  const tradeState = orderState(order, now)
  return {
    outTradeNo,
    prepayId,
    tradeState,
    total,
    payerTotal: isPaid(order) ? paymentAmounts(order).payer : null,
    description,
    attach,
    openid,
    tradeType: order.tradeType,
    subMchId: order.partner?.subMchId ?? null,
    transactionId,
    notifyUrl,
  }
}

/** A refund as a test or a person sees it. */
export function shownRefund(refund: Refund, orders: OrderBook): SimulatedRefund {
  const { createdAt, succeededAt, from, coupons, isPlatformAddress, ...shown } = refund
  void [createdAt, succeededAt, from, coupons, isPlatformAddress]
  const order = orders.byOutTradeNo(refund.outTradeNo)
  return { ...shown, payerRefund: order ? refundAmounts(order, refund).payer : refund.refund }
}

/** A notification as a test or a person sees it. */
export function shownNotification(notification: Notification): SimulatedNotification {
  const { id, about, outTradeNo, url, form = 'json', body, tried, dueAt } = notification
  const nextAt = dueAt === null ? null : chinaTime(dueAt)
  return { id, about, outTradeNo, url, form, body, tried, nextAt }
}
