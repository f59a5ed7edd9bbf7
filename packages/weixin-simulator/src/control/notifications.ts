import type { Context } from '../context.ts'
import type { Notifications } from './types.ts'
import { v2Foreign } from '../pay-v2/notification.ts'
import { sealedNotification } from '../pay-v3/notification.ts'
import { shownNotification } from './shown.ts'
import { deliverForged } from './forgery.ts'

/** What WeChat tells the merchant's server, in a test's or a person's hands. */
export function createNotifications(context: Context): Notifications {
  const { state, clock, deliveries, random } = context
  const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)
  return {
    list: () => state.notifications.all().map(shownNotification),
    lose: (count) => deliveries.lose(count),
    delay: (count, seconds) => deliveries.plan(times(count, { kind: 'late', ms: seconds * 1000 })),
    double: (count) => deliveries.plan(times(count, { kind: 'doubled' })),
    reorder: () => deliveries.plan([{ kind: 'overtaken' }]),
    deliver: (about) => deliveries.deliver(about),
    async forge(forgery, about) {
      const notification =
        about === undefined ? state.notifications.all().at(-1) : state.notifications.about(about)
      if (!notification) throw new Error('There is no notification to forge')
      return deliverForged(context, notification, forgery)
    },
    async foreign(notification) {
      const { url } = notification
      if ('fields' in notification)
        return deliveries.send(v2Foreign(context, url, notification.fields))
      const { type, summary = type, kind, resource } = notification
      const { apiV3Key } = state.account.credentials
      const event = { type, kind, summary, about: type, outTradeNo: null, url, resource }
      return deliveries.send(sealedNotification(event, apiV3Key, { now: clock.now(), random }))
    },
    idle: () => deliveries.idle(),
  }
}
