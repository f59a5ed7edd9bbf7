import { describe, expect, it } from 'vitest'
import type { ErrorResponse, Payment } from 'weixin-contract'
import { axiosHttp } from '../src/remote/http.ts'
import type { Http, HttpResponse, HttpRequest } from '../src/index.ts'
import { FORGER_KEY, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop } from './shop.ts'

type Forge = (reply: HttpResponse) => HttpResponse

const resigned =
  (sign: (body: string) => Record<string, string>): Forge =>
  (reply) => ({ ...reply, headers: { ...reply.headers, ...sign(reply.body.toString()) } })

const without =
  (name: string): Forge =>
  (reply) => ({ ...reply, headers: { ...reply.headers, [name]: undefined } })

const seconds = (): number => Math.floor(Date.now() / 1000)

/** Each reply is right but for one thing. */
const forgeries: [string, Forge, string][] = [
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

/** Lets replies to matching requests be forged on their way. */
function forgingHttp(matches: (request: HttpRequest) => boolean) {
  const real = axiosHttp()
  let forge: Forge = (reply) => reply
  const http: Http = async (request) => {
    const reply = await real(request)
    return matches(request) ? forge(reply) : reply
  }
  return {
    http,
    forge(next: Forge) {
      forge = next
    },
  }
}

const isPrepay = ({ url }: HttpRequest): boolean => url.endsWith('/v3/pay/transactions/jsapi')
const isQuery = ({ url }: HttpRequest): boolean => url.includes('?mchid=')

async function setScene(matches: (request: HttpRequest) => boolean) {
  const wire = forgingHttp(matches)
  const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  return { wire, shop, customer, order }
}

describe('a forged reply to an order', () => {
  it.each(forgeries)('%s: gives the page nothing to pay', async (_name, forge, step) => {
    const { wire, shop, customer, order } = await setScene(isPrepay)
    wire.forge(forge)
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    expect(answer.status).toBe(502)
    expect((answer.body as ErrorResponse).error.code).toBe('response-unverified')
    const reported: { detail?: string }[] = []
    shop.app.on('error', (error: { detail?: string }) => reported.push(error))
    await customer.post(`/weixin/pay/${order.id}`)
    expect(reported.map(({ detail }) => detail)).toEqual([step])

    // The order was taken all the same: the next try is the same payment.
    wire.forge((reply) => reply)
    expect(((await customer.post(`/weixin/pay/${order.id}`)).body as Payment).tradeType).toBe(
      'jsapi',
    )
    expect(shop.simulator.orders()).toHaveLength(1)
  })
})

describe('a forged reply to a query settles nothing', () => {
  async function paidWithoutNotification() {
    const fixture = await setScene(isQuery)
    const { customer, order, shop } = fixture
    const reply = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
    if (reply.tradeType !== 'jsapi') throw new Error('not prepared')
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(reply.params.package.slice(10))
    await shop.simulator.notifications.idle()
    return fixture
  }

  it.each(forgeries)('%s', async (_name, forge, step) => {
    const { wire, shop, customer, order } = await paidWithoutNotification()
    wire.forge(forge)
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toEqual({
      orderId: order.id,
      state: 'unknown',
    })
    expect(shop.logged.join('\n')).toContain(step)
    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
  })

  it.each([
    ['another number', { out_trade_no: 'another-0000' }],
    ['another merchant', { mchid: '1900000009' }],
  ])('signed by WeChat, but about %s', async (_name, other) => {
    const { wire, shop, customer, order } = await paidWithoutNotification()
    wire.forge((reply) => {
      const body = JSON.stringify({ ...(JSON.parse(reply.body.toString()) as object), ...other })
      return { ...reply, headers: signedHeaders(body), body: Buffer.from(body) }
    })
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    expect(shop.logged.join('\n')).toContain('response-mismatch')
    expect(shop.orders.paidCalls).toEqual([])
  })

  it('while the genuine one does', async () => {
    const { customer, order } = await paidWithoutNotification()
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })
})

describe('an error reply that nobody signed', () => {
  it('opens nothing beside what is open: the number is asked about first', async () => {
    const { wire, shop, customer, order } = await setScene(isPrepay)
    // WeChat took the first number, and somebody between says that it is closed.
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
