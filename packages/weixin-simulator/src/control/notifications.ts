import type { Context } from '../context.ts'
import type { ForeignNotification, Forgery, SimulatedNotification } from '../types.ts'
import { v2Foreign } from '../pay-v2/notification.ts'
import { sealedNotification } from '../pay-v3/notification.ts'
import { shownNotification } from './shown.ts'
import { deliverForged } from './forgery.ts'
import { requireAddress } from './address.ts'

/** What the server under test answered to a delivery. */
export interface DeliveryAnswer {
  /** HTTP status; null when nobody answered within five seconds. */
  status: number | null
  /** The body, as text. */
  body: string
}

/** A delivery that ended. */
export interface EndedDelivery extends DeliveryAnswer {
  /** Unique for each event, the same in redeliveries. */
  id: string
  /** The transaction_id or refund_id that it is about. */
  about: string
  /** The order's out_trade_no; null where there is none. */
  outTradeNo: string | null
}

/** What WeChat tells the merchant's server, and what goes wrong on the way. */
export interface Notifications {
  /** All notifications, oldest first. */
  list(): SimulatedNotification[]
  /** The next `count` scheduled deliveries never leave WeChat: they count as unanswered, the schedule goes on. */
  lose(count: number): void
  /** The next `count` new notifications are first delivered this many seconds of the movable clock later. */
  delay(count: number, seconds: number): void
  /** The next `count` new notifications are delivered twice at the same moment. */
  double(count: number): void
  /** The next new notification waits until the one after it was delivered. */
  reorder(): void
  /** Sends the last notification about this transaction or refund once more, now, whatever the schedule says. */
  deliver(about: string): Promise<DeliveryAnswer>
  /** Sends a forged copy of the last notification about this transaction or refund; default: of the last of all. */
  forge(forgery: Forgery, about?: string): Promise<DeliveryAnswer>
  /** Sends a notification of another product, signed and sealed as WeChat Pay does. */
  foreign(notification: ForeignNotification): Promise<DeliveryAnswer>
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>
}

/** What WeChat tells the merchant's server, in a test's or a person's hands. */
export function createNotifications(context: Context): Notifications {
  const { state, clock, deliveries, random } = context
  const answerOf = async (sent: Promise<DeliveryAnswer>): Promise<DeliveryAnswer> => {
    const { status, body } = await sent
    return { status, body }
  }
  const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)
  return {
    list: () => state.notifications.all().map(shownNotification),
    lose: (count) => deliveries.lose(count),
    delay: (count, seconds) => deliveries.plan(times(count, { kind: 'late', ms: seconds * 1000 })),
    double: (count) => deliveries.plan(times(count, { kind: 'doubled' })),
    reorder: () => deliveries.plan([{ kind: 'overtaken' }]),
    deliver: (about) => answerOf(deliveries.deliver(about)),
    async forge(forgery, about) {
      const notification =
        about === undefined ? state.notifications.all().at(-1) : state.notifications.about(about)
      if (!notification) throw new Error('There is no notification to forge')
      return answerOf(deliverForged(context, notification, forgery))
    },
    async foreign(notification) {
      const { url } = notification
      requireAddress('url', url)
      if ('fields' in notification)
        return answerOf(deliveries.send(v2Foreign(context, url, notification.fields)))
      const { type, summary = type, kind, resource } = notification
      const { apiV3Key } = state.account.credentials
      const event = { type, kind, summary, about: type, outTradeNo: null, url, resource }
      return answerOf(
        deliveries.send(sealedNotification(event, apiV3Key, { now: clock.now(), random })),
      )
    },
    idle: () => deliveries.idle(),
  }
}
