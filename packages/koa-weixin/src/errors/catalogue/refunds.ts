import type { Entry } from './entry.ts'

/** Codes of refunds. */
export type RefundErrorCode =
  | 'refund-invalid'
  | 'refund-refused'
  | 'refund-unknown'
  | 'refund-mismatch'

/** Making, querying and settling refunds. */
export const refundsErrors: Record<RefundErrorCode, Entry> = {
  'refund-invalid': {
    status: 400,
    actor: 'code',
    message: 'The refund that the app requested cannot be right, so it was not sent.',
    messageZh: '应用提交的退款参数不合法，因此没有发送。',
    remedy: {
      en: 'Correct the field that the detail names; amounts are whole numbers of fen.',
      zh: '请修正 detail 中指出的字段；金额为以分为单位的整数。',
    },
  },
  'refund-refused': {
    status: 409,
    actor: 'console',
    message: 'WeChat Pay rejected the refund.',
    messageZh: '微信支付拒绝了退款。',
    remedy: {
      en: 'Query the refund before anything else, and keep its `outRefundNo`: another one is another refund.',
      zh: '请先查询该退款并保留 outRefundNo：更换退款单号会成为另一笔退款。',
    },
  },
  'refund-unknown': {
    status: 404,
    actor: 'code',
    message: 'WeChat Pay has not accepted a refund with this `outRefundNo`.',
    messageZh: '微信支付没有受理过该 outRefundNo。',
    remedy: {
      en: 'Requesting it again with the same `outRefundNo` is safe.',
      zh: '微信未受理该退款单号，可用同一个 outRefundNo 重新申请退款。',
    },
  },
  'refund-mismatch': {
    status: 409,
    actor: 'weixin',
    message: 'The reported refund does not fit its payment.',
    messageZh: '通知的退款与原支付不符。',
    remedy: {
      en: 'Compare the field in the detail with the refund on 商户平台. WeChat notifies again for a day.',
      zh: '退款与原支付不符，请在商户平台核对 detail 中指出的字段；微信会在一天内重复通知。',
    },
  },
}
