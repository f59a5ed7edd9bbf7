import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSimulator, type PayFault, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { opened, receiver } from './receiver.ts'
import { v2Merchant } from './v2-merchant.ts'

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

const ORDER = '/v3/pay/transactions/jsapi'

describe.each<[NonNullable<PayFault['when']>, number]>([
  ['before', 0],
  ['after', 1],
])('%s WeChat Pay acts', (when, orders) => {
  test('500 SYSTEM_ERROR, signed, for as many calls as set', async () => {
    const shop = merchant(weixin)
    weixin.faults.failPay({ path: ORDER, times: 2, when, response: 'system-error' })
    const body = shop.order()
    for (const _ of [1, 2])
      expect(await shop.prepay(body)).toMatchObject({
        status: 500,
        body: { code: 'SYSTEM_ERROR' },
        isSigned: true,
      })
    expect(weixin.orders()).toHaveLength(orders)
    expect((await shop.prepay(body)).status).toBe(200)
    expect(weixin.log()[0]).toMatchObject({
      response: { status: 500, code: 'SYSTEM_ERROR' },
      reason: { code: 'fault' },
    })
  })

  test('429, signed, with its number in Request-ID', async () => {
    weixin.faults.failPay({ path: ORDER, when, response: 'too-many-requests' })
    const shop = merchant(weixin)
    const answer = await shop.prepay(shop.order())
    expect(answer).toMatchObject({
      status: 429,
      body: { code: 'FREQUENCY_LIMITED' },
      isSigned: true,
    })
    expect(answer.headers.get('request-id')).toMatch(/^[0-9A-F]+-268447840$/)
    expect(weixin.log().at(-1)?.reason).toMatchObject({ code: 'fault', reference: null })
  })

  test('202: signed, and not finished', async () => {
    weixin.faults.failPay({ path: ORDER, when, response: 'accepted' })
    const shop = merchant(weixin)
    expect(await shop.prepay(shop.order())).toMatchObject({
      status: 202,
      body: { code: 'USERPAYING' },
      isSigned: true,
    })
  })

  test('502 in HTML, unsigned', async () => {
    weixin.faults.failPay({ path: ORDER, when, response: 'bad-gateway' })
    const reply = await fetch(weixin.url + ORDER, signedOrder())
    expect(reply.status).toBe(502)
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
    expect(reply.headers.get('wechatpay-signature')).toBeNull()
    expect(await reply.text()).toContain('502 Bad Gateway')
  })

  test('a connection that is reset', async () => {
    weixin.faults.failPay({ path: ORDER, when, response: 'reset' })
    const shop = merchant(weixin)
    await expect(shop.prepay(shop.order())).rejects.toThrow('fetch failed')
    expect(weixin.orders()).toHaveLength(orders)
  })

  test('no answer, until the caller gives up', async () => {
    weixin.faults.failPay({ path: ORDER, when, response: 'hang' })
    const init = { ...signedOrder(), signal: AbortSignal.timeout(200) }
    await expect(fetch(weixin.url + ORDER, init)).rejects.toThrow('timeout')
    await expect.poll(() => weixin.log().at(-1)?.response.code).toBe('HANG')
  })

  test('a late answer is the right one', async () => {
    let answer = (): void => {}
    const seen = new Promise<void>((resolve) => {
      answer = resolve
    })
    let holdsOne = false
    const held = {
      get until() {
        holdsOne = true
        return seen
      },
    }
    weixin.faults.failPay({ path: ORDER, when, response: held })
    const shop = merchant(weixin)
    const reply = shop.prepay(shop.order())
    // Else the other's order might overtake this one, and be held in its place.
    await expect.poll(() => holdsOne).toBe(true)
    const other = merchant(weixin)
    expect((await other.prepay(other.order())).status).toBe(200)
    expect(weixin.orders()).toHaveLength(orders + 1)
    answer()
    expect(await reply).toMatchObject({ status: 200, isSigned: true })
    expect(weixin.orders()).toHaveLength(2)
  })
})

