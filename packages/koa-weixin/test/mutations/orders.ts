import type { PlantedMistake } from './mutations.ts'

const refused = {
  file: 'remote/v3/prepay.ts',
  at: 'order',
  answer: '400 PARAM_ERROR',
  why: 'PARAM_ERROR',
} as const

/** The fields of an order, of a query, of a close. */
export const orders: PlantedMistake[] = [
  {
    name: 'the amount is in yuan',
    ...refused,
    from: 'amount: { total,',
    to: 'amount: { total: total / 100,',
    names: '“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
  },
  {
    name: 'the amount is a text',
    ...refused,
    from: 'amount: { total,',
    to: 'amount: { total: String(total),',
    names: '“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
  },
  {
    name: 'the currency is not a code',
    ...refused,
    from: "currency: 'CNY'",
    to: "currency: '元'",
    names: '“/body/amount/currency”映射到值字段“货币类型”字符串规则校验失败，值必须是 CNY',
  },
  {
    name: 'the description keeps its emoji',
    ...refused,
    from: 'description: orderDescription(description)',
    to: 'description',
    names: '“/body/description”映射到值字段“商品描述”字符串规则校验失败，含有 4 字节的 UTF-8 字符',
  },
  {
    name: 'the description is too long',
    ...refused,
    from: 'orderDescription(description)',
    to: 'orderDescription(description).repeat(10)',
    names:
      '“/body/description”映射到值字段“商品描述”字符串规则校验失败，字节数 170，大于最大值 127',
  },
  {
    name: 'attach is too long',
    ...refused,
    from: 'attach: orderId',
    to: 'attach: orderId.repeat(20)',
    names: '“/body/attach”映射到值字段“附加数据”字符串规则校验失败，字节数 140，大于最大值 128',
  },
  {
    name: 'attach is a number',
    ...refused,
    from: 'attach: orderId',
    to: 'attach: total',
    names: '“/body/attach”映射到目标字段“附加数据”中，此字段需要一个 string 类型的 Json 值',
  },
  {
    name: 'notify_url has a query',
    ...refused,
    from: 'notify_url: notifyUrl',
    to: 'notify_url: `${notifyUrl}?order=${orderId}`',
    names: '“/body/notify_url”映射到值字段“通知地址”字符串规则校验失败，字符串必须匹配正则表达式',
  },
  {
    name: 'out_trade_no holds a forbidden character',
    ...refused,
    from: 'out_trade_no: outTradeNo',
    to: "out_trade_no: outTradeNo.replace('-', '#')",
    names:
      '“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字符串必须匹配正则表达式',
  },
  {
    name: 'out_trade_no is longer than 32',
    ...refused,
    from: 'out_trade_no: outTradeNo',
    to: "out_trade_no: outTradeNo.padStart(33, '0')",
    names:
      '“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 33，大于最大值 32',
  },
  {
    name: 'time_expire is no RFC 3339',
    ...refused,
    from: 'chinaTime(payBefore)',
    to: 'String(payBefore.getTime())',
    names: '“/body/time_expire”映射到值字段“交易结束时间”字符串规则校验失败',
  },
  {
    name: 'the openid stands outside of payer',
    ...refused,
    from: '{ payer: { openid: payer.openid } }',
    to: '{ openid: payer.openid }',
    names: '“/body/payer”映射到字段“支付者”必填性规则校验失败，此字段为必填项',
  },
  {
    name: 'a field of API v2 is sent along',
    ...refused,
    from: '{ payer: { openid: payer.openid } }',
    to: "{ payer: { openid: payer.openid }, trade_type: 'JSAPI' }",
    names: 'The field trade_type is not part of this call',
  },
  {
    name: 'the body is not said to be JSON',
    ...refused,
    file: 'remote/v3/client.ts',
    from: "'content-type': 'application/json'",
    to: "'content-type': 'text/plain'",
    names: 'sent as application/json',
  },
  {
    name: 'a query does not say which merchant asks',
    ...refused,
    file: 'remote/v3/query.ts',
    from: '?mchid=${options.mchId}',
    to: '',
    at: 'query',
    names: '“/query/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
  },
  {
    name: 'a close does not say which merchant asks',
    ...refused,
    file: 'remote/v3/close.ts',
    from: '{ mchid: options.mchId }',
    to: '{}',
    at: 'close',
    names: '“/body/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
  },
]
