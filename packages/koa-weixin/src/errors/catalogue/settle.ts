import type { Entry } from './entry.ts'

export type SettleErrorCode =
  | 'not-our-merchant'
  | 'not-our-app'
  | 'currency-wrong'
  | 'order-unknown'
  | 'not-this-order'
  | 'unexpected-second'
  | 'unexpected-price'
  | 'unexpected-closed'
  | 'unexpected-refunded'
  | 'not-recorded'
  | 'busy'
  | 'too-slow'
  | 'inbox-failed'
  | 'inbox-unreadable'

/** Settling a verified payment, in the order of the checks. */
export const settleErrors: Record<SettleErrorCode, Entry> = {
  'not-our-merchant': {
    status: 403,
    actor: 'console',
    message: 'The money went to another merchant.',
    remedy: { en: 'Check `merchant.mchId`.', zh: '请检查 merchant.mchId。' },
  },
  'not-our-app': {
    status: 403,
    actor: 'console',
    message: 'The payment belongs to another appId.',
    remedy: { en: 'Check `appId`.', zh: '请检查 appId。' },
  },
  'currency-wrong': {
    status: 403,
    actor: 'console',
    message: 'The payment is not in CNY.',
    remedy: { en: 'Look at the transaction on 商户平台.', zh: '请在商户平台查看该交易。' },
  },
  'order-unknown': {
    status: 404,
    actor: 'code',
    message: 'Money came for an order that the app does not know.',
    remedy: {
      en: 'Check that `orders.find` finds every order when asked by weixin.',
      zh: '请确认 orders.find 在 by 为 weixin 时能找到所有订单。',
    },
  },
  'not-this-order': {
    status: 403,
    actor: 'code',
    message: 'The number paid is none of this order’s numbers here.',
    remedy: {
      en: 'Another environment may share the merchant: its notifications must go to its own address.',
      zh: '可能有其他环境共用该商户号，请检查各环境的通知地址。',
    },
  },
  'unexpected-second': {
    status: 409,
    actor: 'code',
    message: 'A second payment came for an order that is paid.',
    remedy: {
      en: 'Decide in `orders.unexpected`: refund or keep.',
      zh: '请在 orders.unexpected 中决定退款或保留。',
    },
  },
  'unexpected-price': {
    status: 409,
    actor: 'code',
    message: 'The amount paid is not the price of the order now.',
    remedy: {
      en: 'Decide in `orders.unexpected`: take, refund or keep.',
      zh: '请在 orders.unexpected 中决定收下、退款或保留。',
    },
  },
  'unexpected-closed': {
    status: 409,
    actor: 'code',
    message: 'Money came for an order that is closed.',
    remedy: {
      en: 'Decide in `orders.unexpected`: take, refund or keep.',
      zh: '请在 orders.unexpected 中决定收下、退款或保留。',
    },
  },
  'unexpected-refunded': {
    status: 409,
    actor: 'code',
    message: 'The payment was refunded before the app heard of it.',
    remedy: {
      en: 'Decide in `orders.unexpected`: take, refund or keep.',
      zh: '请在 orders.unexpected 中决定收下、退款或保留。',
    },
  },
  'not-recorded': {
    status: 500,
    actor: 'code',
    message: 'The app did not record the payment.',
    remedy: {
      en: 'After `orders.paid`, `orders.find` must give this transactionId as `transactionId`.',
      zh: 'orders.paid 之后，orders.find 返回的 transactionId 必须是这个 transactionId。',
    },
  },
  busy: {
    status: 503,
    actor: 'weixin',
    message: 'Another settlement of this order is still running.',
    remedy: { en: 'Nothing to do: WeChat repeats.', zh: '无需处理：微信会重新通知。' },
  },
  'too-slow': {
    status: 503,
    actor: 'code',
    message: 'The app was not done with a notification after 4.5 s; it is allowed to finish.',
    remedy: {
      en: 'Record the payment in `orders.paid` and do the slow rest afterwards; WeChat repeats.',
      zh: '请在 orders.paid 中只记录付款，耗时操作放到之后；微信会重新通知。',
    },
  },
  'inbox-failed': {
    status: 500,
    actor: 'code',
    message: 'The app’s inbox did not take the notification.',
    remedy: {
      en: 'See the cause: `inbox.put` threw. WeChat repeats.',
      zh: '请查看 cause：inbox.put 抛出了异常；微信会重新通知。',
    },
  },
  'inbox-unreadable': {
    status: 500,
    actor: 'code',
    message: 'What lies in the inbox does not open.',
    remedy: {
      en: 'Keep the secret it was sealed with in the list `secret`; it opens for a year.',
      zh: '请在 secret 列表中保留封存时所用的密钥；有效期为一年。',
    },
  },
}
