import { forgeryField } from '../forgery-field.ts'
import { control, needed, text } from './control.ts'

const textsOf = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))

/** What WeChat tells the server under test. */
export const notificationsControls = {
  notifications: control({
    method: 'GET',
    path: '/notifications',
    about: 'All notifications, oldest first, with their bodies.',
    fields: {},
    run: (target) => target.notifications.list(),
  }),
  deliver: control({
    method: 'POST',
    path: '/notifications/{about}/deliveries',
    about: 'Sends the last notification about this transaction or refund once more, now.',
    fields: { about: needed('The transaction_id or refund_id.') },
    run: (target, { about }) => target.notifications.deliver(about),
  }),
  forge: control({
    method: 'POST',
    path: '/notifications/{about}/forgeries',
    about: 'Sends a forged copy of the last notification about this transaction or refund.',
    fields: {
      about: needed('The transaction_id or refund_id.'),
      forgery: forgeryField,
    },
    run: (target, { about, forgery }) => target.notifications.forge(forgery, about),
  }),
  sendForeign: control({
    method: 'POST',
    path: '/foreign-notifications',
    about: 'Sends a notification of another product, signed and sealed as WeChat Pay does.',
    fields: {
      url: needed('The address of the server.'),
      type: text('API v3: event_type, for example MCHTRANSFER.BILL.FINISHED.'),
      summary: text('API v3: summary; default the event type.'),
      kind: text('API v3: original_type, to which the sealed part is bound.'),
      resource: { type: 'object', about: 'API v3: what is sealed with the APIv3 key.' },
      fields: { type: 'object', about: 'API v2, in place of the others: the fields, as texts.' },
    },
    run: (target, { url, type, summary, kind, resource, fields }) => {
      if (fields !== undefined)
        return target.notifications.foreign({ url, fields: textsOf(fields) })
      if (type === undefined || kind === undefined || resource === undefined)
        throw new TypeError('type, kind and resource are needed (API v3), or fields (API v2)')
      const more = summary !== undefined && { summary }
      return target.notifications.foreign({ url, type, kind, resource, ...more })
    },
  }),
  idle: control({
    method: 'POST',
    path: '/notifications/idle',
    about: 'Answers when no delivery is under way.',
    fields: {},
    run: async (target) => {
      await target.notifications.idle()
      return { idle: true }
    },
  }),
}
