import { expect, it } from 'vitest'
import { ruleInWords } from './rule-in-words.ts'
import { JSAPI_ORDER } from './rules.ts'

it.each([
  ['amount.total', 'integer; required; at least 1'],
  ['amount', 'object; required'],
  ['attach', 'string; optional; at most 128 bytes; no character of 4 bytes, such as an emoji'],
  [
    'out_trade_no',
    'string; required; at least 6 bytes; at most 32 bytes; no character of 4 bytes, such as an emoji; digits, letters and _ - | * only',
  ],
  [
    'amount.currency',
    'string; optional; at most 16 bytes; no character of 4 bytes, such as an emoji; one of CNY',
  ],
  ['detail.goods_detail', 'array; optional; items: at least 1'],
])('%s', (name, words) => {
  const rule = JSAPI_ORDER.find((one) => one.name === name)
  expect(rule && ruleInWords(rule).en).toBe(words)
})

it('says it in Chinese too', () => {
  const rule = JSAPI_ORDER.find((one) => one.name === 'notify_url')
  expect(rule && ruleInWords(rule).zh).toBe(
    '字符串；必填；最多 255 字节；不能含 emoji 等 4 字节字符；完整的 https 地址，不带查询参数和 # 片段（模拟器也接受指向本机和内网地址的 http）',
  )
})
