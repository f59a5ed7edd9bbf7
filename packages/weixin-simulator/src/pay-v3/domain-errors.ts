import type { DomainReason } from '../domain/reasons.ts'
import type { DomainRefusal } from '../domain/refusal.ts'
import { PayRefusal, type PayError } from './refusal.ts'

/** What API v3 answers for a reason, and which field it is about; null: none alone. */
type Row = PayError & { field: string | null }

const invalid = (field: Row['field'], message: string, result = 268435461): Row => ({
  field,
  status: 400,
  code: 'INVALID_REQUEST',
  message,
  result,
})

const parameter = (field: Row['field'], message: string): Row => ({
  field,
  status: 400,
  code: 'PARAM_ERROR',
  message,
  result: 268435461,
})

const notFound = (field: Row['field'], message: string): Row => ({
  field,
  status: 404,
  code: 'RESOURCE_NOT_EXISTS',
  message,
  result: 268512771,
})

/** What API v3 answers for each reason: status, code, message, field, and the number at the end of Request-ID. */
const V3_ERRORS: Record<DomainReason, Row> = {
  'order-not-found': {
    field: 'out_trade_no',
    status: 404,
    code: 'ORDER_NOT_EXIST',
    message: '订单不存在',
    result: 268512771,
  },
  'order-paid': {
    field: 'out_trade_no',
    status: 400,
    code: 'ORDERPAID',
    message: '该订单已支付',
    result: 268449538,
  },
  'order-closed': {
    field: 'out_trade_no',
    status: 400,
    code: 'ORDER_CLOSED',
    message: '该订单已关闭',
    result: 268447914,
  },
  'number-closed-before': invalid('out_trade_no', '请求重入时，参数与首次请求时不一致', 268498688),
  'number-reused': invalid('out_trade_no', '请求重入时，参数与首次请求时不一致', 268498688),
  'other-trade-type': invalid('out_trade_no', '请求重入时，参数与首次请求时不一致', 268498688),
  'other-merchants-order': invalid('mchid', '商户号和订单信息不匹配', 268447843),
  'sub-merchant-unknown': {
    field: 'sub_mchid',
    status: 403,
    code: 'NO_AUTH',
    message: '商户无权限',
    result: 268443701,
  },
  'sub-app-id-not-bound': {
    field: 'sub_appid',
    status: 400,
    code: 'APPID_MCHID_NOT_MATCH',
    message: 'appid和mch_id不匹配',
    result: 268445527,
  },
  'openid-unknown': parameter('payer.openid', 'appid和openid不匹配'),
  'refund-order-not-paid': notFound(null, '订单不存在'),
  'refund-not-found': notFound('out_refund_no', '退款单不存在'),
  'refund-not-abnormal': invalid('refund_id', '退款单状态不是退款异常，不能发起异常退款'),
  'refund-other-amounts': invalid(
    'out_refund_no',
    '订单金额或退款金额与之前请求不一致，请核实后再试',
  ),
  'refund-other-total': invalid('amount.total', '您的请求参数与订单信息不一致'),
  'refund-nothing-left': invalid('amount.refund', '订单已全额退款'),
  'refund-too-much': invalid('amount.refund', '退款金额大于可退金额'),
  'refund-too-many': invalid(null, '退款次数超过限制'),
  'refund-too-soon': {
    field: null,
    status: 429,
    code: 'FREQUENCY_LIMITED',
    message: '频率限制',
    result: 268447840,
  },
  'refund-too-old': invalid(null, '订单超过可退款期限'),
  'merchant-balance': {
    field: 'amount.refund',
    status: 403,
    code: 'NOT_ENOUGH',
    message: '基本账户余额不足，请充值后重新发起',
    result: 268435461,
  },
  // Which code WeChat gives for a day without files is not documented; a wrong date is a wrong parameter.
  'bill-no-such-day': parameter('bill_date', '账单日期不合法'),
  'bill-day-not-over': parameter('bill_date', '账单日期不合法'),
  'bill-too-old': parameter('bill_date', '账单日期不合法'),
  'bill-type-not-made': parameter('bill_type', '模拟器只提供 ALL、SUCCESS 和 REFUND 类型的账单'),
  'bill-creating': {
    field: 'bill_date',
    status: 400,
    code: 'STATEMENT_CREATING',
    message: '账单生成中',
    result: 268435461,
  },
  'bill-empty': {
    field: 'bill_date',
    status: 400,
    code: 'NO_STATEMENT_EXIST',
    message: '账单文件不存在',
    result: 268435461,
  },
}

/** A refusal of the business, in API v3's code and message. */
export function inV3({ why, subject, reason }: DomainRefusal): PayRefusal {
  const { field, ...error } = V3_ERRORS[why]
  const detail = why.startsWith('bill-') && subject !== '' && { location: 'query', value: subject }
  return new PayRefusal(
    { ...error, ...(detail && { detail }) },
    {
      ...reason,
      field,
    },
  )
}
