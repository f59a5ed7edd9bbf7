import { describe, expect, it } from 'vitest'
import { teaOrders } from '../tea-orders.ts'
import { openV2Shop, payment, prepayIdOf, trade } from './shop.ts'

describe.each(['MD5', 'HMAC-SHA256'] as const)('a cup of tea by API v2, %s', (signType) => {
  it('is ordered, paid on the phone, notified and recorded', async () => {
    const { shop, customer, order } = await openV2Shop({ merchant: { signType } })
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    const response = payment(answer)
    expect(response).toMatchObject({ tradeType: 'jsapi', params: { signType } })
    if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')

    // What the page would hand to WeChat holds there.
    const send = (path: string, body: object) =>
      fetch(`${shop.simulator.url}/simulator/phone/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: shop.url },
        body: JSON.stringify(body),
      }).then((sent) => sent.json())
    const page = `${shop.url}/orders`
    const prepayId = prepayIdOf(answer)
    expect(await send('payments', { page, args: response.params })).toMatchObject({
      payment: { prepayId, total: 2800 },
    })
    expect(await send(`payments/${prepayId}`, { method: 'balance' })).toEqual({ paid: true })
    await shop.simulator.notifications.idle()

    const [paid] = shop.simulator.orders()
    expect(shop.orders.row(order.id).transactionId).toBe(paid?.transactionId)
    expect(shop.orders.paidCalls).toMatchObject([
      {
        orderId: order.id,
        transaction: {
          orderId: order.id,
          total: 2800,
          payerTotal: 2800,
          openid: customer.openid,
          tradeState: 'SUCCESS',
        },
      },
    ])
    const again = await shop.simulator.notifications.deliver(paid?.transactionId ?? '')
    expect(again).toEqual({
      status: 200,
      body: '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>',
    })
    expect(shop.orders.paidCalls).toHaveLength(1)
  })
})

describe('orders and attempts by API v2', () => {
  it('a second try pays the same prepay_id, and a repeat is the same order', async () => {
    const stored = new Map<string, unknown>()
    const cache = {
      get: (key: string) => stored.get(key),
      set: (key: string, value: unknown) => stored.set(key, value),
      delete: (key: string) => stored.delete(key),
    }
    const payBefore = new Date(Date.now() + 3_600_000)
    const { shop, customer, order } = await openV2Shop({ weixin: { cache } })
    Object.assign(shop.orders.row(order.id), { payBefore, description: '明前\r\n龙井 🍵 ]]> × 1' })
    const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))).toBe(first)
    stored.clear()
    expect(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))).not.toBe(first)
    expect(trade(shop)).toEqual([['NOTPAY', 2800]])
    expect(shop.simulator.orders()[0]?.description).toBe('明前  龙井  ]]> × 1')
  })

  it.each([
    ['not emptied', false],
    ['emptied', true],
  ])(
    'the attempt before is found paid by a query, its notification lost, the cache %s',
    async (_n, isEmptied) => {
      const stored = new Map<string, unknown>()
      const cache = {
        get: (key: string) => stored.get(key),
        set: (key: string, value: unknown) => stored.set(key, value),
        delete: (key: string) => stored.delete(key),
      }
      const { shop, customer, order } = await openV2Shop({
        orders: teaOrders(() => 'take'),
        weixin: { cache },
      })
      const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
      shop.orders.row(order.id).total = 2600
      await customer.post(`/weixin/pay/${order.id}`)
      shop.simulator.notifications.lose(1)
      const { transactionId } = await shop.simulator.pay(first)
      await shop.simulator.notifications.idle()
      if (isEmptied) stored.clear()
      expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
      expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
      expect(shop.orders.unexpectedCalls).toEqual([{ orderId: order.id, why: 'price' }])
    },
  )

  it.each([
    ['first', ['SUCCESS', 'CLOSED']],
    ['second', ['CLOSED', 'SUCCESS']],
  ])('once the %s of two open attempts is paid, the other is closed', async (which, states) => {
    const { shop, customer, order } = await openV2Shop({ orders: teaOrders(() => 'take') })
    const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.orders.row(order.id).total = 2600
    const second = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    await shop.simulator.advance(300)
    await shop.simulator.pay(which === 'first' ? first : second)
    await shop.simulator.notifications.idle()
    await shop.weixin.drain()
    expect(trade(shop).map(([state]) => state)).toEqual(states)
  })
})
