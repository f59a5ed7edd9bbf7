import { describe, expect, it } from 'vitest'
import type { ErrorResponse, Payment } from 'weixin-contract'
import { memoryCache } from '../src/index.ts'
import { openShop, type Shop } from './shop.ts'
import { teaOrders } from './tea-orders.ts'
import type { Answer } from './cookie-client.ts'

const payment = (answer: Answer): Payment => {
  expect(answer.status).toBe(200)
  return answer.body as Payment
}
const prepayIdOf = (answer: Answer): string => {
  const response = payment(answer)
  if (response.tradeType !== 'jsapi')
    throw new Error(`no jsapi payment: ${JSON.stringify(response)}`)
  return response.params.package.slice('prepay_id='.length)
}
const codeOf = (answer: Answer): string => (answer.body as ErrorResponse).error.code
const attemptsAt = ({ simulator }: Shop, state: string): number =>
  simulator.orders().filter((order) => order.tradeState === state).length

describe('a cup of tea', () => {
  it('is ordered, paid, notified and recorded', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })

    const answer = await customer.post(`/weixin/pay/${order.id}`)
    const response = payment(answer)
    expect(response).toMatchObject({
      tradeType: 'jsapi',
      params: { appId: shop.simulator.credentials.appId, signType: 'RSA' },
    })
    const { transactionId } = await shop.simulator.pay(prepayIdOf(answer))
    await shop.simulator.notifications.idle()

    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(shop.orders.paidCalls).toHaveLength(1)
    expect(shop.orders.paidCalls[0]?.transaction).toMatchObject({
      transactionId,
      orderId: order.id,
      total: 2800,
      openid: customer.openid,
      tradeState: 'SUCCESS',
    })
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toEqual({
      orderId: order.id,
      state: 'paid',
    })
    expect(payment(await customer.post(`/weixin/pay/${order.id}`))).toEqual({
      settled: 'paid',
    })
  })

  it('is sold to its own customer only', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: 'somebody else' })
    for (const answer of [
      await customer.post(`/weixin/pay/${order.id}`),
      await customer.get(`/weixin/pay/${order.id}`),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([404, 'order-not-found'])
    expect(shop.simulator.orders()).toEqual([])
  })

  it.each([
    ['finds it', (shop: Shop) => shop.orders.add({ openid: null })],
    ['does not', (shop: Shop) => shop.orders.add({ openid: 'somebody' })],
  ])('asks a stranger to sign in, whether `find` %s', async (_name, add) => {
    const shop = await openShop()
    const order = add(shop)
    for (const answer of [
      await shop.client().post(`/weixin/pay/${order.id}`),
      await shop.client().get(`/weixin/pay/${order.id}x`),
    ]) {
      expect(answer.status).toBe(401)
      expect(answer.body).toMatchObject({
        error: { code: 'sign-in-required', signIn: '/weixin/oauth' },
      })
    }
    expect(shop.simulator.orders()).toEqual([])
  })

  it('has one trade type unless the options name more', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    for (const tradeType of ['native', 'h5', 'app', 'cash'])
      expect(codeOf(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`))).toBe(
        'trade-type-not-offered',
      )
  })

  it.each([
    ['no price', { total: 0 }],
    ['half a fen', { total: 0.5 }],
    ['no description', { description: ' ' }],
    ['an id that does not fit into attach', { id: '茶'.repeat(43) }],
  ])('with %s is refused without a call to WeChat', async (_name, wrong) => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid, ...wrong })
    const answer = await customer.post(`/weixin/pay/${encodeURIComponent(order.id)}`)
    expect([answer.status, codeOf(answer)]).toEqual([500, 'order-invalid'])
    expect(shop.simulator.orders()).toEqual([])
  })

  it.each(['订单 1', 'a/b?c#d', 'x'.repeat(60)])('may have the id %s', async (id) => {
    const shop = await openShop()
    const customer = await shop.customer()
    shop.orders.add({ openid: customer.openid, id })
    const answer = await customer.post(`/weixin/pay/${encodeURIComponent(id)}`)
    await shop.simulator.pay(prepayIdOf(answer))
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(id).transactionId).not.toBeNull()
  })
})

describe('at most one attempt is open', () => {
  it('a second try pays the same prepay_id', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))).toBe(first)
    expect(shop.simulator.orders()).toHaveLength(1)
  })

  it('another price closes the first attempt and opens the second', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}`)
    shop.orders.row(order.id).total = 2600
    const second = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect(shop.simulator.orders().map(({ tradeState, total }) => [tradeState, total])).toEqual([
      ['CLOSED', 2800],
      ['NOTPAY', 2600],
    ])
    await shop.simulator.pay(second)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('although the cache is emptied at every step, and the payment settles', async () => {
    const stored = new Map<string, unknown>()
    const cache = {
      get: (key: string) => stored.get(key),
      set: (key: string, value: unknown) => stored.set(key, value),
      delete: (key: string) => stored.delete(key),
    }
    const shop = await openShop({ weixin: { cache } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    await customer.post(`/weixin/pay/${order.id}`)
    stored.clear()
    shop.orders.row(order.id).total = 2600
    await customer.post(`/weixin/pay/${order.id}`)
    stored.clear()
    const last = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect([attemptsAt(shop, 'CLOSED'), attemptsAt(shop, 'NOTPAY')]).toEqual([1, 1])
    stored.clear()
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(last)
    await shop.simulator.notifications.idle()
    stored.clear()
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
    expect(shop.orders.paidCalls).toHaveLength(1)
  })

  it('for two tabs and two servers that share nothing but the orders', async () => {
    const one = await openShop()
    const other = await openShop({
      simulator: one.simulator,
      orders: one.orders,
      weixin: { origin: one.url, cache: memoryCache() },
    })
    const customer = await one.customer()
    const elsewhere = other.client()
    for (const [name, value] of customer.cookies) elsewhere.cookies.set(name, value)
    const order = one.orders.add({ openid: customer.openid })
    const answers = await Promise.all(
      [customer, elsewhere, customer, elsewhere].map((who) => who.post(`/weixin/pay/${order.id}`)),
    )
    for (const answer of answers) prepayIdOf(answer)
    expect(attemptsAt(one, 'NOTPAY')).toBe(1)
    expect(one.simulator.orders()).toHaveLength(1)
  })

  it.each(['v3', 'v2'] as const)(
    'one paid meanwhile is settled, not ordered again (%s)',
    async (api) => {
      const shop = await openShop({ merchant: { api }, orders: teaOrders(() => 'take') })
      const customer = await shop.customer()
      const order = shop.orders.add({ openid: customer.openid })
      const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
      shop.simulator.notifications.lose(1)
      await shop.simulator.pay(first)
      shop.orders.row(order.id).total = 2600
      expect(payment(await customer.post(`/weixin/pay/${order.id}`))).toEqual({
        settled: 'paid',
      })
      expect(shop.orders.unexpectedCalls).toEqual([{ orderId: order.id, why: 'price' }])
      expect(shop.simulator.orders()).toHaveLength(1)
    },
  )

  it('the money of another price goes back, and the order is paid under the next attempt', async () => {
    const shop = await openShop({ orders: teaOrders(() => 'refund') })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const first = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.simulator.notifications.lose(1)
    const { transactionId } = await shop.simulator.pay(first)
    shop.orders.row(order.id).total = 2600
    const second = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect(shop.simulator.refunds()).toMatchObject([
      { outRefundNo: `R${transactionId}`, refund: 2800, total: 2800 },
    ])
    await shop.simulator.pay(second)
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
    expect(shop.orders.row(order.id).transactionId).not.toBe(transactionId)
  })

  it('an order that is closed, or too late, is not ordered', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    for (const gone of [{ closed: true }, { payBefore: new Date(0) }]) {
      const order = shop.orders.add({ openid: customer.openid, ...gone })
      expect(payment(await customer.post(`/weixin/pay/${order.id}`))).toEqual({
        settled: 'closed',
      })
    }
    expect(shop.simulator.orders()).toEqual([])
  })

  it('an order that was paid in its last moment is found paid', async () => {
    const shop = await openShop({ orders: teaOrders(() => 'take') })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(prepayId)
    shop.orders.row(order.id).closed = true
    expect(payment(await customer.post(`/weixin/pay/${order.id}`))).toEqual({
      settled: 'paid',
    })
  })
})

describe('notifications', () => {
  it('three notifications, two of them beside a query, call the handler once', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    let letGo = (): void => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    shop.orders.beforePaid = () => held
    const { transactionId } = await shop.simulator.pay(prepayId)
    await expect.poll(() => shop.orders.paidCalls.length).toBe(1)
    const deliveries = [
      shop.simulator.notifications.deliver(transactionId),
      shop.simulator.notifications.deliver(transactionId),
    ]
    const status = customer.get(`/weixin/pay/${order.id}`)
    // All have arrived once WeChat has received the query.
    await expect
      .poll(() => shop.simulator.log().some(({ call }) => call.includes('/out-trade-no/')))
      .toBe(true)
    letGo()
    expect((await Promise.all(deliveries)).map(({ status }) => status)).toEqual([204, 204])
    expect((await status).body).toMatchObject({ state: 'paid' })
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toHaveLength(1)
  })

  it('a handler that throws is called again with the next notification', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.orders.beforePaid = () => Promise.reject(new Error('the database is away'))
    const { transactionId } = await shop.simulator.pay(prepayId)
    await shop.simulator.notifications.idle()
    expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { code: 'not-recorded' } }])
    shop.orders.beforePaid = async () => {}
    await shop.simulator.advance(15)
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(shop.orders.paidCalls).toHaveLength(2)
  })

  it('a handler that records nothing is found out', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.orders.onPaid = async () => {}
    const { transactionId } = await shop.simulator.pay(prepayId)
    await shop.simulator.notifications.idle()
    expect(await shop.simulator.notifications.deliver(transactionId)).toEqual({
      status: 500,
      body: JSON.stringify({ code: 'FAIL', message: 'not-recorded' }),
    })
  })

  it('a handler that is slower than WeChat waits finishes, and is not run a second time', async () => {
    const shop = await openShop()
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    let letGo = (): void => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    shop.orders.beforePaid = () => held
    shop.simulator.notifications.lose(1)
    const { transactionId } = await shop.simulator.pay(prepayId)
    expect(await shop.simulator.notifications.deliver(transactionId)).toEqual({
      status: 503,
      body: JSON.stringify({ code: 'FAIL', message: 'too-slow' }),
    })
    expect(shop.logged.join('\n')).toContain('not settled after 3 s')
    const drained = shop.weixin.drain()
    letGo()
    await drained
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(204)
    expect(shop.orders.paidCalls).toHaveLength(1)
  })
})
