import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkInChinese } from '../../dashboard/src/timeline/checks.ts'
import { describe as sentenceOf } from '../../dashboard/src/timeline/describe.ts'
import { FAULTS } from '../../src/control/fault-table.ts'
import type { LogEntry, SimulatedOrder } from '../../src/index.ts'

const entry = (changes: Partial<LogEntry>): LogEntry => ({
  id: 1,
  at: '2026-01-01T08:00:00+08:00',
  kind: 'app',
  call: 'POST /v3/pay/transactions/jsapi',
  outTradeNo: null,
  milliseconds: 1,
  request: {},
  checks: [],
  response: { status: 200 },
  reason: null,
  ...changes,
})
const paid = { outTradeNo: 'TEA1', transactionId: '42001', total: 2800 } as SimulatedOrder

test('an order that is refused for its signature has its amount and number: they stand in the signed text', () => {
  const body = JSON.stringify({ out_trade_no: 'TEA1', amount: { total: 2800 } })
  const reason = {
    code: 'signature',
    en: '',
    zh: '',
    field: null,
    reference: null,
    signedOver: `POST\n/v3/pay/transactions/jsapi\n1\nn\n${body}\n`,
  }
  const { sentence, order } = sentenceOf(entry({ reason, response: { status: 401 } }), [])
  expect(sentence).toEqual({
    en: 'Your app asks WeChat for an order of ¥28.00, refused',
    zh: '应用向微信下单 ¥28.00，被拒绝',
  })
  expect(order).toBe('TEA1')
})

test.each([
  [{ about: '42001', attempt: 1 }, 'WeChat notifies your app: TEA1 is paid'],
  [{ about: '42001', attempt: 3 }, 'WeChat notifies your app again (delivery 3): TEA1 is paid'],
  [{ about: '50001', attempt: 1 }, 'WeChat notifies your app: TEA1 is refunded'],
  [
    { about: 'SECURITY_ECHO.SUCCESS', attempt: 1 },
    'WeChat notifies your app: the messages with which it tries its keys',
  ],
])('a notification about %j', (request, expected) => {
  const call = 'notification POST http://localhost/notify'
  const delivery = entry({ kind: 'notification', call, outTradeNo: 'TEA1', request })
  expect(sentenceOf(delivery, [paid])).toMatchObject({
    sentence: { en: expected },
    call: 'POST http://localhost/notify',
  })
})

test('each fault is described in the words of its table', () => {
  for (const [name, { label, en, zh }] of Object.entries(FAULTS)) {
    const { sentence } = sentenceOf(entry({ kind: 'control', call: `fault ${name}` }), [])
    const isNone = name === 'none'
    expect(sentence.en).toBe(isNone ? 'All faults are cleared' : `${label.en}: ${en}`)
    expect(sentence.zh).toBe(isNone ? '清除所有故障' : `${label.zh}：${zh}`)
  }
})

test('each check that is more than a field’s name has Chinese words', () => {
  const sources = fileURLToPath(new URL('../../src/', import.meta.url))
  const text = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(sources, path), 'utf8'))
    .join('\n')
  const names = [...text.matchAll(/call\.(?:check|require)\(\s*'([^']+)'/g)].map(
    ([, name = '']) => name,
  )
  expect(names.length).toBeGreaterThan(80)
  const sentences = names.filter((name) => name.includes(' '))
  expect(sentences.filter((name) => !/[一-鿿]/.test(checkInChinese(name)))).toEqual([])
})
