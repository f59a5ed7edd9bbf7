import { forgeryField } from '../forgery-field.ts'
import { fault } from './fault.ts'

const count = {
  type: 'integer',
  min: 1,
  max: 1000,
  about: 'How many notifications; default 1.',
  zh: '多少条通知，默认 1',
} as const

/** What goes wrong with notifications. */
export const notificationFaults = {
  'notification-lost': fault({
    group: 'notification',
    label: { en: 'Lose', zh: '丢失' },
    en: 'The next deliveries never arrive; the schedule goes on.',
    zh: '接下来的通知丢失，按通知频率重试。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.lose(body.count ?? 1),
  }),
  'notification-late': fault({
    group: 'notification',
    label: { en: 'Delay', zh: '延迟' },
    en: 'The next new notifications are first delivered after a while of the movable clock.',
    zh: '接下来的新通知延迟首次投递（按可拨动的时钟）。',
    fields: {
      count,
      seconds: {
        type: 'integer',
        min: 1,
        max: 86_400,
        about: 'How late; default 60.',
        zh: '延迟多少秒，默认 60',
      },
    },
    run: (simulator, body) => simulator.notifications.delay(body.count ?? 1, body.seconds ?? 60),
  }),
  'notification-doubled': fault({
    group: 'notification',
    label: { en: 'Double', zh: '重复' },
    en: 'The next new notifications are delivered twice at the same moment.',
    zh: '接下来的新通知同时投递两次。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.double(body.count ?? 1),
  }),
  'notifications-reordered': fault({
    group: 'notification',
    label: { en: 'Reorder', zh: '乱序' },
    en: 'The next new notification waits until the one after it was delivered.',
    zh: '下一个新通知等到其后一个通知投递之后再投递。',
    fields: {},
    run: (simulator) => simulator.notifications.reorder(),
  }),
  'notification-forged': fault({
    group: 'notification',
    label: { en: 'Forge', zh: '伪造' },
    en: 'A forged copy of the last notification is delivered once; a server has to refuse it.',
    zh: '投递一次伪造的通知（最近一个通知的副本），服务端应当拒绝。',
    fields: {
      forgery: forgeryField,
      about: {
        type: 'string',
        about: 'The transaction_id or refund_id of the notification; default: the last one.',
        zh: '通知的 transaction_id 或 refund_id，默认最近一条',
      },
    },
    run: (simulator, body) => simulator.notifications.forge(body.forgery, body.about),
  }),
  'signature-probe': fault({
    group: 'notification',
    label: { en: 'Probe', zh: '签名探测' },
    en: 'WeChat Pay probes: the next responses and notifications carry a wrong signature, WECHATPAY/SIGNTEST/….',
    zh: '微信支付签名探测：接下来的应答和通知带错误签名 WECHATPAY/SIGNTEST/…。',
    fields: {
      responses: {
        type: 'integer',
        min: 0,
        max: 1000,
        about: 'How many responses; default 0.',
        zh: '多少个应答，默认 0',
      },
      notifications: {
        type: 'integer',
        min: 0,
        max: 1000,
        about: 'How many notifications; default 1.',
        zh: '多少条通知，默认 1',
      },
    },
    run: (simulator, { responses = 0, notifications = 1 }) =>
      simulator.faults.probe({ responses, notifications }),
  }),
}
