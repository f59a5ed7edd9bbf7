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
      field: rule.name,
      label: rule.label,
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
      field: name,
    },
  )

export const notJson = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'PARAM_ERROR', message: '请求体不是合法的 JSON 对象', result: 268435461 },
    {
      en: 'The body must be one JSON object, sent as application/json.',
      zh: '请求体必须是一个 JSON 对象，Content-Type 为 application/json。',
      field: null,
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
      field: 'mchid',
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
      field: 'appid',
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

/** 400: `payer` of a service provider's order. */
export const onePayer = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'sp_openid和sub_openid只能且必须传其中一个',
      result: 268435461,
    },
    {
      code: 'one-openid',
      en: 'payer takes exactly one of sp_openid and sub_openid; sub_openid needs sub_appid.',
      zh: 'payer 里 sp_openid 与 sub_openid 必须且只能传一个；传 sub_openid 时必须传 sub_appid。',
      field: 'payer',
    },
  )

/** 400: a refund names its order twice, or not at all. */
export const oneNumber = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'transaction_id和out_trade_no必须且只能填写一个',
      result: 268435461,
    },
    {
      en: 'Name the order by transaction_id or by out_trade_no, by exactly one of them.',
      zh: 'transaction_id 与 out_trade_no 必须且只能填写一个。',
      field: 'transaction_id',
    },
  )

/** 400: the accounts that pay a refund give more or less than the refund. WeChat's own words for it are not published. */
export const fromSum = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: '退款出资金额之和不等于退款金额',
      result: 268435461,
    },
    {
      code: 'refund-from-sum',
      field: 'amount.from',
      en: 'The amounts of amount.from[] must add up to amount.refund.',
      zh: 'amount.from[] 中各账户的金额之和必须等于 amount.refund。',
    },
  )

/** 400: a download_url that is unknown or older than five minutes. */
export const deadLink = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'INVALID_REQUEST', message: '下载地址已失效', result: 268435461 },
    {
      en: 'A download_url lives five minutes and is used as it was given: ask for the bill again.',
      zh: '下载地址 5 分钟内有效，且必须原样使用：请重新申请账单。',
      field: 'token',
    },
  )
