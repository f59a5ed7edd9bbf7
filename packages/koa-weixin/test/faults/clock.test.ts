import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { axiosHttp, memoryCache, type Http } from '../../src/index.ts'
import { signedHeaders, WEIXIN_KEYS } from '../as-weixin.ts'
import { openShop } from '../shop.ts'
import { codeOf } from './paid-once.ts'

describe('a clock that is wrong', () => {
  it('is named as the cause, with the seconds, where WeChat refuses our calls', async () => {
    const shop = await openShop({ weixin: { now: () => Date.now() + 400_000 } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const errors: { detail?: string; remedy?: { en: string; zh: string } }[] = []
    shop.app.on('error', (error: object) => errors.push(error))
    const { status, body } = await customer.post(`/weixin/pay/${order.id}`)
    expect(status).toBe(502)
    expect(codeOf(body)).toBe('clock-wrong')
    expect(errors[0]?.detail).toMatch(/^our clock is (399|400|401) s ahead of WeChat's$/)
    expect(errors[0]?.remedy?.en).toContain('NTP')
    expect(errors[0]?.remedy?.zh).toContain('NTP')
    expect(shop.simulator.log().filter(({ call }) => call.includes('/jsapi'))).toHaveLength(1)
  })

  it('that was ahead for a while makes no attempt be handed out for longer than it lives', async () => {
    let ahead = 0
    let prepaid = 0
    const real = axiosHttp()
    const now = () => Date.now() + ahead
    const http: Http = async (request) => {
      if (!request.url.endsWith('/jsapi')) return real(request)
      prepaid += 1
      const body = Buffer.from(JSON.stringify({ prepay_id: `wx${prepaid}` }))
      const timestamp = Math.floor(now() / 1000)
      return { status: 200, headers: signedHeaders(body, { timestamp }), body }
    }
    const weixin = { now, http, cache: memoryCache() }
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const pay = async (): Promise<string> => {
      const payment = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
      return payment.tradeType === 'jsapi' ? payment.params.package : JSON.stringify(payment)
    }
    ahead = 24 * 60 * 60 * 1000
    expect([await pay(), await pay()]).toEqual(['prepay_id=wx1', 'prepay_id=wx1'])
    ahead = 0
    expect([await pay(), await pay()]).toEqual(['prepay_id=wx2', 'prepay_id=wx2'])
  })

  it('is named where a notification seems too old', async () => {
    let ahead = 0
    const shop = await openShop({ weixin: { now: () => Date.now() + ahead } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const payment = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    ahead = -400_000
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    await shop.simulator.pay(payment.params.package.slice('prepay_id='.length))
    await shop.simulator.notifications.idle()
    expect(shop.alerts).toMatchObject([
      {
        kind: 'unverified',
        error: {
          code: 'timestamp-stale',
          detail: expect.stringMatching(/^our clock is (399|400|401) s behind WeChat's$/),
        },
      },
    ])
    ahead = 0
    await shop.simulator.advance(15)
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })
})
