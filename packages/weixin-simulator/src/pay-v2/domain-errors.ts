import type { DomainReason } from '../domain/reasons.ts'
import type { DomainRefusal } from '../domain/refusal.ts'
import { V2Refusal } from './refusal.ts'

/** What API v2 says for each reason: err_code and err_code_des. */
const V2_ERRORS: Record<DomainReason, readonly [code: string, text: string]> = {
  'order-not-found': ['ORDERNOTEXIST', '订单不存在'],
  'order-paid': ['ORDERPAID', '该订单已支付'],
  'order-closed': ['ORDERCLOSED', '该订单已关闭'],
  'number-closed-before': ['ORDERCLOSED', '该订单已关闭'],
  'number-reused': ['INVALID_REQUEST', '201 商户订单号重复'],
  'other-trade-type': ['INVALID_REQUEST', '201 商户订单号重复'],
  // Another merchant's order does not exist for this one.
  'other-merchants-order': ['ORDERNOTEXIST', '订单不存在'],
  'sub-merchant-unknown': ['NOAUTH', '商户无权限'],
  'sub-app-id-not-bound': ['APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配'],
  'openid-unknown': ['PARAM_ERROR', 'appid和openid不匹配'],
  'refund-order-not-paid': ['ORDERNOTEXIST', '订单不存在'],
  'refund-not-found': ['REFUNDNOTEXIST', '退款单不存在'],
  'refund-not-abnormal': ['ERROR', '退款单状态不是退款异常'],
  'refund-other-amounts': [
    'REFUND_FEE_MISMATCH',
    '订单金额或退款金额与之前请求不一致，请核实后再试',
  ],
  'refund-other-total': ['ERROR', '订单金额不一致'],
  'refund-nothing-left': ['ERROR', '订单已全额退款'],
  'refund-too-much': ['ERROR', '退款金额大于可退金额'],
  'refund-too-many': ['ERROR', '退款次数超过限制'],
  'refund-too-soon': ['FREQUENCY_LIMITED', '频率限制'],
  'refund-too-old': ['TRADE_OVERDUE', '订单已经超过退款期限'],
  'merchant-balance': ['NOTENOUGH', '基本账户余额不足，请充值后重新发起'],
  'bill-no-such-day': ['PARAM_ERROR', 'data format error'],
  'bill-day-not-over': ['NO_BILL_EXIST', 'No Bill Exist'],
  // Which text stands for an old day is not documented.
  'bill-too-old': ['PARAM_ERROR', 'data format error'],
  'bill-type-not-made': ['PARAM_ERROR', 'invalid bill_type'],
  'bill-creating': ['BILL_CREATING', 'Bill Creating'],
  'bill-empty': ['NO_BILL_EXIST', 'No Bill Exist'],
}

/** A refusal of the business, in API v2's code and text. */
export function inV2({ why, reason }: DomainRefusal): V2Refusal {
  const [code, text] = V2_ERRORS[why]
  return new V2Refusal(code, text, reason)
}
