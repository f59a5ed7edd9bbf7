import { describe, expect, it } from 'vitest'
import type { Prepared } from 'weixin-contract'
import { openShop } from './shop.ts'
import { ALL, calls, codeOf, payBy, prepared } from './ways.ts'

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
