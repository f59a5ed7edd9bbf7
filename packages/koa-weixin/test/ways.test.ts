import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { AppPayment, ErrorReply, Prepared, Way } from 'weixin-contract'
import { openShop, type Shop } from './shop.ts'
import type { Answer } from './visitor.ts'

const ALL: readonly Way[] = ['jsapi', 'h5', 'native', 'app']

const prepared = (answer: Answer): Prepared => {
  expect(answer).toMatchObject({ status: 200 })
  return answer.body as Prepared
}
const codeOf = (answer: Answer): string => (answer.body as ErrorReply).error.code

/** What the payer's phone is handed: how each way leads to the payment. */
async function payBy({ simulator }: Shop, reply: Prepared): Promise<void> {
  switch (reply.via) {
    case 'jsapi':
      await simulator.pay(reply.params.package.slice('prepay_id='.length))
      return
    case 'h5':
      await simulator.pay(reply.url)
      return
    case 'native':
      await simulator.pay(reply.codeUrl)
      return
    case 'app':
      await payInApp(simulator.url, reply.params)
      return
    case 'settled':
      throw new Error('nothing left to pay')
  }
}

/** A mobile app fills in the fields of WeChat's SDK, which checks the signature. */
async function payInApp(simulator: string, given: AppPayment): Promise<void> {
  const { appid, partnerid, prepayid, noncestr, timestamp, sign } = given
  const args = {
    appId: appid,
    partnerId: partnerid,
    prepayId: prepayid,
    packageValue: given.package,
    nonceStr: noncestr,
    timeStamp: timestamp,
    sign,
  }
  const reply = await fetch(`${simulator}/simulator/phone/app-payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ args }),
  })
  const { errCode, errStr } = (await reply.json()) as { errCode: number; errStr?: string }
  if (errCode !== 0) throw new Error(errStr)
}

/** What WeChat was asked about numbers, in short: `jsapi 1` is the order of the first number. */
function calls({ simulator }: Shop): string[] {
  return simulator.log().flatMap(({ call, asked, answered }) => {
    const order = /^POST \/v3\/pay\/transactions\/(\w+)$/.exec(call)?.[1]
    const body = asked['body'] as { out_trade_no?: string } | undefined
    const number = order ? body?.out_trade_no : /out-trade-no\/([^/]+)/.exec(call)?.[1]
    if (number === undefined) return []
    const what = order ?? (call.endsWith('/close') ? 'close' : 'query')
    return [`${what} ${Number.parseInt(number.slice(-1), 36) + 1} ${answered.status}`]
  })
}

/** A socket address, or what a proxy says of it. */
const through = (shop: Shop, path: string, forwardedFor: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'x-forwarded-for': forwardedFor }
    request(shop.url + path, { method: 'POST', headers }, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (part: string) => (text += part))
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: new Headers(),
          body: JSON.parse(text),
          url: '',
        }),
      )
    })
      .on('error', reject)
      .end()
  })

describe.each(ALL)('by %s', (way) => {
  it('an order is made, paid, noticed and recorded', async () => {
    const shop = await openShop({ weixin: { ways: [way] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const reply = prepared(await customer.post(`/weixin/pay/${order.id}?via=${way}`))
    expect(reply.via).toBe(way)
    expect(shop.simulator.orders()).toMatchObject([{ state: 'NOTPAY', total: 2800 }])
    await payBy(shop, reply)
    await shop.simulator.notices.idle()
    expect(shop.orders.paidCalls).toMatchObject([
      { orderId: order.id, transaction: { openid: customer.openid, total: 2800 } },
    ])
    expect(prepared(await customer.post(`/weixin/pay/${order.id}?via=${way}`))).toEqual({
      via: 'settled',
      state: 'paid',
    })
  })

  it('a second try gets the same again', async () => {
    const shop = await openShop({ weixin: { ways: [way] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const [one, other] = await Promise.all([
      customer.post(`/weixin/pay/${order.id}?via=${way}`),
      customer.post(`/weixin/pay/${order.id}?via=${way}`),
    ])
    const opened = (reply: Prepared) => ('params' in reply ? reply.via : reply)
    expect(opened(prepared(one))).toEqual(opened(prepared(other)))
    expect(calls(shop)).toEqual([`${way} 1 200`])
  })

  it('a lost notice is healed by confirm', async () => {
    const shop = await openShop({ weixin: { ways: [way] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    shop.simulator.notices.lose(1)
    await payBy(shop, prepared(await customer.post(`/weixin/pay/${order.id}?via=${way}`)))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })

  it('is not offered unless the options say so', async () => {
    const shop = await openShop({ weixin: { ways: ALL.filter((one) => one !== way) } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const answer = await customer.post(`/weixin/pay/${order.id}?via=${way}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'way-not-offered'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('another way closes the number before and opens the next', () => {
  const changes = ALL.flatMap((first) =>
    ALL.filter((second) => second !== first).map((second) => [first, second] as const),
  )
  it.each(changes)('from %s to %s', async (first, second) => {
    const shop = await openShop({ weixin: { ways: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}?via=${first}`)
    const reply = prepared(await customer.post(`/weixin/pay/${order.id}?via=${second}`))
    expect(reply.via).toBe(second)
    expect(calls(shop)).toEqual([
      `${first} 1 200`,
      `${second} 1 400`,
      'query 1 200',
      'close 1 204',
      `${second} 2 200`,
    ])
    expect(shop.simulator.orders().map(({ state }) => state)).toEqual(['CLOSED', 'NOTPAY'])
    await payBy(shop, reply)
    await shop.simulator.notices.idle()
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  })

  it('and one that was paid meanwhile is settled instead', async () => {
    const shop = await openShop({ weixin: { ways: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const native = prepared(await customer.post(`/weixin/pay/${order.id}?via=native`))
    shop.simulator.notices.lose(1)
    await payBy(shop, native)
    expect(prepared(await customer.post(`/weixin/pay/${order.id}?via=jsapi`))).toEqual({
      via: 'settled',
      state: 'paid',
    })
    expect(shop.simulator.orders()).toHaveLength(1)
  })
})

describe('a hostile or careless via', () => {
  it.each([
    'cash',
    'JSAPI',
    'jsapi%20',
    '',
    '__proto__',
    'toString',
    '..%2Fnative',
    'h5%0A',
    'native&via=jsapi',
    'jsapi&via=jsapi',
  ])('%s is not offered', async (via) => {
    const shop = await openShop({ weixin: { ways: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const answer = await customer.post(`/weixin/pay/${order.id}?via=${via}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'way-not-offered'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('who may pay', () => {
  it.each(['h5', 'native', 'app'])('by %s nobody needs an openid', async (way) => {
    const shop = await openShop({ weixin: { ways: ALL } })
    const order = shop.orders.add({ openid: null })
    await payBy(shop, prepared(await shop.visitor().post(`/weixin/pay/${order.id}?via=${way}`)))
    await shop.simulator.notices.idle()
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  })

  it.each(ALL)('by %s nobody pays an order that `find` hides', async (way) => {
    const shop = await openShop({ weixin: { ways: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: 'somebody else' })
    const answer = await customer.post(`/weixin/pay/${order.id}?via=${way}`)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'order-not-found'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('h5', () => {
  const scenes = ({ simulator }: Shop) =>
    simulator.log().flatMap(({ call, asked }) => {
      const body = asked['body'] as { scene_info?: { payer_client_ip: string } } | undefined
      return call.endsWith('/h5') ? [body?.scene_info?.payer_client_ip] : []
    })

  it('hands on the visitor’s own address, behind a proxy that the app trusts', async () => {
    const shop = await openShop({
      weixin: { ways: ['h5'] },
      before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
    })
    for (const address of ['203.0.113.7', '2001:db8::7', '::ffff:203.0.113.8']) {
      const order = shop.orders.add({ openid: null })
      const answer = await through(shop, `/weixin/pay/${order.id}?via=h5`, `192.0.2.66, ${address}`)
      expect(prepared(answer).via).toBe('h5')
    }
    expect(scenes(shop)).toEqual(['203.0.113.7', '2001:db8::7', '203.0.113.8'])
  })

  it('believes no header of a visitor when the app has no proxy', async () => {
    const shop = await openShop({ weixin: { ways: ['h5'] } })
    const order = shop.orders.add({ openid: null })
    await through(shop, `/weixin/pay/${order.id}?via=h5`, '203.0.113.7')
    expect(scenes(shop)).not.toContain('203.0.113.7')
  })

  it.each(['unknown', "127.0.0.1'--", 'x'.repeat(400)])(
    'refuses the address %s',
    async (address) => {
      const shop = await openShop({
        weixin: { ways: ['h5'] },
        before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
      })
      const order = shop.orders.add({ openid: null })
      const answer = await through(shop, `/weixin/pay/${order.id}?via=h5`, address)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'payer-ip-unknown'])
      expect(shop.simulator.orders()).toEqual([])
    },
  )

  it('from another address takes the next number', async () => {
    const shop = await openShop({
      weixin: { ways: ['h5'] },
      before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
    })
    const order = shop.orders.add({ openid: null })
    for (const address of ['203.0.113.7', '203.0.113.8'])
      await through(shop, `/weixin/pay/${order.id}?via=h5`, address)
    expect(shop.simulator.orders().map(({ state }) => state)).toEqual(['CLOSED', 'NOTPAY'])
  })

  it('gets a new address for the same number before the five minutes are over', async () => {
    let aheadMs = 0
    const shop = await openShop({ weixin: { ways: ['h5'], now: () => Date.now() + aheadMs } })
    const order = shop.orders.add({ openid: null })
    const visit = async () =>
      prepared(await shop.visitor().post(`/weixin/pay/${order.id}?via=h5`)) as { url: string }
    const first = await visit()
    expect(await visit()).toEqual(first)
    aheadMs = 200_000
    await shop.simulator.advance(200)
    const second = await visit()
    expect(second).not.toEqual(first)
    expect(calls(shop)).toEqual(['h5 1 200', 'h5 1 200'])
    await shop.simulator.advance(101)
    await expect(shop.simulator.pay(first.url)).rejects.toThrow('支付请求已失效')
    await shop.simulator.pay(second.url)
    await shop.simulator.notices.idle()
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  })
})

it('native: losing the cache gives a new code for the same number, and the old one is void', async () => {
  const kept = new Map<string, unknown>()
  const cache = {
    get: (key: string) => kept.get(key),
    set: (key: string, value: unknown) => kept.set(key, value),
    delete: (key: string) => kept.delete(key),
  }
  const shop = await openShop({ weixin: { ways: ['native'], cache } })
  const order = shop.orders.add({ openid: null })
  const show = async () =>
    prepared(await shop.visitor().post(`/weixin/pay/${order.id}?via=native`)) as { codeUrl: string }
  const first = await show()
  kept.clear()
  const second = await show()
  expect(first.codeUrl).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/)
  await expect(shop.simulator.pay(first.codeUrl)).rejects.toThrow('支付请求已失效')
  await shop.simulator.pay(second.codeUrl)
  await shop.simulator.notices.idle()
  expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  expect(shop.simulator.orders()).toHaveLength(1)
})
