import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../src/control/client.ts'
import { createSimulator, type FaultName, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { callPhone } from './phone.ts'
import { receiver } from './receiver.ts'
import { hashOf, read, textOf, v2Merchant } from './v2-merchant.ts'

let weixin: Simulator
let notify: Awaited<ReturnType<typeof receiver>>
beforeEach(async () => {
  notify = await receiver(() => 204)
  weixin = await createSimulator()
})
afterEach(async () => {
  await weixin.close()
  await notify.close()
})

const shop = () => merchant(weixin, notify.url)
const pay = async () => weixin.payer.pay(await shop().prepayId())
const token = async () => {
  const { appId, appSecret } = weixin.credentials
  const query = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  return (await fetch(`${weixin.url}/cgi-bin/token?${query}`)).json()
}
const ids = () => notify.all.map(({ text }) => JSON.parse(text).id)
/** What the log says of each delivery. */
const deliveries = () =>
  weixin.log().flatMap(({ kind, checks }) => (kind === 'notification' ? checks : []))
/** Names of the faults that the dashboard shows as armed. */
const armed = async () =>
  (await (await fetch(`${weixin.url}/simulator/dashboard/state`)).json()).armed

/** The fault ends the sheet that opens next: what its page learns of that is in test/browser. */
async function endsTheNextSheet(
  fault: 'user-cancels' | 'payment-fails' | 'answer-lost',
  outcome: string,
): Promise<void> {
  expect(await weixin.trigger(fault)).toEqual({ applies: 'next' })
  const response = await callPhone(weixin, 'payments/wx1/outcome', {})
  expect(await response.json()).toEqual({ outcome })
}

/** Each fault, caused by its name, and what is observed. */
const observed: Record<FaultName, () => Promise<void>> = {
  'notification-lost': async () => {
    await weixin.trigger('notification-lost')
    await pay()
    await weixin.notifications.idle()
    expect(notify.all).toHaveLength(0)
    await weixin.advance(15)
    expect(notify.all).toHaveLength(1)
  },
  'notification-late': async () => {
    await weixin.trigger('notification-late', { seconds: 30 })
    await pay()
    await weixin.advance(29)
    expect(notify.all).toHaveLength(0)
    await weixin.advance(1)
    expect(notify.all).toHaveLength(1)
  },
  'notification-doubled': async () => {
    await weixin.trigger('notification-doubled')
    await pay()
    await weixin.notifications.idle()
    expect(notify.all).toHaveLength(2)
    expect(new Set(ids()).size).toBe(1)
  },
  'notifications-reordered': async () => {
    await weixin.trigger('notifications-reordered')
    await pay()
    await pay()
    await weixin.notifications.idle()
    const [first, second] = weixin.notifications.list()
    expect(ids()).toEqual([second?.id, first?.id])
  },
  'notification-forged': async () => {
    await pay()
    await weixin.notifications.idle()
    const genuine = notify.all[0]
    for (const forgery of ['other-key', 'no-signature', 'changed-body', 'other-serial'] as const)
      await weixin.trigger('notification-forged', { forgery })
    await weixin.trigger('notification-forged', { forgery: 'old' })
    await weixin.trigger('notification-forged', { forgery: 'missing-timestamp' })
    const [, otherKey, unsigned, changed, serial, old, timeless] = notify.all
    const header = (one: typeof genuine, name: string) => one?.headers.get(`wechatpay-${name}`)
    expect(otherKey?.text).toBe(genuine?.text)
    expect(header(unsigned, 'signature')).toBeNull()
    expect(changed?.text).not.toBe(genuine?.text)
    expect(header(serial, 'serial')).toBe('PUB_KEY_ID_0')
    expect(Date.now() / 1000 - Number(header(old, 'timestamp'))).toBeGreaterThan(590)
    expect(header(timeless, 'timestamp')).toBeNull()
    // This app accepts everything, which is the fault that the log shows.
    expect(deliveries()).toEqual([
      { check: 'answered 200 or 204 within 5 s', ok: true },
      ...Array.from({ length: 6 }, () => ({ check: 'refused within 5 s', ok: false })),
    ])
  },
  'signature-probe': async () => {
    await weixin.trigger('signature-probe', { responses: 1 })
    const { headers, isSigned } = await shop().query('T20260101')
    expect(headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(isSigned).toBe(false)
    await pay()
    await weixin.notifications.idle()
    expect(notify.all[0]?.headers.get('wechatpay-signature')).toMatch(/^WECHATPAY\/SIGNTEST\//)
    expect(deliveries()).toEqual([{ check: 'refused within 5 s', ok: false }])
  },
  'pay-slow': async () => {
    await weixin.trigger('pay-slow', { milliseconds: 120 })
    const startedAt = performance.now()
    expect((await shop().prepay(shop().order())).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThan(110)
  },
  'pay-failing': async () => {
    const status = async () => (await shop().prepay(shop().order())).status
    await weixin.trigger('pay-failing')
    expect(await armed()).toEqual(['pay-failing'])
    expect([await status(), await status()]).toEqual([500, 200])
    expect(await armed()).toEqual([])
    await weixin.trigger('pay-failing', { response: 'accepted' })
    expect(await status()).toBe(202)
    await weixin.trigger('pay-failing', { response: 'wrong-signature' })
    expect(await shop().prepay(shop().order())).toMatchObject({ status: 200, isSigned: false })
  },
  'key-rotated': async () => {
    const { serialNo } = (await weixin.trigger('key-rotated')) as { serialNo: string }
    const { headers } = await shop().query('T20260101')
    expect(headers.get('wechatpay-serial')).toBe(serialNo)
  },
  'token-replaced': async () => {
    const { access_token } = await token()
    await weixin.trigger('token-replaced')
    const ticket = `${weixin.url}/cgi-bin/ticket/getticket?type=jsapi&access_token=${access_token}`
    expect(await (await fetch(ticket)).json()).toMatchObject({ errcode: 40001 })
  },
  'ticket-replaced': async () => {
    const ticket = async () => {
      const { access_token } = await token()
      const query = `type=jsapi&access_token=${access_token}`
      return (await (await fetch(`${weixin.url}/cgi-bin/ticket/getticket?${query}`)).json()).ticket
    }
    const before = await ticket()
    expect(await ticket()).toBe(before)
    await weixin.trigger('ticket-replaced')
    expect(await ticket()).not.toBe(before)
  },
  'quota-used-up': async () => {
    await weixin.trigger('quota-used-up')
    expect(await token()).toMatchObject({ errcode: 45009 })
  },
  'address-not-allowed': async () => {
    await weixin.trigger('address-not-allowed')
    expect(await token()).toMatchObject({ errcode: 40164 })
  },
  'sign-in-refused': async () => {
    await weixin.trigger('sign-in-refused', { page: 10005 })
    const query = `appid=${weixin.credentials.appId}&redirect_uri=http%3A%2F%2Flocalhost%2Fx&response_type=code&scope=snsapi_base&state=a`
    const page = await fetch(`${weixin.url}/connect/oauth2/authorize?${query}`, {
      headers: { 'user-agent': 'MicroMessenger' },
      redirect: 'manual',
    })
    expect(await page.text()).toContain('10005')
  },
  'bill-spoiled': async () => {
    await weixin.trigger('bill-spoiled')
    await pay()
    await weixin.advance(2 * 86_400)
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const { body } = await shop().call('GET', `/v3/bill/tradebill?bill_date=${day}`)
    const address = new URL(String(body['download_url']))
    await expect(shop().call('GET', address.pathname + address.search)).rejects.toThrow(
      'terminated',
    )
  },
  'refunds-end': async () => {
    await weixin.trigger('refunds-end', { status: 'ABNORMAL' })
    const { transactionId: transaction_id } = await pay()
    const amount = { refund: 100, total: 100, currency: 'CNY' }
    const notify_url = notify.url
    await shop().refund({ transaction_id, out_refund_no: 'R1', amount, notify_url })
    await weixin.notifications.idle()
    expect(JSON.parse(notify.all.at(-1)?.text ?? '').event_type).toBe('REFUND.ABNORMAL')
    const query = () => shop().call('GET', '/v3/refund/domestic/refunds/R1')
    const { body } = await query()
    expect(body['status']).toBe('ABNORMAL')
    // Its money is on the way back all the same: nothing is left to refund.
    await weixin.advance(60)
    const more = { transaction_id, out_refund_no: 'R2', amount }
    expect((await shop().refund(more)).body['message']).toBe('订单已全额退款')
    const path = `/v3/refund/domestic/refunds/${String(body['refund_id'])}/apply-abnormal-refund`
    const again = JSON.stringify({ out_refund_no: 'R1', type: 'USER_BANK_CARD' })
    expect((await shop().call('POST', path, again)).body['status']).toBe('PROCESSING')
    expect((await query()).body['status']).toBe('SUCCESS')
    expect((await shop().call('POST', path, again)).status).toBe(400)
  },
  'merchant-without-money': async () => {
    const { transactionId: transaction_id } = await pay()
    await weixin.trigger('merchant-without-money')
    const amount = { refund: 100, total: 100, currency: 'CNY' }
    const refused = await shop().refund({ transaction_id, out_refund_no: 'R1', amount })
    expect(refused).toMatchObject({ status: 403, body: { code: 'NOT_ENOUGH' } })
    await weixin.trigger('none')
    expect((await shop().refund({ transaction_id, out_refund_no: 'R1', amount })).status).toBe(200)
  },
  'payer-without-money': async () => {
    await weixin.trigger('payer-without-money')
    expect(weixin.users()[0]?.balance).toBe(0)
    const { outTradeNo } = await pay()
    expect((await shop().query(outTradeNo)).body['bank_type']).not.toBe('OTHERS')
  },
  'snapshot-user': async () => {
    await weixin.trigger('snapshot-user')
    const { appId, appSecret } = weixin.credentials
    const back = encodeURIComponent('http://localhost:5173/')
    const link = `/connect/oauth2/authorize?appid=${appId}&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=a`
    const signIn = async (): Promise<unknown> => {
      const headers = { 'user-agent': 'MicroMessenger' }
      const response = await fetch(weixin.url + link, { redirect: 'manual', headers })
      const code = new URL(response.headers.get('location') ?? '').searchParams.get('code')
      const query = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
      const token = await fetch(`${weixin.url}/sns/oauth2/access_token?${query}`)
      return token.json()
    }
    const virtual = weixin.users().find(({ isSnapshot }) => isSnapshot)
    expect(await signIn()).toMatchObject({ openid: virtual?.openid, is_snapshotuser: 1 })
    expect(await signIn()).toMatchObject({ openid: weixin.users()[0]?.openid })
  },
  'paid-after-close': async () => {
    const order = shop().order()
    const { body } = await shop().prepay(order)
    const prepayId = String(body['prepay_id'])
    const outTradeNo = String(order['out_trade_no'])
    await shop().close(outTradeNo)
    await expect(weixin.pay(prepayId)).rejects.toThrow('该订单已关闭')
    await weixin.trigger('paid-after-close', { order: outTradeNo })
    expect((await shop().query(outTradeNo)).body['trade_state']).toBe('SUCCESS')
  },
  'paid-on-another-device': async () => {
    const prepayId = await shop().prepayId()
    await weixin.trigger('paid-on-another-device', { order: prepayId })
    expect(weixin.orders().at(-1)?.tradeState).toBe('SUCCESS')
  },
  'user-cancels': () => endsTheNextSheet('user-cancels', 'cancel'),
  'payment-fails': () => endsTheNextSheet('payment-fails', 'fail'),
  'answer-lost': () => endsTheNextSheet('answer-lost', 'lost'),
  'clock-skewed': async () => {
    await weixin.trigger('clock-skewed', { seconds: 600 })
    expect((await shop().prepay(shop().order())).status).toBe(401)
    const seconds = String(Math.floor(Date.now() / 1000) + 600)
    const { headers, status } = await shop().prepay(shop().order(), { timestamp: seconds })
    expect(status).toBe(200)
    expect(Number(headers.get('wechatpay-timestamp'))).toBeGreaterThan(Date.now() / 1000 + 590)
  },
  none: async () => {
    await weixin.trigger('pay-failing')
    await weixin.trigger('address-not-allowed')
    await weixin.trigger('none')
    expect(await token()).toHaveProperty('access_token')
    expect((await shop().prepay(shop().order())).status).toBe(200)
  },
}

describe('each fault is caused and observed', () => {
  test.each(Object.entries(observed))('%s', async (_name, observe) => {
    expect.hasAssertions()
    await observe()
  })
})

const API_V2 = ['other-key', 'no-signature', 'changed-body'] as const
const API_V3 = ['other-serial', 'old', 'missing-timestamp'] as const

test('no forged notification of API v2 passes for a genuine one', async () => {
  const { apiV2Key: key } = weixin.credentials
  const { transactionId } = await weixin.pay(await v2Merchant(weixin, notify.url).prepayId())
  await weixin.notifications.idle()
  const isGenuine = (text: string): boolean => {
    const fields = read(text)
    return fields['sign'] === hashOf(textOf(fields, key), key)
  }
  expect(notify.all.map(({ text }) => isGenuine(text))).toEqual([true])
  for (const forgery of API_V2) await weixin.trigger('notification-forged', { forgery })
  expect(notify.all.map(({ text }) => isGenuine(text))).toEqual([true, false, false, false])
  expect(read(notify.all.at(-1)?.text ?? '')['total_fee']).not.toBe('100')
  for (const forgery of API_V3)
    await expect(weixin.trigger('notification-forged', { forgery })).rejects.toThrow(/API v3/)

  const infoOf = (text = ''): string => read(text)['req_info'] ?? ''
  await weixin.refundInConsole({ transactionId, notifyUrl: notify.url })
  await weixin.notifications.idle()
  const genuine = infoOf(notify.all.at(-1)?.text)
  for (const forgery of ['other-key', 'changed-body'] as const) {
    await weixin.trigger('notification-forged', { forgery })
    const forged = infoOf(notify.all.at(-1)?.text)
    expect([forged.length, forged === genuine]).toEqual([genuine.length, false])
  }
  await expect(weixin.trigger('notification-forged', { forgery: 'no-signature' })).rejects.toThrow(
    /no signature/,
  )
})

test('a fault is caused by HTTP too, and its fields are checked', async () => {
  const client = createClient(weixin.url)
  await client.trigger('pay-failing', { times: 1 })
  expect((await shop().prepay(shop().order())).status).toBe(500)
  expect(weixin.log().at(-2)).toMatchObject({ kind: 'control', call: 'fault pay-failing' })
  await expect(client.trigger('pay-failing', { times: 0 })).rejects.toThrow(
    'times must lie in 1…1000',
  )
  const unknown = await fetch(`${weixin.url}/simulator/faults/nothing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(unknown.status).toBe(404)
})
