import type { Context } from './context.ts'
import type { MoneyEvent } from './domain/context.ts'
import type { Notification } from './state/notifications.ts'
import { v2Notification } from './pay-v2/notification.ts'
import { v3Notification } from './pay-v3/notification.ts'

/** A payment is reported in the dialect of its order, a refund in the dialect of its request. */
export function notificationOf(context: Context, event: MoneyEvent): Notification {
  const isXml = event.type === 'paid' ? event.order.v2 !== undefined : event.form === 'xml'
  return isXml ? v2Notification(context, event) : v3Notification(context, event)
}
