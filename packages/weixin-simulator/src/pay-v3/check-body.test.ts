import { describe, expect, test } from 'vitest'
import { checkBody, unknownField } from './check-body.ts'
import type { FieldRule } from './fields.ts'
import { JSAPI_ORDER, REFUND } from './rules.ts'
import { H5_ORDER, NATIVE_ORDER, ofPartner } from './trade-type-rules.ts'

type Body = Record<string, unknown>

const order: Body = {
  appid: 'wx1234567890abcdef',
  mchid: '1900000001',
  description: '明前龙井 50g',
  out_trade_no: 'T20260101',
  time_expire: '2026-01-01T08:00:05+08:00',
  attach: '订单 7',
  notify_url: 'https://tea.example.com/weixin/notify',
  goods_tag: 'WXG',
  support_fapiao: false,
  amount: { total: 1, currency: 'CNY' },
  payer: { openid: 'oTestOnly0000000000000000001' },
  detail: {
    cost_price: 100,
    invoice_id: 'i1',
    goods_detail: [
      {
        merchant_goods_id: 'tea-1',
        wechatpay_goods_id: '1001',
        goods_name: '龙井',
        quantity: 1,
        unit_price: 100,
      },
    ],
  },
  scene_info: {
    payer_client_ip: '::1',
    device_id: 'd1',
    store_info: { id: 's1', name: '茶铺', area_code: '440305', address: '山前路 1 号' },
  },
  limit_pay: ['no_credit'],
  settle_info: { profit_sharing: false },
}

const refund: Body = {
  sub_mchid: '1900000002',
  transaction_id: '4200000000202601010000000001',
  out_trade_no: 'T20260101',
  out_refund_no: 'R4200@1',
  reason: '不想要了',
  notify_url: 'https://tea.example.com/weixin/notify',
  funds_account: 'AVAILABLE',
  amount: {
    refund: 1,
    total: 1,
    currency: 'CNY',
    from: [{ account: 'AVAILABLE', amount: 1 }],
  },
  goods_detail: [
    {
      merchant_goods_id: 'tea-1',
      wechatpay_goods_id: '1001',
      goods_name: '龙井',
      unit_price: 1,
      refund_amount: 1,
      refund_quantity: 1,
    },
  ],
}

/** A copy with one field set, or left out when the value is undefined. */
function changed(body: Body, name: string, value: unknown): Body {
  const copy = structuredClone(body)
  const steps = name.replaceAll('[]', '.0').split('.')
  const last = steps.pop() ?? ''
  let place: Body = copy
  for (const step of steps) place = place[step] as Body
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy
}

/** For each row, every way to break it, with WeChat's words for that. */
function breaks(rule: FieldRule): [what: string, value: unknown, words: RegExp][] {
  const all: [string, unknown, RegExp][] = [['null', null, /无法将 JSON 输入源/]]
  if (rule.required) all.push(['left out', undefined, /必填性规则校验失败，此字段为必填项/])
  if (rule.type === 'string') {
    all.push(['a number', 4, /此字段需要一个 string 类型的 Json 值/])
    if (!rule.pattern && !rule.oneOf) all.push(['an emoji', '🍵🍵', /4 字节/])
  }
  if (rule.type === 'integer') {
    all.push(['text', '100', /合法的 64 位有符号整数/], ['a fraction', 0.01, /64 位有符号整数/])
  }
  if (rule.type === 'boolean') all.push(['text', 'false', /boolean 类型/])
  if (rule.type === 'object') all.push(['a list', [], /object 类型/])
  if (rule.type === 'array') all.push(['an object', {}, /array 类型/])
  if (rule.maxBytes !== undefined) {
    const { maxBytes: max } = rule
    all.push(['too long', 'a'.repeat(max + 1), new RegExp(`字节数 ${max + 1}，大于最大值 ${max}`)])
    const wide = '茶'.repeat(Math.floor(max / 3) + 1)
    all.push(['too long in bytes', wide, new RegExp(`大于最大值 ${max}`)])
  }
  if (rule.minBytes !== undefined || rule.required) {
    const least = rule.minBytes ?? 1
    const short = 'a'.repeat(least - 1)
    if (rule.type === 'string') all.push(['too short', short, new RegExp(`小于最小值 ${least}`)])
  }
  if (rule.min !== undefined) {
    all.push(['too small', rule.min - 1, new RegExp(`值低于最小值 ${rule.min}`)])
  }
  if (rule.minItems !== undefined) all.push(['empty', [], /元素个数 0，小于最小值 1/])
  if (rule.pattern) all.push(['not the pattern', '？？？？？？', /字符串必须匹配正则表达式/])
  if (rule.oneOf) all.push(['another word', 'USD', /值必须是 .* 之一/])
  return all
}

const rows = (rules: readonly FieldRule[]) =>
  rules.flatMap((rule) =>
    breaks(rule).map(([what, value, words]) => ({ rule, name: rule.name, what, value, words })),
  )

