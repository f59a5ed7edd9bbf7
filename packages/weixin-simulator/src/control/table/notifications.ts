import type { Forgery } from '../../types.ts'
import { control, needed, text } from './control.ts'

const isForgery = (value: string): value is Forgery => value !== ''

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
      forgery: {
        type: 'string',
        required: true,
        oneOf: [
          'other-key',
          'no-signature',
          'changed-body',
          'other-serial',
          'old',
          'missing-timestamp',
        ],
        about: 'What is wrong with it.',
      },
    },
    run: (target, { about, forgery }) => {
      if (!isForgery(forgery)) throw new TypeError('forgery is needed')
      return target.notifications.forge(forgery, about)
    },
  }),
  sendForeign: control({
    method: 'POST',
    path: '/foreign-notifications',
    about: 'Sends a notification of another product, signed and sealed as WeChat Pay does.',
    fields: {
      url: needed('The address of the server.'),
      type: needed('event_type, for example MCHTRANSFER.BILL.FINISHED.'),
      summary: text('summary; default the event type.'),
      kind: needed('original_type, to which the sealed part is bound.'),
      resource: { type: 'object', required: true, about: 'What is sealed with the APIv3 key.' },
    },
    run: (target, { summary, ...body }) =>
      target.notifications.foreign({ ...body, ...(summary !== undefined && { summary }) }),
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
