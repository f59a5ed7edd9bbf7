import { describe, expect, it } from 'vitest'
import { openShop } from '../shop.ts'
import { teaOrders } from '../tea-orders.ts'
import { ALL, codeOf, payBy, payment } from '../trade-types.ts'
import { ordered, v2Calls } from './calls.ts'

const v2 = { merchant: { api: 'v2' } } as const

const changes = ALL.flatMap((first) =>
  ALL.filter((second) => second !== first).map((second) => [first, second] as const),
)

describe('another trade type, by API v2', () => {
  it.each(changes)('within five minutes leaves %s open beside %s', async (first, second) => {
    const shop = await openShop({ ...v2, weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}?tradeType=${first}`)
    const response = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${second}`))
    expect(response.tradeType).toBe(second)
    expect(v2Calls(shop)).toEqual([
      `${first} 1`,
      `${second} 1 INVALID_REQUEST`,
      'query 1',
      'close 1 INVALID_REQUEST',
      'query 1',
      `${second} 2`,
    ])
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'NOTPAY',
      'NOTPAY',
    ])
    await payBy(shop, response)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it.each(changes)('after five minutes closes %s and opens %s', async (first, second) => {
    const shop = await openShop({ ...v2, weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}?tradeType=${first}`)
    await shop.simulator.advance(300)
    const response = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${second}`))
    expect(v2Calls(shop)).toEqual([
      `${first} 1`,
      `${second} 1 INVALID_REQUEST`,
      'query 1',
      'close 1',
      `${second} 2`,
    ])
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
    await payBy(shop, response)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('a third within five minutes is refused, and taken after them', async () => {
    const shop = await openShop({ ...v2, weixin: { tradeTypes: ALL } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const send = (tradeType: string) =>
      customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    await send('jsapi')
    await send('h5')
    const third = await send('native')
    expect([third.status, codeOf(third)]).toEqual([503, 'not-closed'])
    expect(shop.simulator.orders()).toHaveLength(2)
    await shop.simulator.advance(300)
    await payBy(shop, payment(await send('native')))
    await shop.simulator.notifications.idle()
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'CLOSED',
      'SUCCESS',
    ])
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('of two open ones the first paid counts, and the other is a second payment', async () => {
    const shop = await openShop({
      ...v2,
      orders: teaOrders(() => 'keep'),
      weixin: { tradeTypes: ALL },
    })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const send = async (tradeType: string) =>
      payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`))
    const [first, second] = [await send('native'), await send('jsapi')]
    await payBy(shop, first)
    await shop.simulator.notifications.idle()
    await shop.weixin.drain()
    const { transactionId } = shop.orders.row(order.id)
    expect(transactionId).toBe(shop.simulator.orders()[0]?.transactionId)
    // Too young to be closed, it is paid as well.
    await payBy(shop, second)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(shop.orders.unexpectedCalls).toMatchObject([{ orderId: order.id, why: 'second' }])
  })
})

describe('h5 by API v2', () => {
  it('names the payer’s own address and the shop', async () => {
    const shop = await openShop({
      ...v2,
      weixin: { tradeTypes: ['h5'] },
      before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
    })
    const order = shop.orders.add({ openid: null })
    const send = (ip: string) =>
      fetch(`${shop.url}/weixin/pay/${order.id}?tradeType=h5`, {
        method: 'POST',
        headers: { 'x-forwarded-for': ip },
      })
    expect((await send('203.0.113.7')).status).toBe(200)
    const [requests] = ordered(shop)
    expect(requests).toMatchObject({ trade_type: 'MWEB', spbill_create_ip: '203.0.113.7' })
    expect(JSON.parse(String(requests?.['scene_info']))).toEqual({
      h5_info: { type: 'Wap', wap_url: shop.url, wap_name: 'localhost' },
    })
    // The address may differ in a repeat: the same attempt.
    expect((await send('2001:db8::7')).status).toBe(200)
    expect(v2Calls(shop)).toEqual(['h5 1', 'h5 1'])
  })

  it('gets a new address for the same attempt before the five minutes are over', async () => {
    let aheadMs = 0
    const now = (): number => Date.now() + aheadMs
    const shop = await openShop({ ...v2, weixin: { tradeTypes: ['h5'], now } })
    const order = shop.orders.add({ openid: null })
    const visit = async () =>
      payment(await shop.client().post(`/weixin/pay/${order.id}?tradeType=h5`)) as { url: string }
    const first = await visit()
    aheadMs = 200_000
    await shop.simulator.advance(200)
    const second = await visit()
    expect(v2Calls(shop)).toEqual(['h5 1', 'h5 1'])
    await shop.simulator.advance(101)
    await expect(shop.simulator.pay(first.url)).rejects.toThrow('支付请求已失效')
    await shop.simulator.pay(second.url)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })
})

it('native names a product: the out_trade_no of the attempt', async () => {
  const shop = await openShop({ ...v2, weixin: { tradeTypes: ['native'] } })
  const order = shop.orders.add({ openid: null })
  await shop.client().post(`/weixin/pay/${order.id}?tradeType=native`)
  const [requests] = ordered(shop)
  expect(requests?.['product_id']).toBe(requests?.['out_trade_no'])
})
