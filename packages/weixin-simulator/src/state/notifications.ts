import { createRecords, type Records } from './records.ts'

/** One event that WeChat tells the merchant's server about. Its body stays the same, its signature is new each time. */
export interface Notification {
  /** Unique for each event, the same in redeliveries. */
  id: string
  /** The transaction or refund id that it is about. */
  about: string
  /** The order that it is about; null where there is none. */
  outTradeNo: string | null
  url: string
  body: string
  /** Of API v2; absent: JSON with Wechatpay headers. */
  form?: 'xml'
  /** Deliveries that the schedule has started. */
  tried: number
  /** When the schedule delivers next, milliseconds; null when it is over. */
  dueAt: number | null
}

/** A notification that the schedule will deliver. */
export type DueNotification = Notification & { dueAt: number }

/** All notifications, and those that still wait. */
export interface NotificationBook extends Records<Notification> {
  /** The last one about this transaction or refund. */
  about(id: string): Notification | undefined
  /** Those that the schedule has not ended for. */
  waiting(): Iterable<DueNotification>
}

const isDue = (notification: Notification): notification is DueNotification =>
  notification.dueAt !== null

export function createNotificationBook(saved: readonly Notification[] = []): NotificationBook {
  const byAbout = new Map<string, Notification>()
  const waiting = new Set<DueNotification>()
  const known = new Set<Notification>()
  const records = createRecords<Notification>({
    keyOf: (notification) => notification.id,
    saved,
    index(notification) {
      if (!known.has(notification)) byAbout.set(notification.about, notification)
      known.add(notification)
      if (isDue(notification)) waiting.add(notification)
      else waiting.delete(notification as Notification as DueNotification)
    },
  })
  return { ...records, about: (id) => byAbout.get(id), waiting: () => waiting }
}
