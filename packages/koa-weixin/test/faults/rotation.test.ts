import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { axiosHttp } from '../../src/remote/http.ts'
import type { Http } from '../../src/index.ts'
import { DOWNLOAD, inCertificateMode, openWith } from './certificate-shop.ts'
import { codeOf } from './paid-once.ts'

describe('a rotation', () => {
  it('in the middle of traffic: the new serial is looked for once, and nothing is lost', async () => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const { simulator, serialNo } = await inCertificateMode()
    const { buy, downloads } = await openWith(simulator, DOWNLOAD, { now })
    await buy()
    // As days pass, without leaving WeChat's five minutes.
    ahead = 61_000
    const next = await simulator.platform.issue()
    simulator.platform.signBy({ [serialNo]: 1, [next.serialNo]: 1 })
    const during = await Promise.all([buy(), buy(), buy(), buy()])
    expect(during.map(({ transactionId }) => transactionId)).not.toContain(null)
    simulator.platform.list(serialNo, false)
    simulator.platform.signBy({ [next.serialNo]: 1 })
    expect((await buy()).transactionId).not.toBeNull()
    expect(downloads()).toBe(2)
  })

  it('to a certificate that signs before it is listed: refused until it is, then settled', async () => {
    let ahead = 0
    const now = () => Date.now() + ahead
    const { simulator } = await inCertificateMode()
    const { shop, customer, pay, order, downloads } = await openWith(simulator, DOWNLOAD, { now })
    const added = order()
    const payment = (await pay(added.id)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    const next = await simulator.platform.issue({ isListed: false })
    simulator.platform.signBy({ [next.serialNo]: 1 })
    ahead = 61_000
    await simulator.pay(payment.params.package.slice('prepay_id='.length))
    await simulator.notifications.idle()
    expect((await customer.get(`/weixin/pay/${added.id}`)).body).toMatchObject({ state: 'unknown' })
    expect(shop.orders.paidCalls).toEqual([])
    // The new one signs the list too, which does not name it: the list is not trusted, and is downloaded once more.
    expect(downloads()).toBe(3)

    simulator.platform.list(next.serialNo)
    ahead = 122_000
    await simulator.advance(30)
    expect(shop.orders.row(added.id).transactionId).not.toBeNull()
    expect(downloads()).toBe(4)
  })

  it('finds WeChat out of reach: what we hold goes on, and the next try finds it', async () => {
    let ahead = 0
    const { simulator, serialNo } = await inCertificateMode()
    const now = () => Date.now() + ahead
    const { buy, pay, order } = await openWith(simulator, DOWNLOAD, { now })
    await buy()
    ahead = 61_000
    const next = await simulator.platform.issue()
    simulator.platform.signBy({ [next.serialNo]: 1 })
    simulator.faults.failPay({ path: '/v3/certificates', times: 3, response: 'system-error' })
    const late = order()
    expect(codeOf((await pay(late.id)).body)).toBe('response-unverified')
    simulator.platform.signBy({ [serialNo]: 1 })
    expect((await buy()).transactionId).not.toBeNull()
    simulator.platform.signBy({ [next.serialNo]: 1 })
    ahead = 70_000
    expect((await pay(late.id)).status).toBe(200)
  })
})

describe('a download that hangs', () => {
  it('lets the notification be refused before WeChat stops listening', async () => {
    let ahead = 0
    const { simulator } = await inCertificateMode()
    const now = () => Date.now() + ahead
    const real = axiosHttp()
    const waits: number[] = []
    const http: Http = (request) => {
      if (!request.url.endsWith('/v3/certificates')) return real(request)
      waits.push(request.timeoutMs)
      return real({ ...request, timeoutMs: waits.length === 2 ? 300 : request.timeoutMs })
    }
    const { shop, pay, order } = await openWith(simulator, DOWNLOAD, { now, http })
    const added = order()
    const payment = (await pay(added.id)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    ahead = 61_000
    const next = await simulator.platform.issue()
    simulator.platform.signBy({ [next.serialNo]: 1 })
    simulator.faults.failPay({ path: '/v3/certificates', response: 'hang' })
    await simulator.pay(payment.params.package.slice('prepay_id='.length))
    await simulator.notifications.idle()
    const notifications = simulator.log().filter(({ call }) => call.startsWith('notification'))
    expect(notifications.map(({ response }) => response.status)).toEqual([401])
    expect(shop.alerts).toMatchObject([
      { error: { detail: `${next.serialNo}; the last download: weixin-unreachable` } },
    ])
    // WeChat waits for five seconds; the test need not.
    // The first use, the hanging one.
    expect(waits).toHaveLength(2)
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_500)
    ahead = 70_000
    await simulator.advance(15)
    expect(shop.orders.row(added.id).transactionId).not.toBeNull()
  })
})
