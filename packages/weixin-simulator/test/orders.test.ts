import { afterAll, beforeAll, expect, test } from 'vitest'
import errorResponses from 'weixin-vectors/error-responses.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, newOutTradeNo } from './merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const known = (when: string): { status: number; body: object } => {
  const found = [...errorResponses.business, ...errorResponses.protocol].find((one) =>
    one.when.startsWith(when),
  )
  if (!found || typeof found.body !== 'object') throw new Error(`No response for ${when}`)
  return { status: found.status, body: found.body }
}

test('the same order again gives another prepay_id of the same order', async () => {
  const shop = merchant(weixin)
  const order = shop.order()
  const first = await shop.prepay(order)
  const again = await shop.prepay(Object.fromEntries(Object.entries(order).toReversed()))
  expect(again.status).toBe(200)
  expect(again.body['prepay_id']).not.toBe(first.body['prepay_id'])
  await weixin.pay(String(first.body['prepay_id']))
  await expect(weixin.pay(String(again.body['prepay_id']))).rejects.toThrow('该订单已支付')
})

test.each([
  ['amount', { amount: { total: 101, currency: 'CNY' } }],
  ['attach', { attach: 'new' }],
  ['notify_url', { notify_url: 'http://127.0.0.1:2/other' }],
  ['time_expire', { time_expire: '2099-01-01T00:00:00+08:00' }],
  ['currency left out', { amount: { total: 100 } }],
])('the same number with another %s', async (_, changes) => {
  const shop = merchant(weixin)
  const order = shop.order()
  await shop.prepay(order)
  const answer = await shop.prepay({ ...order, ...changes })
  expect(answer).toMatchObject({ ...known('order: same out_trade_no'), isSigned: true })
  expect(answer.headers.get('request-id')).toMatch(/-268498688$/)
})

test('a number that is paid, and one that is closed', async () => {
  const shop = merchant(weixin)
  const paid = shop.order()
  await weixin.pay(String((await shop.prepay(paid)).body['prepay_id']))
  const alreadyPaid = known('order or close: already paid')
  expect(await shop.prepay(paid)).toMatchObject(alreadyPaid)
  expect(await shop.prepay({ ...paid, attach: 'x' })).toMatchObject(alreadyPaid)
  expect(await shop.close(String(paid['out_trade_no']))).toMatchObject(alreadyPaid)

  const closed = shop.order()
  const { body } = await shop.prepay(closed)
  const outTradeNo = String(closed['out_trade_no'])
  const first = await shop.close(outTradeNo)
  expect(first).toMatchObject({ status: 204, text: '', isSigned: true })
  expect((await shop.close(outTradeNo)).status).toBe(204)
  expect(await shop.prepay(closed)).toMatchObject(known('order: already closed'))
  await expect(weixin.pay(String(body['prepay_id']))).rejects.toThrow('该订单已关闭')
  expect((await shop.query(outTradeNo)).body['trade_state']).toBe('CLOSED')
})

test('a number that was closed before it was ordered can not be ordered', async () => {
  const shop = merchant(weixin)
  const outTradeNo = newOutTradeNo()
  expect((await shop.close(outTradeNo)).status).toBe(204)
  const answer = await shop.prepay(shop.order({ out_trade_no: outTradeNo }))
  expect(answer).toMatchObject(known('order: same out_trade_no'))
})

test('ids that do not belong together', async () => {
  const shop = merchant(weixin)
  const cases = [
    [{ appid: 'wx1234567890abcdef' }, 'order: appid not bound'],
    [{ payer: { openid: 'oTestOnly0000000000000000001' } }, 'order: openid of another'],
    [{ mchid: '1900000001' }, 'mchid in Authorization differs'],
  ] as const
  for (const [changes, when] of cases) {
    const answer = await shop.prepay(shop.order(changes))
    expect(answer).toMatchObject({ ...known(when), isSigned: true })
  }
})

test('a broken field is answered in WeChat’s words, and signed', async () => {
  const shop = merchant(weixin)
  const { example } =
    errorResponses.validation_templates.find((one) => one.rule === 'not an integer') ?? {}
  const answer = await shop.prepay(shop.order({ amount: { total: 0.01 } }))
  expect(answer).toMatchObject({ status: 400, body: example, isSigned: true })
})

test('a field that WeChat does not know, and a body that is no JSON object', async () => {
  const shop = merchant(weixin)
  const unknown = await shop.prepay(shop.order({ spbill_create_ip: '127.0.0.1' }))
  expect(unknown).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } })
  expect(unknown.headers.get('request-id')).toMatch(/-270924358$/)
  for (const body of ['[]', '{', ''])
    expect((await shop.call('POST', '/v3/pay/transactions/jsapi', body)).status).toBe(400)
  const asText = await shop.prepay(shop.order(), { headers: { 'content-type': 'text/plain' } })
  expect(asText.status).toBe(400)
})

test('a query needs its mchid, and an order that exists', async () => {
  const shop = merchant(weixin)
  const path = '/v3/pay/transactions/out-trade-no/T2026010199'
  expect(await shop.query('T2026010199')).toMatchObject(known('query: no such order'))
  const without = await shop.call('GET', path)
  expect(without).toMatchObject({ status: 400, body: { detail: { location: 'query' } } })
  expect((await shop.call('GET', `${path}?mchid=1900000001`)).status).toBe(400)
  const short = await shop.query('T1')
  expect(short.body['message']).toMatch(/uri_template\/out_trade_no.*小于最小值 6/)
})

