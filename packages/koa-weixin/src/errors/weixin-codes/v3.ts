import { failure, refundRefusal, remedies, wrongRequest } from './remedies.ts'
import type { Row } from './row.ts'

/**
 * `code` of WeChat Pay API v3. Combined payments still write some without underscores; the lookup
 * takes both. Sources: pay.weixin.qq.com/doc/v3/merchant, 基础错误码 (4012081717) and the table of each call.
 */
export const v3Codes: Record<string, Row> = {
  PARAM_ERROR: wrongRequest({ en: 'A parameter is invalid.', zh: '参数错误' }),
  INVALID_REQUEST: {
    on: { 'bill-file': 'bill-link-expired', refund: 'refund-refused' },
    actor: 'code',
    meaning: {
      en: 'A rule is broken: other parameters for an `out_trade_no` used before, refund amounts that do not fit, an expired bill link.',
      zh: '请求不符合业务规则：重入参数不一致、退款金额不符或账单链接已过期等',
    },
    remedy: remedies.rule,
  },
  SIGN_ERROR: {
    actor: 'console',
    meaning: { en: 'WeChat Pay could not verify our signature.', zh: '请求签名验证失败' },
    remedy: remedies.v3Signature,
  },
  NO_AUTH: {
    actor: 'console',
    meaning: {
      en: 'The merchant does not have the product, or is restricted.',
      zh: '商户未开通该产品，或权限受限',
    },
    remedy: remedies.product,
  },
  APPID_MCHID_NOT_MATCH: {
    actor: 'console',
    meaning: { en: 'The appId is not linked to the merchant.', zh: 'AppID 与商户号未绑定' },
    remedy: remedies.parties,
  },
  MCH_NOT_EXISTS: {
    actor: 'console',
    meaning: { en: 'The merchant does not exist.', zh: '商户号不存在' },
    remedy: remedies.merchant,
  },
  OPENID_MISMATCH: {
    actor: 'code',
    meaning: { en: 'The openid belongs to another appId.', zh: 'openid 与 AppID 不匹配' },
    remedy: {
      en: 'Give the openid that the user has with this `appId`.',
      zh: '请使用用户在该 appId 下的 openid。',
    },
  },
  OUT_TRADE_NO_USED: {
    actor: 'code',
    meaning: {
      en: 'The `out_trade_no` was used before, with other parameters.',
      zh: '商户订单号已使用',
    },
    remedy: remedies.sameNumber,
  },
  ORDERPAID: {
    actor: 'code',
    tradeState: 'paid',
    meaning: { en: 'The order is paid.', zh: '订单已支付' },
    remedy: remedies.paid,
  },
  ORDER_CLOSED: {
    actor: 'code',
    tradeState: 'closed',
    meaning: { en: 'The order is closed.', zh: '订单已关闭' },
    remedy: remedies.newOutTradeNo,
  },
  ORDER_NOT_EXIST: {
    actor: 'code',
    tradeState: 'absent',
    meaning: { en: 'There is no order with this `out_trade_no`.', zh: '订单不存在' },
    remedy: remedies.absent,
  },
  USERPAYING: {
    actor: 'user',
    retry: true,
    tradeState: 'paying',
    meaning: { en: 'The payer is entering the password.', zh: '用户正在支付' },
    remedy: {
      en: 'Query the order after five seconds.',
      zh: '请 5 秒后查单。',
    },
  },
  TRADE_ERROR: {
    actor: 'user',
    meaning: { en: 'The trade failed for a business reason.', zh: '交易错误' },
    remedy: remedies.payer,
  },
  RULE_LIMIT: {
    actor: 'user',
    meaning: { en: 'A business rule of WeChat Pay forbids it.', zh: '业务规则限制' },
    remedy: remedies.payer,
  },
  ACCOUNT_ERROR: {
    actor: 'user',
    meaning: { en: "The payer's account is restricted.", zh: '用户账号异常' },
    remedy: remedies.payer,
  },
  NOT_ENOUGH: refundRefusal(
    'console',
    { en: 'The balance is too low.', zh: '余额不足' },
    remedies.topUp,
  ),
  USER_ACCOUNT_ABNORMAL: refundRefusal(
    'console',
    { en: "The payer's account no longer exists.", zh: '用户账号异常或已注销' },
    remedies.payBack,
  ),
  RESOURCE_NOT_EXISTS: {
    on: {
      refund: 'refund-refused',
      'refund-query': 'refund-unknown',
      certificates: 'no-certificates',
    },
    actor: 'code',
    meaning: {
      en: 'There is no such payment, refund or certificate.',
      zh: '订单、退款单或证书不存在',
    },
    remedy: remedies.noPayment,
  },
  REQUEST_BLOCKED: refundRefusal(
    'console',
    { en: 'The request is blocked.', zh: '请求被拦截' },
    remedies.product,
  ),
  TRADE_OVERDUE: refundRefusal(
    'console',
    { en: 'The payment is older than 365 days.', zh: '订单已超过退款期限（365 天）' },
    remedies.payBack,
  ),
  REFUND_FEE_MISMATCH: refundRefusal(
    'code',
    {
      en: 'The amounts differ from the first time with this `out_refund_no`.',
      zh: '退款金额与首次请求不一致',
    },
    remedies.refundAmounts,
  ),
  NO_STATEMENT_EXIST: {
    on: { bill: 'bill-absent' },
    actor: 'user',
    meaning: { en: 'There is no bill of that day.', zh: '账单文件不存在' },
    remedy: remedies.noBill,
  },
  STATEMENT_CREATING: {
    on: { bill: 'bill-not-ready' },
    actor: 'weixin',
    retry: true,
    meaning: { en: 'The bill is not ready.', zh: '账单生成中' },
    remedy: remedies.billLater,
  },
  FREQUENCY_LIMITED: failure({ en: 'The calls come too fast.', zh: '频率超限' }, remedies.slower),
  RATELIMIT_EXCEEDED: failure({ en: 'The calls come too fast.', zh: '频率超限' }, remedies.slower),
  BANK_ERROR: failure({ en: 'The bank failed.', zh: '银行系统异常' }),
  INVALID_TRANSACTIONID: refundRefusal(
    'code',
    { en: 'The transaction id is invalid.', zh: '微信支付订单号不合法' },
    remedies.noPayment,
  ),
  SYSTEM_ERROR: failure({ en: 'WeChat Pay failed or was too slow.', zh: '系统错误' }),
  SERVICE_UNAVAILABLE: failure({ en: 'WeChat Pay is down or overloaded.', zh: '服务不可用' }),
}
