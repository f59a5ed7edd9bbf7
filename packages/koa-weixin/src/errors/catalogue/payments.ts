import type { Entry } from './entry.ts'

export type PayErrorCode =
  | 'order-not-found'
  | 'order-invalid'
  | 'trade-type-not-offered'
  | 'payer-ip-unknown'
  | 'too-many-attempts'
  | 'close-too-early'
  | 'not-closed'

/** Opening an attempt to pay. */
export const payErrors: Record<PayErrorCode, Entry> = {
  'order-not-found': {
    status: 404,
    actor: 'user',
    message: 'There is no such order for this visitor.',
    remedy: {
      en: 'Check the order id, and that `orders.find` lets this visitor see it.',
      zh: '请检查订单号，以及 orders.find 是否允许该用户查看。',
    },
  },
  'order-invalid': {
    status: 500,
    actor: 'code',
    message: 'The app handed over an order that WeChat cannot take.',
    remedy: {
      en: 'Correct the field that the detail names; `total` is a whole number of fen, at least 1.',
      zh: '请修正 detail 中指出的字段；total 是以分为单位、不小于 1 的整数。',
    },
  },
  'trade-type-not-offered': {
    status: 400,
    actor: 'code',
    message: 'This way to pay is not offered here.',
    remedy: {
      en: 'Ask for a way that the option `ways` names (tradeType=jsapi when it was left out), or add it there.',
      zh: '请使用 ways 选项里的支付方式（未设置时只有 tradeType=jsapi），或在该选项中加上它。',
    },
  },
  'payer-ip-unknown': {
    status: 400,
    actor: 'code',
    message: 'An H5 payment needs the visitor’s own IP address, and it is not known.',
    remedy: {
      en: 'Behind a proxy set `app.proxy = true` and `app.maxIpsCount` to the number of proxies, so that `ctx.ip` is the visitor’s.',
      zh: '如有反向代理，请设置 app.proxy = true，并把 app.maxIpsCount 设为代理层数，使 ctx.ip 为用户的真实 IP。',
    },
  },
  'too-many-attempts': {
    status: 409,
    actor: 'user',
    message: 'All 36 numbers of this order are used up.',
    remedy: { en: 'Make a new order.', zh: '请重新下单。' },
  },
  'close-too-early': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat Pay v2 closes no order in its first five minutes.',
    remedy: {
      en: 'Close it later; it can be paid until then.',
      zh: '下单 5 分钟内不能关单，请稍后再关；在此之前仍可能被支付。',
    },
  },
  'not-closed': {
    status: 503,
    actor: 'weixin',
    message: 'An earlier attempt to pay this order could not be closed, so no new one is opened.',
    remedy: { en: 'Try again in a moment.', zh: '请稍后重试。' },
  },
}
