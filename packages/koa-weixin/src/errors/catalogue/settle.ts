import type { Entry } from './entry.ts'

/** Codes of settling. */
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
  | 'decision-invalid'
  | 'not-recorded'
  | 'busy'
  | 'too-slow'
  | 'inbox-failed'
  | 'inbox-unreadable'

/** Settling a verified payment or refund, in the order of the checks. */
export const settleErrors: Record<SettleErrorCode, Entry> = {
  'not-our-merchant': {
    status: 403,
    actor: 'console',
    message: 'The payment or refund belongs to another merchant.',
    messageZh: '该支付或退款属于另一个商户。',
    remedy: {
      en: 'Check `merchant.mchId`, and the notification address of the other merchant.',
      zh: '请核对 merchant.mchId，并检查另一商户配置的通知地址。',
    },
  },
  'not-our-app': {
    status: 403,
    actor: 'console',
    message: 'The payment belongs to another appId.',
    messageZh: '该支付属于另一个 AppID。',
    remedy: {
      en: 'Check `appId`: each appId needs an instance with a notification address of its own.',
      zh: '请核对 appId：每个 appId 需要单独的实例和通知地址。',
    },
  },
  'currency-wrong': {
    status: 403,
    actor: 'console',
    message: 'The payment is not in CNY.',
    messageZh: '该支付的币种不是人民币。',
    remedy: { en: 'Look at the transaction on 商户平台.', zh: '请在商户平台查看该笔交易。' },
  },
  'order-unknown': {
    status: 404,
    actor: 'code',
    message: 'A payment arrived for an order that `orders.find` does not return.',
    messageZh: '收到付款，但 orders.find 没有返回对应的订单。',
    remedy: {
      en: "Return every order from `orders.find` when the requester's `by` is 'weixin'.",
      zh: "请确认当 requester.by 为 'weixin' 时，orders.find 能返回所有订单。",
    },
  },
  'not-this-order': {
    status: 403,
    actor: 'code',
    message: 'The `out_trade_no` that was paid or refunded is none of this order’s attempts here.',
    messageZh: '付款或退款的商户订单号不属于该订单在此环境的任何一次支付尝试。',
    remedy: {
      en: 'Another environment or system may share the merchant: its notifications must go to its own address.',
      zh: '可能有其他环境或系统共用该商户号，请让它们使用各自的通知地址。',
    },
  },
  'unexpected-second': {
    status: 409,
    actor: 'code',
    message: 'A second payment arrived for an order that is paid.',
    messageZh: '订单已支付，又收到一笔付款。',
    remedy: {
      en: 'Decide in `orders.onUnexpectedPayment`: refund or keep.',
      zh: '请在 orders.onUnexpectedPayment 中决定 refund（退款）或 keep（保留）。',
    },
  },
  'unexpected-price': {
    status: 409,
    actor: 'code',
    message: 'The amount that was paid is not the price of the order now.',
    messageZh: '付款金额与订单当前的应付金额不同。',
    remedy: {
      en: 'Decide in `orders.onUnexpectedPayment`: take, refund or keep.',
      zh: '请在 orders.onUnexpectedPayment 中决定 take（入账）、refund（退款）或 keep（保留）。',
    },
  },
  'unexpected-closed': {
    status: 409,
    actor: 'code',
    message: 'A payment arrived for an order that is closed.',
    messageZh: '订单已关闭，又收到付款。',
    remedy: {
      en: 'Decide in `orders.onUnexpectedPayment`: take, refund or keep.',
      zh: '请在 orders.onUnexpectedPayment 中决定 take（入账）、refund（退款）或 keep（保留）。',
    },
  },
  'unexpected-refunded': {
    status: 409,
    actor: 'code',
    message: 'At least a part of the payment was refunded before the app recorded it.',
    messageZh: '入账之前，该付款已全部或部分退款。',
    remedy: {
      en: 'Decide in `orders.onUnexpectedPayment`: take, refund or keep.',
      zh: '请在 orders.onUnexpectedPayment 中决定 take（入账）、refund（退款）或 keep（保留）。',
    },
  },
  'decision-invalid': {
    status: 500,
    actor: 'code',
    message: '`orders.onUnexpectedPayment` returned no decision, so nothing was done.',
    messageZh: 'orders.onUnexpectedPayment 没有返回处理方式，因此未做任何处理。',
    remedy: {
      en: "Return 'take', 'refund' or 'keep' in every case.",
      zh: "orders.onUnexpectedPayment 的每个分支都必须返回 'take'、'refund' 或 'keep'。",
    },
  },
  'not-recorded': {
    status: 500,
    actor: 'code',
    message: 'The app did not record the payment.',
    messageZh: '应用没有记录这笔付款。',
    remedy: {
      en: 'After `orders.onPaid`, `orders.find` must return the order with this `transactionId`.',
      zh: 'orders.onPaid 执行后，orders.find 返回的订单必须带有这笔交易的 transactionId。',
    },
  },
  busy: {
    status: 503,
    actor: 'weixin',
    message: 'Another settlement of this order is still running.',
    messageZh: '该订单的另一次入账仍在进行。',
    remedy: {
      en: 'There is nothing to do: WeChat retries. If it happens again, look for a handler that does not return.',
      zh: '无需处理：微信会重新通知。若反复出现，请检查是否有处理函数长时间未返回。',
    },
  },
  'too-slow': {
    status: 503,
    actor: 'code',
    message: 'The app had not handled a notification after 4.5 s; the handler continues.',
    messageZh: '应用在 4.5 秒内没有处理完通知，处理函数仍在继续执行。',
    remedy: {
      en: 'Only record the payment in `orders.onPaid`, and do slow work afterwards; WeChat retries.',
      zh: '请在 orders.onPaid 中只记录支付结果，耗时操作放到之后执行；微信会重新通知。',
    },
  },
  'inbox-failed': {
    status: 500,
    actor: 'code',
    message: 'The app’s inbox did not store the notification.',
    messageZh: '应用的 inbox 没有保存该通知。',
    remedy: {
      en: 'See the cause: `inbox.put` threw. WeChat retries.',
      zh: '请查看 cause：inbox.put 抛出了异常；微信会重新通知。',
    },
  },
  'inbox-unreadable': {
    status: 500,
    actor: 'code',
    message: 'An item of the inbox cannot be decrypted.',
    messageZh: 'inbox 中的一项无法解密。',
    remedy: {
      en: 'Keep the key that encrypted it in the list `encryptionKeys`; an item is valid for a year.',
      zh: '请在 encryptionKeys 列表中保留加密时使用的密钥；收件箱中的内容一年内有效。',
    },
  },
}
