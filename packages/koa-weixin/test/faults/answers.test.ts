import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ErrorReply, Prepared } from 'weixin-contract'
import { createSimulator, type PayFault } from 'weixin-simulator'
import { axiosHttp } from '../../src/remote/http.ts'
import type { Endpoints, Http } from '../../src/index.ts'
import { openShop, type Shop } from '../shop.ts'

const ORDER = '/v3/pay/transactions/jsapi'
const QUERY = '/v3/pay/transactions/out-trade-no/'

/** As shipped, but impatient: a test need not wait for five seconds. */
const impatient = (timeoutMs: number): Http => {
  const real = axiosHttp()
  return (request) => real({ ...request, timeoutMs: Math.min(request.timeoutMs, timeoutMs) })
}

async function setScene(options: { http?: Http; endpoints?: Endpoints } = {}) {
  const shop = await openShop({ weixin: options })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const pay = () => customer.post(`/weixin/pay/${order.id}`)
  return { shop, customer, order, pay }
}

const codeOf = (body: unknown): string => (body as ErrorReply).error.code
const callsTo = ({ simulator }: Shop, path: string) =>
  simulator.log().filter(({ call }) => call.includes(path))

/** Pays what was prepared, and sees that everybody agrees on one payment. */
async function expectPaidOnce(shop: Shop, body: unknown, orderId: string): Promise<void> {
  const prepared = body as Prepared
  if (prepared.via !== 'jsapi') throw new Error(JSON.stringify(body))
  const prepayId = prepared.params.package.slice('prepay_id='.length)
  const { transactionId } = await shop.simulator.pay(prepayId)
  await shop.simulator.notices.idle()
  expect(shop.simulator.orders()).toMatchObject([{ state: 'SUCCESS', transactionId }])
  expect(shop.orders.row(orderId).paidBy).toBe(transactionId)
  expect(shop.orders.paidCalls).toHaveLength(1)
}

describe.each<NonNullable<PayFault['when']>>(['before', 'after'])(
  'WeChat Pay goes wrong %s it takes an order',
  (when) => {
    it.each<PayFault['answer']>(['system-error', 'bad-gateway'])(
      '%s, twice: asked again, and the payer notices nothing',
      async (answer) => {
        const { shop, order, pay } = await setScene()
        shop.simulator.faults.failPay({ path: ORDER, times: 2, when, answer })
        const { status, body } = await pay()
        expect(status).toBe(200)
        expect(callsTo(shop, ORDER)).toHaveLength(3)
        await expectPaidOnce(shop, body, order.id)
      },
    )

    it.each<PayFault['answer']>(['system-error', 'bad-gateway'])(
      '%s, for longer: an error after three calls, and the next try is the same payment',
      async (answer) => {
        const { shop, order, pay } = await setScene()
        shop.simulator.faults.failPay({ path: ORDER, times: 3, when, answer })
        const failed = await pay()
        expect(failed.status).toBe(502)
        expect(codeOf(failed.body)).toBe('weixin-unreachable')
        expect(callsTo(shop, ORDER)).toHaveLength(3)
        await expectPaidOnce(shop, (await pay()).body, order.id)
      },
    )

    it.each<PayFault['answer']>(['hang', 'reset'])(
      '%s: an error after one call, and the next try is the same payment',
      async (answer) => {
        const { shop, order, pay } = await setScene({ http: impatient(300) })
        shop.simulator.faults.failPay({ path: ORDER, when, answer })
        const failed = await pay()
        expect(codeOf(failed.body)).toBe('weixin-unreachable')
        await expect.poll(() => callsTo(shop, ORDER)).toHaveLength(1)
        expect(shop.simulator.orders()).toHaveLength(when === 'after' ? 1 : 0)
        await expectPaidOnce(shop, (await pay()).body, order.id)
      },
    )
  },
)

describe('WeChat Pay answers late', () => {
  it('after the time-out: the next try is the same payment', async () => {
    const { shop, order, pay } = await setScene({ http: impatient(300) })
    let answer = (): void => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    shop.simulator.faults.failPay({ path: ORDER, when: 'after', answer: { until } })
    expect(codeOf((await pay()).body)).toBe('weixin-unreachable')
    answer()
    const { body } = await pay()
    expect(shop.simulator.orders()).toHaveLength(1)
    await expectPaidOnce(shop, body, order.id)
  })
})

describe('a query that fails says nothing about the order', () => {
  it('500 three times: unknown, and not unpaid', async () => {
    const { shop, order, customer, pay } = await setScene()
    await pay()
    shop.simulator.faults.failPay({ path: QUERY, times: 3, answer: 'system-error' })
    const { body } = await customer.get(`/weixin/pay/${order.id}`)
    expect(body).toEqual({ orderId: order.id, state: 'unknown' })
  })
})

