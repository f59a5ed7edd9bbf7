import { describe, expect, it } from 'vitest'
import type { ErrorResponse, Payment } from 'weixin-contract'
import { axiosHttp } from '../src/remote/http.ts'
import type { Http, HttpResponse } from '../src/index.ts'
import { FORGER_KEY, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { readXml } from '../src/protocol/v2/xml.ts'
import { openShop, type Shop } from './shop.ts'
import { omit, signed, xml, type Texts } from './v2/as-weixin.ts'
import { prepayIdOf } from './v2/shop.ts'

type Forge = (reply: HttpResponse) => HttpResponse

const resigned =
  (sign: (body: string) => Record<string, string>): Forge =>
  (reply) => ({ ...reply, headers: { ...reply.headers, ...sign(reply.body.toString()) } })

const without =
  (name: string): Forge =>
  (reply) => ({ ...reply, headers: { ...reply.headers, [name]: undefined } })

const seconds = (): number => Math.floor(Date.now() / 1000)

/** Each response is genuine except for one thing; the log names the step that refuses it. */
const V3_FORGERIES: [string, Forge, string][] = [
  ['no timestamp', without('wechatpay-timestamp'), 'header-missing'],
  ['no nonce', without('wechatpay-nonce'), 'header-missing'],
  ['no serial', without('wechatpay-serial'), 'header-missing'],
  ['no signature', without('wechatpay-signature'), 'header-missing'],
  [
    'too old',
    resigned((body) => signedHeaders(body, { timestamp: seconds() - 310 })),
    'timestamp-stale',
  ],
  [
    'another key id',
    resigned((body) => signedHeaders(body, { serial: 'PUB_KEY_ID_9' })),
    'serial-unknown: PUB_KEY_ID_9',
  ],
  [
    "a forger's key",
    resigned((body) => signedHeaders(body, { privateKey: FORGER_KEY })),
    'signature-wrong',
  ],
  [
    'another body',
    (reply) => ({ ...reply, body: Buffer.concat([reply.body, Buffer.from(' ')]) }),
    'signature-wrong',
  ],
]

const rewritten =
  (change: (fields: Texts) => Texts): Forge =>
  (reply) => {
    const { sign = '', ...fields } = Object.fromEntries(readXml(reply.body.toString()) ?? [])
    return { ...reply, body: Buffer.from(xml(change({ ...fields, sign }))) }
  }

const V2_FORGERIES: [string, Forge, string][] = (
  [
    ['no sign', (fields) => omit(fields, 'sign')],
    ['an empty sign', (fields) => ({ ...fields, sign: '' })],
    ["a forger's sign", (fields) => signed(omit(fields, 'sign'), 'another key')],
    [
      'another type of sign',
      (fields) => signed(omit(fields, 'sign'), 'another key', 'HMAC-SHA256'),
    ],
    ['a field more', (fields) => ({ ...fields, more: '1' })],
  ] satisfies [string, (fields: Texts) => Texts][]
).map(([name, change]) => [name, rewritten(change), name === 'no sign' ? name : 'sign'])

type Api = 'v3' | 'v2'
const API_FORGERIES = { v3: V3_FORGERIES, v2: V2_FORGERIES }
const PREPAY = { v3: /\/jsapi$/, v2: /\/pay\/unifiedorder$/ }
const QUERY = { v3: /\/out-trade-no\/[^/]+$/, v2: /\/pay\/orderquery$/ }
const CLOSE_V2 = /\/pay\/closeorder$/

/** A shop for which the responses to some requests are forged. */
async function openFixture(api: Api, path: RegExp) {
  const real = axiosHttp()
  let forge: Forge = (reply) => reply
  const http: Http = async (request) => {
    const reply = await real(request)
    return path.test(new URL(request.url).pathname) ? forge(reply) : reply
  }
  const shop = await openShop({
    simulator: { keys: WEIXIN_KEYS },
    merchant: { api },
    weixin: { http },
  })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const wire = { forge: (next: Forge) => void (forge = next) }
  return { wire, shop, customer, order }
}

async function paidWithoutNotification(api: Api) {
  const fixture = await openFixture(api, QUERY[api])
  const prepayId = prepayIdOf(await fixture.customer.post(`/weixin/pay/${fixture.order.id}`))
  fixture.shop.simulator.notifications.lose(1)
  await fixture.shop.simulator.pay(prepayId)
  await fixture.shop.simulator.notifications.idle()
  return fixture
}

/** A response about something else, signed by WeChat. */
const signedAbout = (api: Api, { simulator }: Shop, other: Texts): Forge =>
  api === 'v3'
    ? (reply) => {
        const body = JSON.stringify({ ...(JSON.parse(reply.body.toString()) as object), ...other })
        return { ...reply, headers: signedHeaders(body), body: Buffer.from(body) }
      }
    : rewritten((fields) =>
        signed({ ...omit(fields, 'sign'), ...other }, simulator.credentials.apiV2Key),
      )

const OTHERS: Record<Api, [string, Texts][]> = {
  v3: [
    ['another out_trade_no', { out_trade_no: 'another-0000' }],
    ['another merchant', { mchid: '1900000009' }],
  ],
  v2: [
    ['another out_trade_no', { out_trade_no: 'another-0000' }],
    ['another merchant', { mch_id: '1900000009' }],
    ['another app', { appid: 'wx00000000000000ff' }],
  ],
}

describe.each<Api>(['v3', 'v2'])('a forged response of API %s', (api) => {
  const forgeries = API_FORGERIES[api]

  it.each(forgeries)(
    'to an order, with %s: gives the page nothing to pay',
    async (_, forge, step) => {
      const { wire, shop, customer, order } = await openFixture(api, PREPAY[api])
      wire.forge(forge)
      const answer = await customer.post(`/weixin/pay/${order.id}`)
      expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
        502,
        'response-unverified',
      ])
      expect(shop.logged.join('\n')).toContain(`(${step})`)

      // The order was placed all the same: the next try is the same payment.
      wire.forge((reply) => reply)
      prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
      expect(shop.simulator.orders()).toHaveLength(1)
    },
  )

  it.each(forgeries)('to a query, with %s: settles nothing', async (_, forge, step) => {
    const { wire, shop, customer, order } = await paidWithoutNotification(api)
    wire.forge(forge)
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toEqual({
      orderId: order.id,
      state: 'unknown',
    })
    expect(shop.logged.join('\n')).toContain('response-unverified')
    expect(shop.logged.join('\n')).toContain(step)
    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
  })

  it.each(OTHERS[api])('signed by WeChat, but about %s: settles nothing', async (_, other) => {
    const { wire, shop, customer, order } = await paidWithoutNotification(api)
    wire.forge(signedAbout(api, shop, other))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    expect(shop.logged.join('\n')).toContain('response-mismatch')
    expect(shop.orders.paidCalls).toEqual([])
  })

  it('settles nothing, while the genuine one does', async () => {
    const { customer, order } = await paidWithoutNotification(api)
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })
})