const { payer: _payer, ...unpaid } = order
const h5: Body = {
  ...unpaid,
  scene_info: {
    ...(order['scene_info'] as Body),
    h5_info: {
      type: 'Wap',
      app_name: '茶铺',
      app_url: 'https://tea.example.com',
      bundle_id: 'com.example.tea',
      package_name: 'com.example.tea',
    },
  },
}
const partner: Body = {
  sp_appid: 'wx1234567890abcdef',
  sp_mchid: '1900000001',
  sub_appid: 'wxfedcba0987654321',
  sub_mchid: '1900000002',
  ...Object.fromEntries(Object.entries(order).filter(([name]) => !/^(app|mch)id$/.test(name))),
  payer: { sp_openid: 'oTestOnly0000000000000000001', sub_openid: 'oTestOnlySub000000000001' },
  settle_info: { profit_sharing: false, subsidy_amount: 0 },
}

test.each([
  ['an order', ofPartner(H5_ORDER)],
  ['a refund', REFUND],
])('the items of each list of %s have a rule of their own', (_name, rules) => {
  const names = new Set(rules.map(({ name }) => name))
  const lists = rules.flatMap(({ name, type }) => (type === 'array' ? [`${name}[]`] : []))
  expect(lists.length).toBeGreaterThan(0)
  expect(lists.filter((name) => !names.has(name))).toEqual([])
})

describe.each([
  ['an H5 order', H5_ORDER, h5],
  ['a Native or APP order', NATIVE_ORDER, unpaid],
  ["a service provider's order", ofPartner(JSAPI_ORDER), partner],
  ["a service provider's H5 order", ofPartner(H5_ORDER), { ...partner, ...h5 }],
])('%s', (_name, rules, good) => {
  test.each(rows(rules))('whose $name is $what is refused', ({ rule, value, words }) => {
    expect(checkBody(rules, good)).toBeNull()
    const violation = checkBody(rules, changed(good, rule.name, value))
    expect(violation?.rule).toBe(rule)
    expect(violation?.message).toMatch(words)
  })
})

test('only JSAPI orders name the payer', () => {
  expect(unknownField(NATIVE_ORDER, order)).toBe('payer')
  expect(unknownField(H5_ORDER, { ...h5, payer: {} })).toBe('payer')
})

test.each(rows(JSAPI_ORDER))('an order whose $name is $what', ({ rule, value, words }) => {
  expect(checkBody(JSAPI_ORDER, order)).toBeNull()
  const violation = checkBody(JSAPI_ORDER, changed(order, rule.name, value))
  expect(violation?.rule).toBe(rule)
  expect(violation?.message).toMatch(words)
  expect(violation?.message).toContain(rule.label)
})

test.each(rows(REFUND))('a refund whose $name is $what', ({ rule, value, words }) => {
  expect(checkBody(REFUND, refund)).toBeNull()
  const violation = checkBody(REFUND, changed(refund, rule.name, value))
  expect(violation?.rule).toBe(rule)
  expect(violation?.message).toMatch(words)
})

const optional = JSAPI_ORDER.filter((rule) => !rule.required)

test.each(optional)('an order may leave out $name', ({ name }) => {
  expect(checkBody(JSAPI_ORDER, changed(order, name, undefined))).toBeNull()
})

test.each([
  ['out_trade_no', 'T2026_-|*'],
  ['out_trade_no', 'a'.repeat(32)],
  ['description', '茶'.repeat(42)],
  ['notify_url', 'http://localhost:3000/weixin/notify'],
  ['notify_url', 'http://127.0.0.1:3000/weixin/notify'],
  ['notify_url', 'https://tea.example.com'],
  ['notify_url', 'http://app:3000/weixin/notify'],
  ['notify_url', 'http://host.docker.internal:3000/notify'],
  ['notify_url', 'http://192.168.1.20:8080/notify'],
  ['time_expire', '2026-01-01T00:00:05Z'],
  ['scene_info.payer_client_ip', '203.0.113.7'],
])('an order whose %s is %s', (name, value) => {
  expect(checkBody(JSAPI_ORDER, changed(order, name, value))).toBeNull()
})

test.each([
  ['notify_url', 'http://tea.example.com/notify'],
  ['notify_url', 'https://tea.example.com/notify?shop=1'],
  ['notify_url', 'https://tea.example.com/notify#top'],
  ['notify_url', '/weixin/notify'],
  ['out_trade_no', 'T2026 0101'],
  ['out_trade_no', 'T2026@101'],
  ['out_trade_no', '订单号一二三'],
  ['time_expire', '2026-01-01 08:00:05'],
  ['time_expire', '2026-13-01T08:00:05+08:00'],
  ['time_expire', '2026-01-01T08:00:05'],
  ['detail.goods_detail[].merchant_goods_id', '龙井'],
  ['scene_info.payer_client_ip', 'localhost'],
])('no order whose %s is %s', (name, value) => {
  const violation = checkBody(JSAPI_ORDER, changed(order, name, value))
  expect(violation?.rule.name).toBe(name)
  expect(violation?.message).toMatch(/字符串必须匹配正则表达式/)
})

test('the pointer names the item of a list', () => {
  const body = changed(order, 'detail.goods_detail[].quantity', 0)
  expect(checkBody(JSAPI_ORDER, body)?.message).toContain('/body/detail/goods_detail/0/quantity')
})

test('a field that no rule names is found', () => {
  expect(unknownField(JSAPI_ORDER, order)).toBeUndefined()
  expect(unknownField(JSAPI_ORDER, { ...order, trade_type: 'JSAPI' })).toBe('trade_type')
})
