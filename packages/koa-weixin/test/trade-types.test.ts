import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { openShop } from './shop.ts'
import { ALL, calls, codeOf, payBy, payment } from './trade-types.ts'

describe.each(ALL)('by %s', (tradeType) => {
  it('an order is made, paid, notified and recorded', async () => {
    const shop = await openShop({ weixin: { tradeTypes: [tradeType] } })
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

  it('a second try gets the same again', async () => {
    const shop = await openShop({ weixin: { tradeTypes: [tradeType] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const [one, other] = await Promise.all([
      customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`),
      customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`),
    ])
    const opened = (response: Payment) => ('params' in response ? response.tradeType : response)
    expect(opened(payment(one))).toEqual(opened(payment(other)))
    expect(calls(shop)).toEqual([`${tradeType} 1 200`])
  })

  it('a lost notification is healed by confirm', async () => {
    const shop = await openShop({ weixin: { tradeTypes: [tradeType] } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    shop.simulator.notifications.lose(1)
    await payBy(
      shop,
      payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)),
    )
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })

  it('is not offered unless the options say so', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ALL.filter((one) => one !== tradeType) } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const answer = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'trade-type-not-offered'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

describe('another way closes the number before and opens the next', () => {
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
  it.each(['h5', 'native', 'app'])('by %s nobody needs an openid', async (tradeType) => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const order = shop.orders.add({ openid: null })
    await payBy(
      shop,
      payment(await shop.client().post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)),
    )
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it.each(ALL)('by %s nobody pays an order that `find` hides', async (tradeType) => {
    const shop = await openShop({ weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: 'somebody else' })
    const answer = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'order-not-found'])
    expect(shop.simulator.orders()).toEqual([])
  })
})

it('native: losing the cache gives a new code for the same number, and the old one is void', async () => {
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
