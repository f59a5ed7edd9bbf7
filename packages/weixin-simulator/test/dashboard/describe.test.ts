import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { stepsOf } from '../../dashboard/src/story/steps.ts'
import { checkInChinese } from '../../dashboard/src/timeline/checks.ts'
import { describe as sentenceOf } from '../../dashboard/src/timeline/describe.ts'
import { weixinAnswer } from '../../dashboard/src/timeline/weixin-answer.ts'
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
    call: { en: 'POST http://localhost/notify' },
  })
})

test.each([
  [200, [{ check: 'refused within 5 s', ok: false }], 'bad', '✗ your app accepted it: 200'],
  [401, [{ check: 'refused within 5 s', ok: true }], 'good', '✓ your app refused it: 401'],
  [0, [{ check: 'refused within 5 s', ok: false }], 'bad', '✗ your app did not answer'],
])('a forged notification that the app answers %i', (status, checks, kind, text) => {
  const request = { about: '42001', attempt: 2, forgery: 'no-signature' }
  const call = 'notification POST http://localhost/notify'
  const forged = entry({ kind: 'notification', call, request, checks, response: { status } })
  expect(sentenceOf(forged, [paid])).toMatchObject({
    sentence: {
      en: 'A forged notification (no-signature) reaches your app: it has to refuse it',
      zh: '应用收到伪造的通知（no-signature）：必须拒绝',
    },
    outcome: { kind, text: { en: text } },
    isForged: true,
  })
})

test.each([
  ['NOTPAY', 'Your app asks whether TEA1 is paid: not yet', '应用查询订单 TEA1 的状态：未支付'],
  ['SUCCESS', 'Your app asks whether TEA1 is paid: yes', '应用查询订单 TEA1 的状态：已支付'],
  [undefined, 'Your app asks whether TEA1 is paid', '应用查询订单 TEA1 的状态'],
])('a query with the answer %s', (trade_state, en, zh) => {
  const call = 'GET /v3/pay/transactions/out-trade-no/TEA1'
  const query = entry({ call, response: { status: 200, body: { trade_state } } })
  expect(sentenceOf(query, []).sentence).toEqual({ en, zh })
})

test.each([
  ['GET', 'native', {}, 'The user scans the code that the page shows'],
  ['POST', 'native', { step: 'open' }, 'The user opens the payment sheet'],
  ['POST', 'native', { step: 'pay', method: 'balance' }, 'The user confirms and pays'],
  ['POST', 'payments/wx1/cancel', {}, 'The user closes the payment sheet without paying'],
  ['POST', 'h5', { step: 'open' }, 'The user opens the payment sheet'],
  ['POST', 'h5', { step: 'pay', method: 'card' }, 'The user confirms and pays'],
  ['POST', 'consent', { answer: 'allow' }, 'The user lets the app see nickname and avatar'],
  [
    'POST',
    'consent',
    { answer: 'refuse' },
    'The user does not let the app see nickname and avatar',
  ],
  ['POST', 'full-service', {}, 'The user leaves the snapshot page by its button 使用完整服务'],
])('a screen of the phone: %s %s %j', (method, screen, request, en) => {
  const call = `${method} /simulator/phone/${screen}`
  expect(sentenceOf(entry({ kind: 'page', call, request }), []).sentence.en).toBe(en)
})

test.each([
  [
    'a refused payment',
    { refused: { response: { err_msg: 'get_brand_wcpay_request:fail' }, why: {} } },
    'not-enough',
    { text: 'get_brand_wcpay_request:fail', body: { err_msg: 'get_brand_wcpay_request:fail' } },
    '✗ fail',
  ],
  [
    'a refused config',
    { response: { errMsg: 'config:invalid signature' } },
    'signature',
    { text: 'config:invalid signature', body: { errMsg: 'config:invalid signature' } },
    '✗ config:invalid signature',
  ],
  ['an error page with a number', undefined, '10003', { text: '10003' }, '✗ 10003'],
  ['an error page without one', undefined, 'h5-referer', { text: '' }, '✗ refused'],
])('no code of the simulator’s is shown as WeChat’s: %s', (_name, body, code, expected, chip) => {
  const checks = [{ check: 'x', ok: false }]
  const response = { status: 200, code, ...(body && { body }) }
  const call = entry({ kind: 'page', call: 'POST /simulator/phone/payments/1', checks, response })
  expect(weixinAnswer(call)).toEqual({ body: undefined, ...expected })
  expect(sentenceOf(call, []).outcome.text.en).toBe(chip)
})

test('the app knows of a payment by a query, too, though the notification was lost', () => {
  const order = { ...paid, tradeType: 'JSAPI', tradeState: 'SUCCESS' } as SimulatedOrder
  const lost = entry({
    kind: 'notification',
    call: 'notification POST http://localhost/notify',
    outTradeNo: 'TEA1',
    request: { about: '42001', attempt: 1 },
    response: { status: 0, code: 'LOST' },
  })
  const call = 'GET /v3/pay/transactions/out-trade-no/TEA1'
  const query = entry({ id: 2, call, response: { status: 200, body: { trade_state: 'SUCCESS' } } })
  const states = (entries: LogEntry[]) =>
    stepsOf(order, entries, [order]).map(({ name, state }) => `${name.en} ${state}`)
  expect(states([lost]).slice(-2)).toEqual(['Notification failed', 'Paid next'])
  expect(states([lost, query]).slice(-2)).toEqual(['Notification failed', 'Paid done'])
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
