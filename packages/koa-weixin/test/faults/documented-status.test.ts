import { describe, expect, it } from 'vitest'
import { reconcile, axiosHttp, type Http, type HttpResponse } from '../../src/index.ts'
import { signedHeaders, WEIXIN_KEYS } from '../as-weixin.ts'
import { openShop } from '../shop.ts'
import { codeOf } from './paid-once.ts'

type Answer = { status: number; json: object; isSigned: boolean }

/** Answers the calls whose path contains `path` as long as there is an answer; all others reach the simulator. */
function answering(path: string) {
  const real = axiosHttp()
  let answer: Answer | undefined
  const http: Http = async (request): Promise<HttpResponse> => {
    if (!answer || !request.url.includes(path)) return real(request)
    const body = Buffer.from(JSON.stringify(answer.json))
    const headers = answer.isSigned ? signedHeaders(body) : {}
    return { status: answer.status, headers, body }
  }
  return {
    http,
    set(next: Answer | undefined) {
      answer = next
    },
  }
}

async function openPaying(path: string) {
  const wire = answering(path)
  const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const pay = () => customer.post(`/weixin/pay/${order.id}`)
  return { shop, wire, order, customer, pay }
}

describe('only the documented status of a call means done', () => {
  it('a close that answers 202 closes nothing, and opens nothing beside it', async () => {
    const { shop, wire, order, pay } = await openPaying('/close')
    expect((await pay()).status).toBe(200)
    const json = { code: 'USERPAYING', message: '用户支付中，需要输入密码' }
    wire.set({ status: 202, json, isSigned: true })
    shop.orders.row(order.id).total = 1900
    const refused = await pay()
    expect([refused.status, codeOf(refused.body)]).toEqual([503, 'not-closed'])
    expect(await shop.weixin.orders.close(order.id)).toBe('unpaid')
    expect(shop.simulator.orders()).toHaveLength(1)

    wire.set(undefined)
    expect((await pay()).status).toBe(200)
    expect(shop.simulator.orders()).toMatchObject([
      { tradeState: 'CLOSED' },
      { tradeState: 'NOTPAY', total: 1900 },
    ])
  })

  it('an order that answers 202 is not accepted, and is sent again as the same attempt', async () => {
    const { shop, wire, pay } = await openPaying('/v3/pay/transactions/jsapi')
    wire.set({ status: 202, json: { code: 'ACCEPTED', message: '处理中' }, isSigned: true })
    const refused = await pay()
    expect([refused.status, codeOf(refused.body)]).toEqual([503, 'not-finished'])
    wire.set(undefined)
    expect((await pay()).status).toBe(200)
    expect(shop.simulator.orders()).toHaveLength(1)
  })

  it('a refund that answers 202 is not made', async () => {
    const { shop, wire } = await openPaying('/v3/refund/')
    wire.set({ status: 202, json: { code: 'ACCEPTED', message: '处理中' }, isSigned: true })
    const request = { transactionId: '42', total: 1, amount: 1, outRefundNo: 'R1' }
    await expect(shop.weixin.refunds.create(request)).rejects.toMatchObject({
      code: 'not-finished',
    })
    await expect(shop.weixin.refunds.find('R1')).rejects.toMatchObject({ code: 'not-finished' })
  })
})

describe('nothing final follows from a refusal that WeChat did not sign', () => {
  it('an unsigned 404 of a paid order', async () => {
    const { shop, wire, order, customer, pay } = await openPaying('/out-trade-no/')
    const { body } = await pay()
    shop.simulator.notifications.lose(99)
    const { params } = body as { params: { package: string } }
    await shop.simulator.pay(params.package.slice('prepay_id='.length))
    await shop.simulator.notifications.idle()

    const json = { code: 'ORDER_NOT_EXIST', message: '订单不存在' }
    wire.set({ status: 404, json, isSigned: false })
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'unknown' })
    expect(await shop.weixin.orders.close(order.id)).toBe('unknown')
    const summary = await reconcile(shop.weixin, { pending: [order.id], closeAfter: 0 })
    expect(summary).toMatchObject({ unknown: 1, closed: 0 })

    wire.set(undefined)
    expect(await shop.weixin.orders.close(order.id)).toBe('paid')
  })

  it('an unsigned 400 ORDER_CLOSED', async () => {
    const { shop, wire, order, pay } = await openPaying('/out-trade-no/')
    expect((await pay()).status).toBe(200)
    wire.set({
      status: 400,
      json: { code: 'ORDER_CLOSED', message: '订单已关闭' },
      isSigned: false,
    })
    expect(await shop.weixin.orders.status(order.id)).toMatchObject({ state: 'unknown' })
    expect(await shop.weixin.orders.close(order.id)).toBe('unknown')
  })
})

describe('a refusal that WeChat signed', () => {
  it('400 ORDER_CLOSED closes the attempt: the next one is opened', async () => {
    const { shop, wire, order, pay } = await openPaying('/out-trade-no/')
    expect((await pay()).status).toBe(200)
    wire.set({ status: 400, json: { code: 'ORDER_CLOSED', message: '订单已关闭' }, isSigned: true })
    shop.orders.row(order.id).total = 1900
    expect((await pay()).status).toBe(200)
    expect(shop.simulator.orders()).toHaveLength(2)
  })

  it('404 ORDER_NOT_EXIST is an unpaid order', async () => {
    const { shop, wire, order } = await openPaying('/out-trade-no/')
    wire.set({ status: 404, json: { code: 'ORDER_NOT_EXIST', message: '' }, isSigned: true })
    expect(await shop.weixin.orders.status(order.id)).toMatchObject({ state: 'unpaid' })
    expect(await shop.weixin.orders.close(order.id)).toBe('closed')
  })
})
