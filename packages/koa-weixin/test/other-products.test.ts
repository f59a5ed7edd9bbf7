import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OtherNotification } from '../src/index.ts'
import { outTradeNo } from '../src/protocol/out-trade-no.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'

/** A shop whose order WeChat could report as paid, and what its `onNotification` receives. */
async function open(options: ShopOptions = {}) {
  const received: OtherNotification[] = []
  const environment = 'production'
  const shop = await openShop({
    simulator: { keys: WEIXIN_KEYS },
    ...options,
    weixin: {
      environment,
      onNotification: (notification) => void received.push(notification),
      ...options.weixin,
    },
  })
  const order = shop.orders.add()
  return { shop, received, order, attempt: outTradeNo(environment, order, 1) }
}

async function post(shop: Shop, body: string, headers: Record<string, string>) {
  const response = await fetch(`${shop.url}/weixin/notify`, { method: 'POST', body, headers })
  return { status: response.status, text: await response.text() }
}

const postV3 = (
  shop: Shop,
  resource: object,
  event: { eventType?: string; originalType?: string },
) => {
  const { apiV3Key } = shop.simulator.credentials
  const body = sealedBody(resource, { apiV3Key, ...event })
  return post(shop, body, { 'content-type': 'application/json', ...signedHeaders(body) })
}

/** Signed with the merchant's key, as API v2 does (MD5). */
const postV2 = (shop: Shop, fields: Record<string, string>) => {
  const { apiV2Key } = shop.simulator.credentials
  const text = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const sign = createHash('md5').update(`${text}&key=${apiV2Key}`).digest('hex').toUpperCase()
  const xml = Object.entries({ ...fields, sign })
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')
  return post(shop, `<xml>${xml}</xml>`, { 'content-type': 'text/xml' })
}

type Fields = (shop: Shop, attempt: string, orderId: string) => Record<string, unknown>

const combined: Fields = (shop, attempt, orderId) => ({
  combine_appid: shop.simulator.credentials.appId,
  combine_mchid: shop.simulator.credentials.mchId,
  combine_out_trade_no: 'C1',
  combine_payer_info: { openid: 'oPayer' },
  scene_info: { device_id: 'POS1' },
  sub_orders: [
    {
      mchid: shop.simulator.credentials.mchId,
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      attach: orderId,
      transaction_id: '4200000202611230000000001',
      out_trade_no: attempt,
      success_time: '2026-11-25T10:00:00+08:00',
      amount: { total_amount: 2800, payer_amount: 2800, currency: 'CNY' },
    },
  ],
})

/** A payment that looks like one of ours but for these fields. */
const payment =
  (changes: Record<string, unknown>): Fields =>
  (shop, attempt, orderId) => ({
    appid: shop.simulator.credentials.appId,
    mchid: shop.simulator.credentials.mchId,
    out_trade_no: attempt,
    transaction_id: '4200000202611230000000001',
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    attach: orderId,
    success_time: '2026-11-25T10:00:00+08:00',
    payer: { openid: 'oPayer' },
    amount: { total: 2800, payer_total: 2800, currency: 'CNY' },
    ...changes,
  })

