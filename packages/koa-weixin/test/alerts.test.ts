import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'

const simulator = { keys: WEIXIN_KEYS }

async function paidInSilence(options: ShopOptions = {}) {
  const shop = await openShop({ simulator, ...options })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const payment = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error('no payment')
  shop.simulator.notifications.lose(1)
  const { transactionId } = await shop.simulator.pay(payment.params.package.slice(10))
  await shop.simulator.notifications.idle()
  return { shop, customer, order, transactionId }
}

const post = async (shop: Shop, body: string, headers: Record<string, string> = {}) =>
  (await fetch(`${shop.url}/weixin/notify`, { method: 'POST', body, headers })).status

describe('an order that is stuck', () => {
  it('is reported at the second settlement that comes to nothing', async () => {
    const { shop, customer, order, transactionId } = await paidInSilence()
    let letGo = (): void => {}
    shop.orders.beforePaid = () =>
      new Promise((resolve) => {
        letGo = resolve
      })
    const first = await shop.simulator.notifications.deliver(transactionId)
    expect(first).toMatchObject({ status: 503, body: expect.stringContaining('too-slow') })
    expect(shop.alerts).toEqual([])
    const { body } = await customer.get(`/weixin/pay/${order.id}`)
    expect(body).toEqual({ orderId: order.id, state: 'unknown' })
    const { outTradeNo } = shop.simulator.orders()[0]!
    expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { code: 'busy' }, outTradeNo }])
    letGo()
    await shop.weixin.drain()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
  })
})

describe('notifications that prove nothing', () => {
  it('are reported once a minute with their number, also after the clock was set back', async () => {
    let now = Date.now()
    const shop = await openShop({ weixin: { now: () => now } })
    await post(shop, '{}')
    await post(shop, '{}')
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1 }])
    now += 61_000
    await post(shop, '{}')
    expect(shop.alerts.slice(1)).toMatchObject([{ kind: 'unverified', count: 2 }])
    now -= 3 * 3_600_000
    await post(shop, '{}')
    expect(shop.alerts.slice(2)).toMatchObject([{ kind: 'unverified', count: 1 }])
  })
})

describe('a signed notification that cannot be opened', () => {
  const wrongKey = 'Z'.repeat(32)
  const sealed = (id: string): string =>
    sealedBody({ any: 'thing' }, { apiV3Key: wrongKey }).replace(/"id":"[^"]+"/, `"id":"${id}"`)

  it('is reported and logged by its own id, however much junk comes beside it', async () => {
    let now = Date.now()
    const shop = await openShop({ simulator, weixin: { now: () => now } })
    for (let i = 0; i < 3; i += 1) {
      await post(shop, '{}')
      const body = sealed(`EV-${i}`)
      const headers = signedHeaders(body, { timestamp: Math.floor(now / 1000) })
      expect(await post(shop, body, headers)).toBe(400)
      // WeChat repeats it.
      expect(await post(shop, body, headers)).toBe(400)
      now += 20_000
    }
    const refused = shop.alerts.filter(({ kind }) => kind === 'refused')
    expect(refused).toMatchObject(
      [0, 1, 2].map((i) => ({ error: { code: 'tag-wrong' }, notificationId: `EV-${i}` })),
    )
    expect(shop.logged.filter((line) => line.includes('"notificationId":"EV-1"'))).not.toEqual([])
  })

  it('is reported where it is no JSON, or lacks what says what it is', async () => {
    const shop = await openShop({ simulator })
    for (const body of ['no JSON', '{"id":"EV-9"}'])
      expect(await post(shop, body, signedHeaders(body))).toBe(400)
    expect(shop.alerts).toMatchObject([
      { kind: 'refused', error: { code: 'notification-malformed' } },
      { kind: 'refused', error: { code: 'notification-malformed' }, notificationId: 'EV-9' },
    ])
  })
})