describe('a response that nobody signed', () => {
  it.each(V2_FORGERIES)(
    'to a close of API v2, with %s: opens no further attempt',
    async (_, forge) => {
      const { wire, shop, customer, order } = await openFixture('v2', CLOSE_V2)
      prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
      shop.orders.row(order.id).total = 2600
      wire.forge(forge)
      const answer = await customer.post(`/weixin/pay/${order.id}`)
      expect((answer.body as ErrorResponse).error.code).toBe('not-closed')
      expect(shop.simulator.orders()).toHaveLength(1)
    },
  )

  it('with the FAIL of API v2 to a query: the state is unknown', async () => {
    const { wire, shop, customer, order } = await paidWithoutNotification('v2')
    const reported = { return_code: 'FAIL', result_code: 'FAIL', err_code: 'ORDERNOTEXIST' }
    wire.forge((reply) => ({ ...reply, body: Buffer.from(xml(reported)) }))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    expect(shop.orders.paidCalls).toEqual([])
  })

  it('with an error of API v3 to an order: opens nothing before a query', async () => {
    const { wire, shop, customer, order } = await openFixture('v3', PREPAY.v3)
    // WeChat placed the order, and somebody between answers that it is closed.
    wire.forge(() => {
      wire.forge((reply) => reply)
      const body = Buffer.from('{"code":"ORDER_CLOSED","message":"该订单已关闭"}')
      return { status: 400, headers: { 'content-type': 'application/json' }, body }
    })
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    expect((answer.body as Payment).tradeType).toBe('jsapi')
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
  })
})