describe('API v3: another product’s notification', () => {
  it.each<[string, Fields, { eventType?: string; originalType?: string }]>([
    ['combined orders', combined, {}],
    [
      'a deduction by contract',
      payment({ trade_type: 'PAP', contract_id: '202611230000000001' }),
      {},
    ],
    [
      'parking',
      payment({ trade_type: 'PARKING', parking_info: { parking_id: '5K8264' }, attach: undefined }),
      {},
    ],
    ['a payment code at the counter', payment({ trade_type: 'MICROPAY' }), {}],
    [
      'a failed deduction',
      payment({ trade_type: 'PAP', trade_state: 'PAYERROR', contract_id: '2026' }),
      { eventType: 'TRANSACTION.FAIL' },
    ],
    [
      'a contract',
      () => ({ contract_id: '1', contract_state: 'ADD' }),
      { eventType: 'PAYSCORE.USER_OPEN_SERVICE', originalType: 'payscore' },
    ],
  ])('%s: passed on, opened, and paid into no order', async (_, resource, event) => {
    const { shop, received, order, attempt } = await open()
    const opened = resource(shop, attempt, order.id)
    expect((await postV3(shop, opened, event)).status).toBe(204)
    expect(received).toMatchObject([{ id: '3f6f7c1e-0001-5000-8000-000000000001', ...event }])
    expect(JSON.parse(received[0]!.resource)).toEqual(JSON.parse(JSON.stringify(opened)))
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toEqual([])
  })

  it('is none where only fields are odd that nothing depends on: the payment is ours', async () => {
    const { shop, received, order, attempt } = await open()
    const odd = payment({
      payer: 'oPayer',
      bank_type: 7,
      trade_type: null,
      promotion_detail: 'none',
      amount: { total: 2800, payer_total: '27.00' },
    })
    expect((await postV3(shop, odd(shop, attempt, order.id), {})).status).toBe(204)
    expect(shop.orders.paidCalls).toMatchObject([
      { orderId: order.id, transaction: { total: 2800, payerTotal: null, openid: null } },
    ])
    expect(received).toEqual([])
  })

  it('is passed on without an original type and an id too, which nothing depends on', async () => {
    const { shop, received } = await open()
    const { apiV3Key } = shop.simulator.credentials
    const { id: _, ...bare } = JSON.parse(
      sealedBody({ a: 1 }, { apiV3Key, eventType: 'COUPON.USE', originalType: '' }),
    ) as { id: string; resource: object }
    const body = JSON.stringify(bare).replace('"original_type":"",', '')
    const headers = { 'content-type': 'application/json', ...signedHeaders(body) }
    expect((await post(shop, body, headers)).status).toBe(204)
    expect(received).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{32}$/),
        eventType: 'COUPON.USE',
        originalType: '',
        resource: '{"a":1}',
      },
    ])
  })

  it('is refused and reported where nobody takes it, or where the app fails', async () => {
    for (const onNotification of [undefined, () => Promise.reject(new Error('away'))]) {
      const { shop, order, attempt } = await open({
        weixin: onNotification ? { onNotification } : {},
      })
      const without = onNotification
        ? shop
        : await openShop({ simulator: shop.simulator, orders: shop.orders })
      const { status } = await postV3(without, combined(shop, attempt, order.id), {})
      expect(status).toBe(onNotification ? 500 : 501)
      expect(without.alerts).toMatchObject([
        { kind: 'refused', notificationId: '3f6f7c1e-0001-5000-8000-000000000001' },
      ])
      expect(without.orders.paidCalls).toEqual([])
    }
  })
})

describe('API v2: another product’s notification', () => {
  const common = { return_code: 'SUCCESS', result_code: 'SUCCESS', nonce_str: 'n1' }
  it.each<[string, (attempt: string, orderId: string) => Record<string, string>]>([
    [
      'a contract that was signed',
      () => ({ contract_code: '1', plan_id: '123', change_type: 'ADD', contract_id: 'Wx1' }),
    ],
    [
      'a contract that ended',
      () => ({ contract_code: '1', plan_id: '123', change_type: 'DELETE', contract_id: 'Wx1' }),
    ],
    [
      'a deduction by contract',
      (attempt, orderId) => ({
        out_trade_no: attempt,
        attach: orderId,
        total_fee: '2800',
        transaction_id: '4200000202611230000000001',
        time_end: '20261125100000',
        trade_type: 'PAP',
        trade_state: 'SUCCESS',
        contract_id: 'Wx1',
      }),
    ],
    [
      'a deduction that failed',
      (attempt) => ({
        result_code: 'FAIL',
        err_code: 'NOTENOUGH',
        out_trade_no: attempt,
        trade_type: 'PAP',
        trade_state: 'PAY_FAIL',
      }),
    ],
    [
      'a payment code at the counter',
      (attempt, orderId) => ({
        out_trade_no: attempt,
        attach: orderId,
        total_fee: '2800',
        transaction_id: '4200000202611230000000001',
        time_end: '20261125100000',
        trade_type: 'MICROPAY',
      }),
    ],
    [
      'combined orders',
      () => ({ combine_out_trade_no: 'C1', combine_mch_id: '1900000001', sub_order_list: '[]' }),
    ],
  ])('%s: passed on, and paid into no order', async (_, fields) => {
    const { shop, received, order, attempt } = await open({ merchant: { api: 'v2' } })
    const { appId: appid, mchId: mch_id } = shop.simulator.credentials
    const sent = { ...common, appid, mch_id, ...fields(attempt, order.id) }
    const { status, text } = await postV2(shop, sent)
    expect([status, text]).toEqual([200, expect.stringContaining('SUCCESS')])
    expect(received).toHaveLength(1)
    expect(received[0]!.resource).toContain(Object.values(fields(attempt, order.id))[0])
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toEqual([])
  })
})