test('a prepay_id lives two hours, an order seven days', async () => {
  const started = Date.now()
  const other = await createSimulator({ now: () => started })
  try {
    const shop = merchant(other)
    const order = shop.order()
    const first = String((await shop.prepay(order)).body['prepay_id'])
    await other.advance(7199)
    const second = String((await shop.prepay(order)).body['prepay_id'])
    await other.advance(1)
    await expect(other.pay(first)).rejects.toThrow('支付请求已失效')
    await other.pay(second)

    const unpaid = shop.order()
    await shop.prepay(unpaid)
    const outTradeNo = String(unpaid['out_trade_no'])
    await other.advance(7 * 86_400 - 1)
    expect((await shop.query(outTradeNo)).body['trade_state']).toBe('NOTPAY')
    await other.advance(1)
    expect((await shop.query(outTradeNo)).body['trade_state']).toBe('CLOSED')
    expect(await shop.prepay(unpaid)).toMatchObject(known('order: already closed'))
  } finally {
    await other.close()
  }
})

test('time_expire ends payment, at the earliest after a minute', async () => {
  const started = Date.now()
  const other = await createSimulator({ now: () => started })
  try {
    const shop = merchant(other)
    const prepayId = await shop.prepayId({ time_expire: '2020-01-01T00:00:00+08:00' })
    await other.advance(59)
    expect(other.orders()[0]?.tradeState).toBe('NOTPAY')
    await other.advance(1)
    await expect(other.pay(prepayId)).rejects.toThrow(/time_expire/)
    expect(other.orders()[0]?.tradeState).toBe('NOTPAY')
  } finally {
    await other.close()
  }
})

test('refunds: sums, numbers, and orders that are not paid', async () => {
  const shop = merchant(weixin)
  const order = shop.order()
  const prepayId = String((await shop.prepay(order)).body['prepay_id'])
  const call = (out_refund_no: string, refund: number, total = 100) =>
    shop.refund({
      out_trade_no: order['out_trade_no'],
      out_refund_no,
      amount: { refund, total, currency: 'CNY' },
    })
  const no = newOutTradeNo()
  expect(await call(`${no}A`, 10)).toMatchObject(known('refund: order unpaid'))
  await weixin.pay(prepayId)
  const from = (amount: number) =>
    shop.refund({
      out_trade_no: order['out_trade_no'],
      out_refund_no: `${no}F`,
      amount: {
        refund: 10,
        total: 100,
        currency: 'CNY',
        from: [{ account: 'AVAILABLE', amount }],
      },
    })
  expect(await from(9)).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } })
  expect(weixin.log().findLast(({ reason }) => reason)?.reason).toMatchObject({
    code: 'refund-from-sum',
    field: 'amount.from',
  })
  expect(await call(`${no}A`, 10, 99)).toMatchObject(known('refund: order and merchant'))
  expect((await call(`${no}A`, 101)).status).toBe(400)
  expect((await call(`${no}A`, 60)).status).toBe(200)
  expect((await call(`${no}A`, 60)).status).toBe(200)
  expect(await call(`${no}A`, 61)).toMatchObject(known('refund: same out_refund_no'))
  expect((await call(`${no}B`, 41)).status).toBe(400)
  expect(await call(`${no}B`, 40)).toMatchObject(known('refund: too many requests'))
  await weixin.advance(59)
  const tooSoon = await call(`${no}B`, 40)
  expect(tooSoon).toMatchObject({ status: 429, isSigned: true })
  expect(tooSoon.headers.get('request-id')).toMatch(/-268447840$/)
  await weixin.advance(1)
  expect((await call(`${no}B`, 40)).status).toBe(200)
  expect(await call(`${no}C`, 1)).toMatchObject(known('refund: fully refunded'))
  const unknown = await shop.call('GET', `/v3/refund/domestic/refunds/${no}Z`)
  expect(unknown).toMatchObject({ ...known('refund query: unknown'), isSigned: true })
})

test('a refund shows the accounts that pay it where its request named them', async () => {
  const shop = merchant(weixin)
  const { transactionId } = await weixin.pay(await shop.prepayId())
  const from = [
    { account: 'AVAILABLE', amount: 60 },
    { account: 'UNAVAILABLE', amount: 40 },
  ]
  const request = (more: object) => ({
    transaction_id: transactionId,
    out_refund_no: 'R-FROM',
    amount: { refund: 100, total: 100, currency: 'CNY', ...more },
  })
  expect((await shop.refund(request({ from }))).body['amount']).toMatchObject({ from })
  const queried = await shop.call('GET', '/v3/refund/domestic/refunds/R-FROM')
  expect(queried.body['amount']).toMatchObject({ from })
  expect(Object.keys(weixin.refunds()[0] ?? {})).not.toContain('from')
  const other = await weixin.pay(await shop.prepayId())
  const without = { ...request({}), transaction_id: other.transactionId, out_refund_no: 'R-NONE' }
  expect((await shop.refund(without)).body['amount']).not.toHaveProperty('from')
})

test('this merchant has no platform certificates', async () => {
  const answer = await merchant(weixin).call('GET', '/v3/certificates')
  expect(answer).toMatchObject(known('certificates: merchant only'))
})
