import type { DomainReason } from '../domain/reasons.ts'
import type { DomainRefusal } from '../domain/refusal.ts'
import { V2Refusal } from './refusal.ts'

/** What API v2 answers for each reason: err_code, err_code_des, and the parameter it is about (null: none alone). */
const V2_ERRORS: Record<DomainReason, readonly [code: string, text: string, field: string | null]> =
  {
    'order-not-found': ['ORDERNOTEXIST', '订单不存在', 'out_trade_no'],
    'order-paid': ['ORDERPAID', '该订单已支付', 'out_trade_no'],
    'order-closed': ['ORDERCLOSED', '该订单已关闭', 'out_trade_no'],
    'number-closed-before': ['ORDERCLOSED', '该订单已关闭', 'out_trade_no'],
    'number-reused': ['INVALID_REQUEST', '201 商户订单号重复', 'out_trade_no'],
    'other-trade-type': ['INVALID_REQUEST', '201 商户订单号重复', 'out_trade_no'],
    // Another merchant's order does not exist for this one.
    'other-merchants-order': ['ORDERNOTEXIST', '订单不存在', 'mch_id'],
    'sub-merchant-unknown': ['NOAUTH', '商户无权限', 'sub_mch_id'],
    'sub-app-id-not-bound': ['APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配', 'sub_appid'],
    'openid-unknown': ['PARAM_ERROR', 'appid和openid不匹配', 'openid'],
    'refund-order-not-paid': ['ORDERNOTEXIST', '订单不存在', null],
    'refund-not-found': ['REFUNDNOTEXIST', '退款单不存在', 'out_refund_no'],
    'refund-not-abnormal': ['ERROR', '退款单状态不是退款异常', 'refund_id'],
    'refund-other-amounts': [
      'REFUND_FEE_MISMATCH',
      '订单金额或退款金额与之前请求不一致，请核实后再试',
      'out_refund_no',
    ],
    'refund-other-total': ['ERROR', '订单金额不一致', 'total_fee'],
    'refund-nothing-left': ['ERROR', '订单已全额退款', 'refund_fee'],
    'refund-too-much': ['ERROR', '退款金额大于可退金额', 'refund_fee'],
    'refund-too-many': ['ERROR', '退款次数超过限制', null],
    'refund-too-soon': ['FREQUENCY_LIMITED', '频率限制', null],
    'refund-too-old': ['TRADE_OVERDUE', '订单已经超过退款期限', null],
    'merchant-balance': ['NOTENOUGH', '基本账户余额不足，请充值后重新发起', 'refund_fee'],
    'bill-no-such-day': ['PARAM_ERROR', 'data format error', 'bill_date'],
    'bill-day-not-over': ['NO_BILL_EXIST', 'No Bill Exist', 'bill_date'],
    // Which text stands for an old day is not documented.
    'bill-too-old': ['PARAM_ERROR', 'data format error', 'bill_date'],
    'bill-type-not-made': ['PARAM_ERROR', 'invalid bill_type', 'bill_type'],
    'bill-creating': ['BILL_CREATING', 'Bill Creating', 'bill_date'],
    'bill-empty': ['NO_BILL_EXIST', 'No Bill Exist', 'bill_date'],
  }

/** A refusal of the business, in API v2's code and text. */
export function inV2({ why, reason }: DomainRefusal): V2Refusal {
  const [code, text, field] = V2_ERRORS[why]
  return new V2Refusal(code, text, { ...reason, field })
}