describe.each<[NonNullable<PayFault['when']>, number]>([
  ['before', 0],
  ['after', 1],
])('API v2, %s WeChat Pay acts', (when, orders) => {
  const fail = (response: PayFault['response']) =>
    weixin.faults.failPay({ path: '/pay/unifiedorder', when, response })

  test.each([
    ['system-error', 'SYSTEMERROR'],
    ['too-many-requests', 'FREQUENCY_LIMITED'],
  ] as const)('%s: the code %s, signed', async (response, err_code) => {
    for (const typed of [{}, { sign_type: 'HMAC-SHA256' }]) {
      fail(response)
      const shop = v2Merchant(weixin)
      expect(await shop.prepay(shop.order(typed))).toMatchObject({
        status: 200,
        isSigned: true,
        fields: { return_code: 'SUCCESS', result_code: 'FAIL', err_code },
      })
    }
    expect(weixin.orders()).toHaveLength(orders * 2)
    expect(weixin.log().at(-1)?.reason).toMatchObject({ code: 'fault', reference: null })
  })

  test('an HTML page, a reset connection, a late answer', async () => {
    const shop = v2Merchant(weixin)
    fail('bad-gateway')
    expect(await shop.prepay(shop.order())).toMatchObject({ status: 502, isSigned: false })
    fail('reset')
    await expect(shop.prepay(shop.order())).rejects.toThrow('fetch failed')
    expect(weixin.orders()).toHaveLength(orders * 2)
    fail({ until: Promise.resolve() })
    expect(await shop.prepay(shop.order())).toMatchObject({ status: 200, isSigned: true })
  })
})

test('API v2: a wrong sign, a bill that is not given, and no answer like 202', async () => {
  await weixin.trigger('pay-failing', { response: 'wrong-signature' })
  const shop = v2Merchant(weixin)
  const order = shop.order()
  const spoiled = await shop.prepay(order)
  expect(spoiled).toMatchObject({ isSigned: false, fields: { result_code: 'SUCCESS' } })
  expect(spoiled.fields['sign']).toMatch(/^0{32}$/)
  await weixin.trigger('pay-failing')
  const bill = await shop.call('/pay/downloadbill', { bill_date: '20260101' })
  expect(bill.fields).toMatchObject({ return_code: 'FAIL', return_msg: 'system error' })
  await weixin.trigger('pay-failing', { response: 'accepted' })
  expect((await shop.prepay(order)).isSigned).toBe(true)
  const v3 = merchant(weixin)
  expect((await v3.prepay(v3.order())).status).toBe(202)
})

test('other paths go on', async () => {
  weixin.faults.failPay({ path: '/v3/refund/', response: 'system-error' })
  const shop = merchant(weixin)
  expect((await shop.prepay(shop.order())).status).toBe(200)
  expect((await shop.refund({})).status).toBe(500)
})

test('a probe in a reply: a wrong signature with its mark, and the next is right', async () => {
  weixin.faults.probe({ responses: 1 })
  const shop = merchant(weixin)
  const body = shop.order()
  const probed = await shop.prepay(body)
  expect(probed.headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
  expect(probed).toMatchObject({ status: 200, isSigned: false })
  expect(await shop.prepay(body)).toMatchObject({ status: 200, isSigned: true })
})

test('a probe in a notification: who answers 204 is seen, who refuses gets it again', async () => {
  const notify = await receiver((got) => (opened(got, weixin.credentials).isSigned ? 204 : 401))
  const shop = merchant(weixin, notify.url)
  weixin.faults.probe({ notifications: 1 })
  await weixin.pay(await shop.prepayId())
  await weixin.notifications.idle()
  expect(notify.all[0]?.headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
  await weixin.advance(15)
  expect(weixin.log().at(-1)?.response.status).toBe(204)
  expect(notify.all).toHaveLength(2)
  await notify.close()
})

/** An order whose signature nobody looks at: the fault comes first, or the reply is thrown away. */
function signedOrder(): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
}
