import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openShop, type Shop } from './shop.ts'
import type { Answer } from './cookie-client.ts'
import { calls, codeOf, payment } from './trade-types.ts'

/** A socket address, or what a proxy says of it. */
const through = (shop: Shop, path: string, forwardedFor: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'x-forwarded-for': forwardedFor }
    request(shop.url + path, { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(),
          body: JSON.parse(text),
          url: '',
        }),
      )
    })
      .on('error', reject)
      .end()
  })

describe('h5', () => {
  const scenes = ({ simulator }: Shop) =>
    simulator.log().flatMap(({ call, request }) => {
      const body = request['body'] as { scene_info?: { payer_client_ip: string } } | undefined
      return call.endsWith('/h5') ? [body?.scene_info?.payer_client_ip] : []
    })

  it('hands on the user’s own address, behind a proxy that the app trusts', async () => {
    const shop = await openShop({
      weixin: { tradeTypes: ['h5'] },
      before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
    })
    for (const address of ['203.0.113.7', '2001:db8::7', '::ffff:203.0.113.8']) {
      const order = shop.orders.add({ openid: null })
      const answer = await through(
        shop,
        `/weixin/pay/${order.id}?tradeType=h5`,
        `192.0.2.66, ${address}`,
      )
      expect(payment(answer).tradeType).toBe('h5')
    }
    expect(scenes(shop)).toEqual(['203.0.113.7', '2001:db8::7', '203.0.113.8'])
  })

  it('trusts no header of the request when the app has no proxy', async () => {
    const shop = await openShop({ weixin: { tradeTypes: ['h5'] } })
    const order = shop.orders.add({ openid: null })
    await through(shop, `/weixin/pay/${order.id}?tradeType=h5`, '203.0.113.7')
    expect(scenes(shop)).not.toContain('203.0.113.7')
  })

  it.each(['unknown', "127.0.0.1'--", 'x'.repeat(400)])(
    'refuses the address %s',
    async (address) => {
      const shop = await openShop({
        weixin: { tradeTypes: ['h5'] },
        before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
      })
      const order = shop.orders.add({ openid: null })
      const answer = await through(shop, `/weixin/pay/${order.id}?tradeType=h5`, address)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'payer-ip-unknown'])
      expect(shop.simulator.orders()).toEqual([])
    },
  )

  it('from another address takes the next number', async () => {
    const shop = await openShop({
      weixin: { tradeTypes: ['h5'] },
      before: (app) => Object.assign(app, { proxy: true, maxIpsCount: 1 }),
    })
    const order = shop.orders.add({ openid: null })
    for (const address of ['203.0.113.7', '203.0.113.8'])
      await through(shop, `/weixin/pay/${order.id}?tradeType=h5`, address)
    expect(shop.simulator.orders().map(({ tradeState }) => tradeState)).toEqual([
      'CLOSED',
      'NOTPAY',
    ])
  })

  it('gets a new address for the same number before the five minutes are over', async () => {
    let aheadMs = 0
    const shop = await openShop({ weixin: { tradeTypes: ['h5'], now: () => Date.now() + aheadMs } })
    const order = shop.orders.add({ openid: null })
    const visit = async () =>
      payment(await shop.client().post(`/weixin/pay/${order.id}?tradeType=h5`)) as { url: string }
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
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })
})
