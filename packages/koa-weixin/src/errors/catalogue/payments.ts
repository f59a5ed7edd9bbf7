import type { Entry } from './entry.ts'

/** Codes of paying. */
export type PayErrorCode =
  | 'order-not-found'
  | 'order-invalid'
  | 'trade-type-not-offered'
  | 'payer-invalid'
  | 'payer-ip-unknown'
  | 'too-many-attempts'
  | 'close-too-early'
  | 'not-closed'

/** Paying an order. */
export const payErrors: Record<PayErrorCode, Entry> = {
  'order-not-found': {
    status: 404,
    actor: 'user',
    message: 'There is no such order for this user.',
    messageZh: '该用户没有这个订单。',
    remedy: {
      en: 'Check the order id, and that `orders.find` returns the order to this user.',
      zh: '请检查订单号，并确认 orders.find 会向该用户返回此订单。',
    },
    payerMessage: { en: 'This order was not found.', zh: '未找到该订单。' },
  },
  'order-invalid': {
    status: 500,
    actor: 'code',
    message: '`orders.find` returned an order that cannot be right.',
    messageZh: 'orders.find 返回的订单字段不合法。',
    remedy: {
      en: 'Correct the field that the detail names. `total` is a whole number of fen, `transactionId` is null until the order is paid.',
      zh: '请修正 detail 中指出的字段：total 为以分为单位的整数，transactionId 在支付前为 null。',
    },
  },
  'trade-type-not-offered': {
    status: 400,
    actor: 'code',
    message: 'This trade type is not offered here.',
    messageZh: '未开放该支付方式。',
    remedy: {
      en: 'Use a trade type of the option `tradeTypes` (jsapi unless it is set), or add it there.',
      zh: '请使用 tradeTypes 选项中的支付方式（默认只有 jsapi），或在该选项中添加。',
    },
    payerMessage: {
      en: 'This way to pay is not available here.',
      zh: '暂不支持该支付方式。',
    },
  },
  'payer-invalid': {
    status: 500,
    actor: 'code',
    message:
      'What the app gave as the payer (the option `payer`, or `requester.openid`) is not an openid.',
    messageZh: '应用给出的付款人（选项 payer 或 requester.openid）不是 openid。',
    remedy: {
      en: 'Give the openid that the user has with `appId`, or null for a user who is not signed in.',
      zh: '请给出用户在该 appId 下的 openid；用户未登录时为 null。',
    },
  },
  'payer-ip-unknown': {
    status: 400,
    actor: 'code',
    message: "An H5 payment needs the payer's own IP address, which is not known.",
    messageZh: 'H5 支付需要付款人的真实 IP，但无法得知。',
    remedy: {
      en: "Behind a proxy set `app.proxy = true` and `app.maxIpsCount` to the number of proxies, so that `ctx.ip` is the user's address.",
      zh: '如有反向代理，请设置 app.proxy = true，并把 app.maxIpsCount 设为代理层数，使 ctx.ip 为用户真实 IP。',
    },
  },
  'too-many-attempts': {
    status: 409,
    actor: 'user',
    message: 'All 36 attempts of this order are used up.',
    messageZh: '该订单的 36 次支付尝试已全部用完。',
    remedy: { en: 'Make a new order.', zh: '该订单的 36 次支付尝试已用完，请重新下单。' },
    payerMessage: { en: 'Please place the order again.', zh: '请重新下单。' },
  },
  'close-too-early': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat Pay API v2 closes no order within five minutes of ordering.',
    messageZh: '微信支付 APIv2 在下单后 5 分钟内不能关单。',
    remedy: {
      en: 'Close it later; until then it can be paid.',
      zh: '下单后 5 分钟内不能关单，请稍后再关；在此之前该笔仍可能被支付。',
    },
  },
  'not-closed': {
    status: 503,
    actor: 'weixin',
    message: 'An earlier attempt could not be closed, so no new one was opened.',
    messageZh: '上一次支付尝试未能关闭，因此没有发起新的尝试。',
    remedy: { en: 'Try again in a moment.', zh: '上一次支付尝试未能关闭，请稍后重试。' },
    payerMessage: { en: 'Please try again in a moment.', zh: '请稍后再试。' },
  },
}
