import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { openShop } from './shop.ts'
import { ALL, calls, codeOf, payBy, payment } from './trade-types.ts'
import { v2Calls } from './v2/calls.ts'

const MERCHANTS = [
  ['API v3', { api: 'v3' }],
  ['API v2 with MD5', { api: 'v2', signType: 'MD5' }],
  ['API v2 with HMAC-SHA256', { api: 'v2', signType: 'HMAC-SHA256' }],
] as const

describe.each(MERCHANTS)('by %s', (_name, merchant) => {
  it.each(ALL)('%s: an order is made, paid, notified and recorded', async (tradeType) => {
    const shop = await openShop({ merchant, weixin: { tradeTypes: [tradeType] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const response = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`))
    expect(response.tradeType).toBe(tradeType)
    expect(shop.simulator.orders()).toMatchObject([{ tradeState: 'NOTPAY', total: 2800 }])
    await payBy(shop, response)
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toMatchObject([
      { orderId: order.id, transaction: { openid: customer.openid, total: 2800 } },
    ])
    expect(payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`))).toEqual({
      settled: 'paid',
    })
  })
})

describe.each(['v3', 'v2'] as const)('by API %s', (api) => {
  it.each(ALL)('%s: a second try is the same payment', async (tradeType) => {
    const shop = await openShop({ merchant: { api }, weixin: { tradeTypes: [tradeType] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const [one, other] = await Promise.all([
      customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`),
      customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`),
    ])
    const opened = (response: Payment) => ('params' in response ? response.tradeType : response)
    expect(opened(payment(one))).toEqual(opened(payment(other)))
    expect(api === 'v3' ? calls(shop) : v2Calls(shop)).toEqual([
      api === 'v3' ? `${tradeType} 1 200` : `${tradeType} 1`,
    ])
  })

  it.each(ALL)('%s: a lost notification is made good by a query', async (tradeType) => {
    const shop = await openShop({ merchant: { api }, weixin: { tradeTypes: [tradeType] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    shop.simulator.notifications.lose(1)
    const response = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    await payBy(shop, payment(response))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
    expect(shop.orders.paidCalls).toHaveLength(1)
  })

  it.each(['h5', 'native', 'app'])('%s: nobody needs an openid', async (tradeType) => {
    const shop = await openShop({ merchant: { api }, weixin: { tradeTypes: ALL } })
    const order = shop.orders.add({ openid: null })
    const response = await shop.client().post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    await payBy(shop, payment(response))
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })
})

describe.each(ALL)('%s', (tradeType) => {
  it('is not offered unless the options say so', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ALL.filter((one) => one !== tradeType) } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const answer = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'trade-type-not-offered'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('another trade type closes the attempt before and opens the next', () => {
  const changes = ALL.flatMap((first) =>
    ALL.filter((second) => second !== first).map((second) => [first, second] as const),
  )
  it.each(changes)('from %s to %s', async (first, second) => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}?tradeType=${first}`)
    const response = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${second}`))
    expect(response.tradeType).toBe(second)
    expect(calls(shop)).toEqual([
      `${first} 1 200`,
      `${second} 1 400`,
      'query 1 200',
      'close 1 204',
      `${second} 2 200`,
    ])
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
    await payBy(shop, response)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('and one that was paid meanwhile is settled instead', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const native = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=native`))
    shop.simulator.notifications.lose(1)
    await payBy(shop, native)
    expect(payment(await customer.post(`/weixin/pay/${order.id}?tradeType=jsapi`))).toEqual({
      settled: 'paid',
    })
    expect(shop.simulator.orders()).toHaveLength(1)
  })
})

describe('a trade type that does not exist', () => {
  it.each([
    'cash',
    'JSAPI',
    'jsapi%20',
    '',
    '__proto__',
    'toString',
    '..%2Fnative',
    'h5%0A',
    'native&tradeType=jsapi',
    'jsapi&tradeType=jsapi',
  ])('%s is not offered', async (tradeType) => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const answer = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'trade-type-not-offered'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('who may pay', () => {
  it.each(ALL)('by %s nobody pays an order that `find` hides', async (tradeType) => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: 'somebody else' })
    const answer = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'order-not-found'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

it('native: losing the cache gives a new code for the same attempt, and the old one is void', async () => {
  const stored = new Map<string, unknown>()
  const cache = {
    get: (key: string) => stored.get(key),
    set: (key: string, value: unknown) => stored.set(key, value),
    delete: (key: string) => stored.delete(key),
  }
  const shop = await openShop({ weixin: { tradeTypes: ['native'], cache } })
  const order = shop.orders.add({ openid: null })
  const show = async () =>
    payment(await shop.client().post(`/weixin/pay/${order.id}?tradeType=native`)) as {
      codeUrl: string
    }
  const first = await show()
  stored.clear()
  const second = await show()
  expect(first.codeUrl).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/)
  await expect(shop.simulator.pay(first.codeUrl)).rejects.toThrow('支付请求已失效')
  await shop.simulator.pay(second.codeUrl)
  await shop.simulator.notifications.idle()
  expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  expect(shop.simulator.orders()).toHaveLength(1)
})
