import { PayRefusal } from './refusal.ts'

const invalid = (message: string, en: string, zh: string): PayRefusal =>
  new PayRefusal({ status: 400, code: 'INVALID_REQUEST', message, result: 268435461 }, { en, zh })

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
    },
  )

export const noPaidOrder = (): PayRefusal =>
  new PayRefusal(
    { status: 404, code: 'RESOURCE_NOT_EXISTS', message: '订单不存在', result: 268512771 },
    {
      en: 'There is no such order, or nobody has paid it.',
      zh: '没有这个订单，或订单尚未支付。',
    },
  )

export const noSuchRefund = (): PayRefusal =>
  new PayRefusal(
    { status: 404, code: 'RESOURCE_NOT_EXISTS', message: '退款单不存在', result: 268512771 },
    {
      en: 'This refund was never accepted: asking for it again with the same number is safe.',
      zh: '这笔退款没有受理过：可以用同一个退款单号再次申请。',
    },
  )

export const otherAmounts = (): PayRefusal =>
  invalid(
    '订单金额或退款金额与之前请求不一致，请核实后再试',
    'This out_refund_no was used with other amounts or for another order: repeat the first request.',
    '该退款单号已用于其他金额或其他订单：请原样重发第一次的请求。',
  )

export const otherTotal = (): PayRefusal =>
  invalid(
    '您的请求参数与订单信息不一致',
    'amount.total must be the order’s amount.',
    'amount.total 必须等于原订单金额。',
  )

export const nothingLeft = (): PayRefusal =>
  invalid('订单已全额退款', 'The order was already refunded in full.', '订单已全额退款。')

export const tooMuch = (): PayRefusal =>
  invalid(
    '退款金额大于可退金额',
    'amount.refund is more than what is left of the order.',
    'amount.refund 超过了订单剩余可退金额。',
  )

export const tooMany = (): PayRefusal =>
  invalid('退款次数超过限制', 'An order takes at most 50 refunds.', '一个订单最多退款 50 次。')

export const tooSoon = (): PayRefusal =>
  new PayRefusal(
    { status: 429, code: 'FREQUENCY_LIMITED', message: '频率限制', result: 268435461 },
    {
      en: 'Two partial refunds of one order are a minute apart: wait, then repeat with the same out_refund_no.',
      zh: '同一订单的两次部分退款要间隔 1 分钟：请稍后用同一个退款单号重试。',
    },
  )

export const tooOld = (): PayRefusal =>
  invalid(
    '订单超过可退款期限',
    'An order can be refunded within 365 days of its payment.',
    '支付超过 365 天的订单不能退款。',
  )
