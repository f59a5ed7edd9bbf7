import { describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import type { Http, HttpResponse } from '../../src/index.ts'
import { readXml } from '../../src/protocol/v2/xml.ts'
import { axiosHttp } from '../../src/remote/http.ts'
import { omit, signed, xml, type Texts } from './as-weixin.ts'
import { openV2Shop, prepayIdOf, trade } from './shop.ts'

/** Lets replies from one path be forged on their way. */
function forgingHttp(path: string) {
  const real = axiosHttp()
  let forge = (reply: HttpResponse): HttpResponse => reply
  const http: Http = async (request) => {
    const reply = await real(request)
    return request.url.endsWith(path) ? forge(reply) : reply
  }
  return { http, forge: (next: typeof forge) => (forge = next) }
}

const rewritten =
  (change: (fields: Texts) => Texts) =>
  (reply: HttpResponse): HttpResponse => {
    const { sign = '', ...fields } = Object.fromEntries(readXml(reply.body.toString()) ?? [])
    return { ...reply, body: Buffer.from(xml(change({ ...fields, sign }))) }
  }

const unsigned: [string, (fields: Texts) => Texts][] = [
  ['no sign', (fields) => omit(fields, 'sign')],
  ['an empty sign', (fields) => ({ ...fields, sign: '' })],
  ["a forger's sign", (fields) => signed(omit(fields, 'sign'), 'another key')],
  ['another type of sign', (fields) => signed(omit(fields, 'sign'), 'another key', 'HMAC-SHA256')],
  ['a field more', (fields) => ({ ...fields, more: '1' })],
]

async function paidWithoutNotification() {
  const wire = forgingHttp('/pay/orderquery')
  const fixture = await openV2Shop({ weixin: { http: wire.http } })
  const prepayId = prepayIdOf(await fixture.customer.post(`/weixin/pay/${fixture.order.id}`))
  fixture.shop.simulator.notifications.lose(1)
  await fixture.shop.simulator.pay(prepayId)
  await fixture.shop.simulator.notifications.idle()
  return { ...fixture, wire }
}

describe('a forged v2 reply to a query settles nothing', () => {
  it.each(unsigned)('%s', async (_name, change) => {
    const { wire, shop, customer, order } = await paidWithoutNotification()
    wire.forge(rewritten(change))
    const answer = await customer.get(`/weixin/pay/${order.id}`)
    expect(answer.body).toMatchObject({ state: 'unknown' })
    expect(shop.logged.join('\n')).toContain('response-unverified')
    expect(shop.orders.paidCalls).toEqual([])
  })

  it.each<[string, Texts]>([
    ['another number', { out_trade_no: 'another-0000' }],
    ['another merchant', { mch_id: '1900000009' }],
    ['another app', { appid: 'wx00000000000000ff' }],
  ])('signed by WeChat, but about %s', async (_name, other) => {
    const { wire, shop, customer, order } = await paidWithoutNotification()
    const { apiV2Key } = shop.simulator.credentials
    wire.forge(rewritten((fields) => signed({ ...omit(fields, 'sign'), ...other }, apiV2Key)))
    const answer = await customer.get(`/weixin/pay/${order.id}`)
    expect(answer.body).toMatchObject({ state: 'unknown' })
    expect(shop.logged.join('\n')).toContain('response-mismatch')
    expect(shop.orders.paidCalls).toEqual([])
  })

  it('an unsigned FAIL, whatever it says', async () => {
    const { wire, shop, customer, order } = await paidWithoutNotification()
    const reported = { return_code: 'FAIL', result_code: 'FAIL', err_code: 'ORDERNOTEXIST' }
    wire.forge((reply) => ({ ...reply, body: Buffer.from(xml(reported)) }))
    const answer = await customer.get(`/weixin/pay/${order.id}`)
    expect(answer.body).toMatchObject({ state: 'unknown' })
    expect(shop.orders.paidCalls).toEqual([])
  })

  it('while the genuine one does', async () => {
    const { customer, order } = await paidWithoutNotification()
    const answer = await customer.get(`/weixin/pay/${order.id}`)
    expect(answer.body).toMatchObject({ state: 'paid' })
  })
})

describe('a forged v2 reply to an order', () => {
  it.each(unsigned)('%s: gives the page nothing to pay', async (_name, change) => {
    const wire = forgingHttp('/pay/unifiedorder')
    const { shop, customer, order } = await openV2Shop({ weixin: { http: wire.http } })
    wire.forge(rewritten(change))
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      502,
      'response-unverified',
    ])
    // The order was taken all the same: the next try is the same payment.
    wire.forge((reply) => reply)
    prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    expect(trade(shop)).toHaveLength(1)
  })
})

describe('a forged v2 reply to a close', () => {
  it.each(unsigned)('%s: opens no further number', async (_name, change) => {
    const wire = forgingHttp('/pay/closeorder')
    const { shop, customer, order } = await openV2Shop({ weixin: { http: wire.http } })
    prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.orders.row(order.id).total = 2600
    wire.forge(rewritten(change))
    const answer = await customer.post(`/weixin/pay/${order.id}`)
    expect((answer.body as ErrorResponse).error.code).toBe('not-closed')
    expect(trade(shop)).toHaveLength(1)
  })
})
