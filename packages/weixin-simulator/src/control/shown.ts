import { chinaTime } from '../clock.ts'
import type { Notification } from '../state/notifications.ts'
import { orderState, type Order } from '../state/orders.ts'
import type { SimulatedNotification, SimulatedOrder } from '../types.ts'

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
    description,
    attach,
    openid,
    tradeType: order.tradeType,
    subMchId: order.partner?.subMchId ?? null,
    transactionId,
    notifyUrl,
  }
}

/** A notification as a test or a person sees it. */
export function shownNotification(notification: Notification): SimulatedNotification {
  const { id, about, outTradeNo, url, form = 'json', body, tried, dueAt } = notification
  const nextAt = dueAt === null ? null : chinaTime(dueAt)
  return { id, about, outTradeNo, url, form, body, tried, nextAt }
}
