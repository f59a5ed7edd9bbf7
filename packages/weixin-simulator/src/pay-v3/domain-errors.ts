import type { DomainReason } from '../domain/reasons.ts'
import type { DomainRefusal } from '../domain/refusal.ts'
import { PayRefusal, type PayError } from './refusal.ts'

const invalid = (message: string, result = 268435461): PayError => ({
  status: 400,
  code: 'INVALID_REQUEST',
  message,
  result,
})

const parameter = (message: string): PayError => ({
  status: 400,
  code: 'PARAM_ERROR',
  message,
  result: 268435461,
})

const notFound = (message: string): PayError => ({
  status: 404,
  code: 'RESOURCE_NOT_EXISTS',
  message,
  result: 268512771,
})

/** What API v3 says for each reason: status, code, message, and the number at the end of Request-ID. */
const V3_ERRORS: Record<DomainReason, PayError> = {
  'order-not-found': {
    status: 404,
    code: 'ORDER_NOT_EXIST',
    message: '订单不存在',
    result: 268512771,
  },
  'order-paid': { status: 400, code: 'ORDERPAID', message: '该订单已支付', result: 268449538 },
  'order-closed': { status: 400, code: 'ORDER_CLOSED', message: '该订单已关闭', result: 268447914 },
  'number-closed-before': invalid('请求重入时，参数与首次请求时不一致', 268498688),
  'number-reused': invalid('请求重入时，参数与首次请求时不一致', 268498688),
  'other-trade-type': invalid('请求重入时，参数与首次请求时不一致', 268498688),
  'other-merchants-order': invalid('商户号和订单信息不匹配'),
  'sub-merchant-unknown': {
    status: 403,
    code: 'NO_AUTH',
    message: '商户无权限',
    result: 268435461,
  },
  'sub-app-id-not-bound': {
    status: 400,
    code: 'APPID_MCHID_NOT_MATCH',
    message: 'appid和mch_id不匹配',
    result: 268445527,
  },
  'openid-unknown': parameter('appid和openid不匹配'),
  'refund-order-not-paid': notFound('订单不存在'),
  'refund-not-found': notFound('退款单不存在'),
  'refund-not-abnormal': invalid('退款单状态不是退款异常，不能发起异常退款'),
  'refund-other-amounts': invalid('订单金额或退款金额与之前请求不一致，请核实后再试'),
  'refund-other-total': invalid('您的请求参数与订单信息不一致'),
  'refund-nothing-left': invalid('订单已全额退款'),
  'refund-too-much': invalid('退款金额大于可退金额'),
  'refund-too-many': invalid('退款次数超过限制'),
  'refund-too-soon': {
    status: 429,
    code: 'FREQUENCY_LIMITED',
    message: '频率限制',
    result: 268435461,
  },
  'refund-too-old': invalid('订单超过可退款期限'),
  'merchant-balance': {
    status: 403,
    code: 'NOT_ENOUGH',
    message: '基本账户余额不足，请充值后重新发起',
    result: 268435461,
  },
  // Which code WeChat gives for a day without files is not documented; a wrong date is a wrong parameter.
  'bill-no-such-day': parameter('账单日期不合法'),
  'bill-day-not-over': parameter('账单日期不合法'),
  'bill-too-old': parameter('账单日期不合法'),
  'bill-type-not-made': parameter('模拟器只提供 ALL 类型的账单'),
  'bill-creating': {
    status: 400,
    code: 'STATEMENT_CREATING',
    message: '账单生成中',
    result: 268435461,
  },
  'bill-empty': {
    status: 400,
    code: 'NO_STATEMENT_EXIST',
    message: '账单文件不存在',
    result: 268435461,
  },
}

/** A refusal of the business, in API v3's code and message. */
export function inV3({ why, subject, reason }: DomainRefusal): PayRefusal {
  const error = V3_ERRORS[why]
  const detail = why.startsWith('bill-') && subject !== '' && { location: 'query', value: subject }
  return new PayRefusal({ ...error, ...(detail && { detail }) }, reason)
}
