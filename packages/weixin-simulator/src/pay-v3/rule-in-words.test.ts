import { expect, it } from 'vitest'
import { ruleInWords } from './rule-in-words.ts'
import { JSAPI_ORDER } from './rules.ts'

it.each([
  ['amount.total', 'integer; required; at least 1'],
  ['amount', 'object; required'],
  ['attach', 'string; optional; at most 128 bytes; no character of 4 bytes, such as an emoji'],
  [
    'out_trade_no',
    'string; required; at least 6 bytes; at most 32 bytes; no character of 4 bytes, such as an emoji; matching ^[0-9a-zA-Z_\\-|*]+$',
  ],
  [
    'amount.currency',
    'string; optional; at most 16 bytes; no character of 4 bytes, such as an emoji; one of CNY',
  ],
  ['detail.goods_detail', 'array; optional; items: at least 1'],
])('%s', (name, words) => {
  const rule = JSAPI_ORDER.find((one) => one.name === name)
  expect(rule && ruleInWords(rule)).toBe(words)
})
