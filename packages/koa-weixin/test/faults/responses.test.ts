import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { PayFault } from 'weixin-simulator'
import type { Http } from '../../src/index.ts'
import { openShop, type Shop } from '../shop.ts'
import { codeOf, expectPaidOnce, timingOutOnce } from './paid-once.ts'

const ORDER = '/v3/pay/transactions/jsapi'
const QUERY = '/v3/pay/transactions/out-trade-no/'

async function openFixture(options: { http?: Http } = {}) {
  const shop = await openShop({ weixin: options })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const pay = () => customer.post(`/weixin/pay/${order.id}`)
  return { shop, customer, order, pay }
}

const callsTo = ({ simulator }: Shop, path: string) =>
  simulator.log().filter(({ call }) => call.includes(path))

describe.each<NonNullable<PayFault['when']>>(['before', 'after'])(
  'WeChat Pay fails %s it has placed an order',
  (when) => {
    it.each<PayFault['response']>(['system-error', 'bad-gateway'])(
      '%s, twice: sent again, and the payer sees nothing of it',
      async (response) => {
        const { shop, order, pay } = await openFixture()
        shop.simulator.faults.failPay({ path: ORDER, times: 2, when, response })
        const { status, body } = await pay()
        expect(status).toBe(200)
        expect(callsTo(shop, ORDER)).toHaveLength(3)
        await expectPaidOnce(shop, body, order.id)
      },
    )

    it.each<PayFault['response']>(['system-error', 'bad-gateway'])(
      '%s, for longer: an error after three calls, and the next try is the same payment',
      async (response) => {
        const { shop, order, pay } = await openFixture()
        shop.simulator.faults.failPay({ path: ORDER, times: 3, when, response })
        const failed = await pay()
        expect(failed.status).toBe(502)
        expect(codeOf(failed.body)).toBe('weixin-unreachable')
        expect(callsTo(shop, ORDER)).toHaveLength(3)
        await expectPaidOnce(shop, (await pay()).body, order.id)
      },
    )

    it.each<PayFault['response']>(['hang', 'reset'])(
      '%s: an error after one call, and the next try is the same payment',
      async (response) => {
        const { shop, order, pay } = await openFixture({ http: timingOutOnce() })
        shop.simulator.faults.failPay({ path: ORDER, when, response })
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
    const { shop, order, pay } = await openFixture({ http: timingOutOnce() })
    let answer = (): void => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    shop.simulator.faults.failPay({ path: ORDER, when: 'after', response: { until } })
    expect(codeOf((await pay()).body)).toBe('weixin-unreachable')
    answer()
    const { body } = await pay()
    expect(shop.simulator.orders()).toHaveLength(1)
    await expectPaidOnce(shop, body, order.id)
  })
})

describe('a query that fails leaves the state of the order unknown', () => {
  it('500 three times: unknown, and not unpaid', async () => {
    const { shop, order, customer, pay } = await openFixture()
    await pay()
    shop.simulator.faults.failPay({ path: QUERY, times: 3, response: 'system-error' })
    const { body } = await customer.get(`/weixin/pay/${order.id}`)
    expect(body).toEqual({ orderId: order.id, state: 'unknown' })
  })
})

describe('a verified refusal', () => {
  it('is never repeated', async () => {
    const { shop, order, pay } = await openFixture()
    await pay()
    shop.orders.row(order.id).total = 1900
    await pay()
    const answers = callsTo(shop, ORDER).map(({ response }) => response.status)
    expect(answers).toEqual([200, 400, 200])
  })
})

describe('signature probes (WECHATPAY/SIGNTEST/)', () => {
  it('in a reply: thrown away, and the call is repeated once', async () => {
    const { shop, order, pay } = await openFixture()
    shop.simulator.faults.probe({ responses: 1 })
    const { status, body } = await pay()
    expect(status).toBe(200)
    expect(callsTo(shop, ORDER)).toHaveLength(2)
    await expectPaidOnce(shop, body, order.id)
  })

  it('twice in succession is more than WeChat sends: refused', async () => {
    const { shop, pay } = await openFixture()
    shop.simulator.faults.probe({ responses: 2 })
    expect(codeOf((await pay()).body)).toBe('response-unverified')
    expect(callsTo(shop, ORDER)).toHaveLength(2)
  })

  it('in a notification: refused and counted; the repeat settles', async () => {
    const { shop, order, pay } = await openFixture()
    const payment = (await pay()).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    shop.simulator.faults.probe({ notifications: 1 })
    await shop.simulator.pay(payment.params.package.slice('prepay_id='.length))
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toEqual([])
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1, probes: 1 }])
    await shop.simulator.advance(15)
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })
})
