import type { Entry } from './entry.ts'

export type RefundErrorCode =
  | 'refund-invalid'
  | 'refund-refused'
  | 'refund-unknown'
  | 'refund-mismatch'

/** Asking for a refund, and asking about one. */
export const refundsErrors: Record<RefundErrorCode, Entry> = {
  'refund-invalid': {
    status: 400,
    actor: 'code',
    message: 'The refund that the app asked for cannot be right.',
    remedy: {
      en: 'Correct the field that the detail names; amounts are whole numbers of fen.',
      zh: '请修正 detail 中指出的字段；金额以分为单位，须为整数。',
    },
  },
  'refund-refused': {
    status: 409,
    actor: 'user',
    message: 'WeChat Pay refused the refund.',
    remedy: {
      en:
        'Query it before anything else, and keep its `outRefundNo`. INVALID_REQUEST: `total` must be what the order cost, `amount` at most ' +
        'what is left of it, and both the same as at first for a number used before. NOT_ENOUGH: top the merchant’s balance up, then repeat ' +
        'the same. RESOURCE_NOT_EXISTS: no such payment here. USER_ACCOUNT_ABNORMAL, TRADE_OVERDUE (365 days): pay back outside WeChat.',
      zh:
        '请先查询该退款，并保留 outRefundNo。INVALID_REQUEST：total 须等于原订单金额，amount 不得超过剩余可退金额，同一退款单号的金额须与首次一致。' +
        'NOT_ENOUGH：请给商户余额充值后原样重试。RESOURCE_NOT_EXISTS：没有这笔支付。USER_ACCOUNT_ABNORMAL、TRADE_OVERDUE（超过 365 天）：请用其他方式退款。',
    },
  },
  'refund-unknown': {
    status: 404,
    actor: 'code',
    message: 'WeChat Pay has not accepted a refund with this number.',
    remedy: {
      en: 'Asking for it again with the same `outRefundNo` is safe.',
      zh: '可以用同一个 outRefundNo 再次申请退款。',
    },
  },
  'refund-mismatch': {
    status: 409,
    actor: 'weixin',
    message: 'The reported refund does not fit its payment.',
    remedy: {
      en: 'Compare the field in the detail with the refund on 商户平台. WeChat notifies again for a day.',
      zh: '退款与原支付不符，请在商户平台核对 detail 中指出的字段；微信会在一天内重复通知。',
    },
  },
}
