import type { Violation } from './fields.ts'
import { PayRefusal } from './refusal.ts'
import { ruleInWords } from './rule-in-words.ts'

export type Location = 'body' | 'query' | 'uri_template'

/** 400 PARAM_ERROR for a field, in WeChat's words. */
export const badField = ({ rule, message, value }: Violation, location: Location): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'PARAM_ERROR', message, detail: { location, value }, result: 268435461 },
    {
      en: `The field ${rule.name} (${location}) breaks its rule: ${ruleInWords(rule)}.`,
      zh: `字段 ${rule.name}（${location}）不符合该接口的规则：${message}`,
    },
  )

export const unknownParameter = (name: string): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: `请求中含有未知参数“${name}”`,
      detail: { location: 'body', value: name },
      result: 270924358,
    },
    {
      en: `The field ${name} is not part of this call; leave it out.`,
      zh: `该接口没有字段 ${name}，请去掉。`,
    },
  )

export const notJson = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'PARAM_ERROR', message: '请求体不是合法的 JSON 对象', result: 268435461 },
    {
      en: 'The body must be one JSON object, sent as application/json.',
      zh: '请求体必须是一个 JSON 对象，Content-Type 为 application/json。',
    },
  )

export const otherMerchant = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'http header中的mchid与post payload中的mchid不匹配',
      result: 268435461,
    },
    {
      en: 'mchid in the request differs from mchid in Authorization.',
      zh: '请求参数中的 mchid 与 Authorization 中的 mchid 不一致。',
    },
  )

export const appIdNotBound = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'APPID_MCHID_NOT_MATCH',
      message: 'appid和mch_id不匹配',
      result: 268445527,
    },
    {
      en: 'This appid is not bound to this merchant.',
      zh: '该 appid 没有与商户号绑定。',
    },
  )

export const otherOpenid = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'appid和openid不匹配',
      result: 268435461,
    },
    {
      en: 'No user of this appid has this openid: take it from sign-in with the same appid.',
      zh: '该 appid 下没有这个 openid：请用同一个 appid 授权得到 openid。',
    },
  )

export const reentry = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'INVALID_REQUEST',
      message: '请求重入时，参数与首次请求时不一致',
      result: 268498688,
    },
    {
      en: 'This out_trade_no was used with other parameters: repeat the first body exactly, or close it and take another number.',
      zh: '该 out_trade_no 已用其他参数下过单：请原样重发第一次的参数，或关单后换一个订单号。',
    },
  )

export const alreadyPaid = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'ORDERPAID', message: '该订单已支付', result: 268449538 },
    {
      en: 'The order is paid: query it and mark it as paid.',
      zh: '订单已支付：请查单并更新为已支付。',
    },
  )

export const alreadyClosed = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'ORDER_CLOSED', message: '该订单已关闭', result: 268447914 },
    {
      en: 'The order is closed: its number can never be used again.',
      zh: '订单已关闭：这个订单号不能再用。',
    },
  )

export const noSuchOrder = (): PayRefusal =>
  new PayRefusal(
    { status: 404, code: 'ORDER_NOT_EXIST', message: '订单不存在', result: 268512771 },
    {
      en: 'Nobody ever ordered with this number (or nobody paid it yet, when asked by transaction id).',
      zh: '没有用这个订单号下过单（用微信支付订单号查询时：还没有支付）。',
    },
  )

export const detailTooLong = (bytes: number): PayRefusal =>
  badField(
    {
      rule: { name: 'detail', label: '优惠功能', type: 'object', maxBytes: 6144 },
      value: bytes,
      message: `输入源“/body/detail”映射到字段“优惠功能”规则校验失败，字节数 ${bytes}，大于最大值 6144`,
    },
    'body',
  )