describe('a verified refusal', () => {
  it('is never repeated', async () => {
    const { shop, order, pay } = await setScene()
    await pay()
    shop.orders.row(order.id).total = 1900
    await pay()
    const answers = callsTo(shop, ORDER).map(({ answered }) => answered.status)
    expect(answers).toEqual([200, 400, 200])
  })
})

describe('the backup host', () => {
  /** A port that refuses every connection. */
  async function deadHost(): Promise<string> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    return `http://localhost:${port}`
  }

  async function withBackup(pay: (url: string) => Promise<readonly [string, string]>) {
    const hosts: string[] = []
    const real = axiosHttp()
    const http: Http = (request) => {
      if (request.url.includes('/v3/')) hosts.push(new URL(request.url).origin)
      return real({ ...request, timeoutMs: Math.min(request.timeoutMs, 300) })
    }
    const simulator = await createSimulator()
    onTestFinished(() => simulator.close())
    const { url } = simulator
    const endpoints = { api: url, open: url, pay: await pay(url) }
    const shop = await openShop({ simulator, weixin: { endpoints, http } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    return { shop, hosts, url, order, pay: () => customer.post(`/weixin/pay/${order.id}`) }
  }

  it('takes the order where the main one refuses the connection', async () => {
    const main = await deadHost()
    const { shop, hosts, url, order, pay } = await withBackup(async (own) => [main, own])
    const { body } = await pay()
    expect(hosts).toEqual([main, url])
    await expectPaidOnce(shop, body, order.id)
  })

  it('is asked after a time-out too: the order that the main one took stays one', async () => {
    const { shop, hosts, order, pay } = await withBackup(async (own) => [
      own,
      own.replace('localhost', '127.0.0.1'),
    ])
    shop.simulator.faults.failPay({ path: ORDER, when: 'after', answer: 'hang' })
    const { body } = await pay()
    expect(hosts.map((host) => new URL(host).hostname)).toEqual(['localhost', '127.0.0.1'])
    await expectPaidOnce(shop, body, order.id)
  })

  it('is asked once, and not after an answer of any kind', async () => {
    const main = await deadHost()
    const { hosts, pay } = await withBackup(async () => [
      main,
      main.replace('localhost', '127.0.0.1'),
    ])
    expect(codeOf((await pay()).body)).toBe('weixin-unreachable')
    expect(hosts).toHaveLength(2)

    const other = await withBackup(async (own) => [own, main])
    other.shop.simulator.faults.failPay({ path: ORDER, times: 2, answer: 'bad-gateway' })
    expect((await other.pay()).status).toBe(200)
    expect(new Set(other.hosts)).toEqual(new Set([other.url]))
  })
})

describe('signature probes (WECHATPAY/SIGNTEST/)', () => {
  it('in a reply: thrown away, and the call is repeated once', async () => {
    const { shop, order, pay } = await setScene()
    shop.simulator.faults.probe({ replies: 1 })
    const { status, body } = await pay()
    expect(status).toBe(200)
    expect(callsTo(shop, ORDER)).toHaveLength(2)
    await expectPaidOnce(shop, body, order.id)
  })

  it('twice in a row is more than WeChat does: not believed', async () => {
    const { shop, pay } = await setScene()
    shop.simulator.faults.probe({ replies: 2 })
    expect(codeOf((await pay()).body)).toBe('reply-unverified')
    expect(callsTo(shop, ORDER)).toHaveLength(2)
  })

  it('in a notice: refused and counted; the repeat settles', async () => {
    const { shop, order, pay } = await setScene()
    const prepared = (await pay()).body as Prepared
    if (prepared.via !== 'jsapi') throw new Error('not prepared')
    shop.simulator.faults.probe({ notices: 1 })
    await shop.simulator.pay(prepared.params.package.slice('prepay_id='.length))
    await shop.simulator.notices.idle()
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1, probes: 1 }])
    await shop.simulator.advance(15)
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  })
})

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
    expect(callsTo(shop, ORDER)).toHaveLength(1)
  })

  it('is named where a notice seems too old', async () => {
    let ahead = 0
    const shop = await openShop({ weixin: { now: () => Date.now() + ahead } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const prepared = (await customer.post(`/weixin/pay/${order.id}`)).body as Prepared
    if (prepared.via !== 'jsapi') throw new Error('not prepared')
    ahead = -400_000
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    await shop.simulator.pay(prepared.params.package.slice('prepay_id='.length))
    await shop.simulator.notices.idle()
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
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
  })
})
