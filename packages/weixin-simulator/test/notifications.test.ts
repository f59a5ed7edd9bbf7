import { afterEach, beforeEach, expect, test } from 'vitest'
import schedule from 'weixin-vectors/notify-retry-schedule.json' with { type: 'json' }
import vectorKeys from 'weixin-vectors/test-only-keys.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../src/index.ts'
import { isSigned, merchant } from './merchant.ts'
import { opened, receiver } from './receiver.ts'

type Receiver = Awaited<ReturnType<typeof receiver>>
let weixin: Simulator
let notify: Receiver
/** What the merchant's server answers. */
let answer: (count: number) => number | null
const started = Date.now()

beforeEach(async () => {
  answer = () => 204
  weixin = await createSimulator({ now: () => started })
  notify = await receiver((_, count) => answer(count))
})
afterEach(async () => {
  await weixin.close()
  await notify.close()
})

const pay = async () => weixin.pay(await merchant(weixin, notify.url).prepayId())

test('a failed delivery is repeated 15 times, at the published times', async () => {
  answer = () => 500
  await pay()
  await weixin.notifications.idle()
  expect(notify.all).toHaveLength(1)
  for (const [i, interval] of schedule.intervals_seconds.entries()) {
    await weixin.advance(interval - 1)
    expect(notify.all).toHaveLength(i + 1)
    await weixin.advance(1)
    expect(notify.all).toHaveLength(i + 2)
  }
  await weixin.advance(7 * 86_400)
  expect(notify.all).toHaveLength(1 + schedule.redeliveries)
})

test('one long step delivers everything that became due on the way', async () => {
  answer = () => 500
  await pay()
  await weixin.advance(schedule.total_seconds - 1)
  expect(notify.all).toHaveLength(15)
  await weixin.advance(1)
  expect(notify.all).toHaveLength(16)
})

test.each([200, 204])('%s ends the schedule', async (status) => {
  answer = (count) => (count < 3 ? 500 : status)
  await pay()
  await weixin.advance(86_640)
  expect(notify.all).toHaveLength(3)
})

test.each([201, 202, 302, 400, 404, 500])('%s does not', async (status) => {
  answer = (count) => (count === 1 ? status : 204)
  await pay()
  await weixin.advance(86_640)
  expect(notify.all).toHaveLength(2)
})

test('no answer within five seconds counts as a failure', async () => {
  answer = (count) => (count === 1 ? null : 204)
  const answered = performance.now()
  await pay()
  await weixin.notifications.idle()
  const waited = performance.now() - answered
  expect(waited).toBeGreaterThan(4900)
  expect(weixin.log().at(-1)).toMatchObject({ response: { status: 0 } })
  await weixin.advance(15)
  expect(notify.all).toHaveLength(2)
})

test('nobody listens: the schedule goes on', async () => {
  const shop = merchant(weixin, 'http://127.0.0.1:9/notify')
  await weixin.pay(await shop.prepayId())
  await weixin.advance(30)
  const tries = weixin.log().filter((one) => one.call.startsWith('notification '))
  expect(tries.map((one) => one.response.status)).toEqual([0, 0, 0])
  expect(tries[0]?.checks[0]?.detail).toMatch(/ECONNREFUSED/)
})

test.each([
  'https://shop.example:99999/notify',
  'https://999.999.999.999/notify',
  'https://exa%mple.com/notify',
])('an address that is none, %s, counts as unanswered, and the log says so', async (url) => {
  await weixin.pay(await merchant(weixin, url).prepayId())
  await weixin.advance(30)
  const tries = weixin.log().filter((one) => one.call.startsWith('notification '))
  expect(tries.map((one) => one.response.status)).toEqual([0, 0, 0])
  expect(tries[0]?.checks[0]?.detail).toMatch(/Invalid URL/)
})

test.each(['shop.example/notify', 'ftp://shop.example', ''])(
  'a control refuses %j as an address for notifications',
  async (url) => {
    const { transactionId } = await pay()
    const refused = /must be an http or https address/
    await expect(weixin.setRefundNotifyUrl(url)).rejects.toThrow(refused)
    await expect(weixin.refundInConsole({ transactionId, notifyUrl: url })).rejects.toThrow(refused)
    const foreign = { url, type: 'A.B', kind: 'a', resource: {} }
    await expect(weixin.notifications.foreign(foreign)).rejects.toThrow(refused)
    expect(weixin.refunds()).toEqual([])
  },
)

test('every delivery has one id and one body, and a signature of its own', async () => {
  answer = (count) => (count < 3 ? 500 : 204)
  const { transactionId } = await pay()
  await weixin.advance(86_640)
  const [first, second, third] = notify.all
  expect(new Set(notify.all.map((one) => one.text)).size).toBe(1)
  const signatures = notify.all.map((one) => one.headers.get('wechatpay-signature'))
  expect(new Set(signatures).size).toBe(3)
  const { publicKey, publicKeyId } = weixin.credentials
  for (const one of [first, second, third]) {
    if (!one) throw new Error('A delivery is missing')
    expect(isSigned(one.headers, one.text, publicKey)).toBe(true)
    expect(one.headers.get('wechatpay-serial')).toBe(publicKeyId)
    expect(one.headers.get('content-type')).toBe('application/json')
    expect(one.headers.get('request-id')).toMatch(/^[0-9A-F]+-0$/)
    // Signed by the ordinary clock, a day after the movable one has gone on.
    expect(one.headers.get('wechatpay-timestamp')).toBe(String(Math.floor(started / 1000)))
    expect(opened(one, weixin.credentials).resource.transaction_id).toBe(transactionId)
  }
})

test('lost deliveries never arrive and count as unanswered', async () => {
  weixin.notifications.lose(2)
  await pay()
  await weixin.notifications.idle()
  await weixin.advance(15)
  expect(notify.all).toHaveLength(0)
  await weixin.advance(15)
  expect(notify.all).toHaveLength(1)
})

test('a notification is sent once more on demand, several at the same moment', async () => {
  weixin.notifications.lose(Infinity)
  const { transactionId } = await pay()
  await weixin.notifications.idle()
  const both = await Promise.all([
    weixin.notifications.deliver(transactionId),
    weixin.notifications.deliver(transactionId),
  ])
  expect(both).toEqual([
    { status: 204, body: '' },
    { status: 204, body: '' },
  ])
  expect(notify.all).toHaveLength(2)
  await weixin.advance(86_640)
  expect(notify.all).toHaveLength(2)
  await expect(weixin.notifications.deliver('4200')).rejects.toThrow(
    /There is no notification about/,
  )
})

test('keys that are handed in sign the notifications', async () => {
  const { private_key_pem_pkcs8: privateKey, public_key_pem_spki: publicKey } =
    vectorKeys.wechatpay_public_key
  const keys = { privateKey, publicKey, publicKeyId: 'PUB_KEY_ID_7' }
  const other = await createSimulator({ keys })
  try {
    expect(other.credentials).toMatchObject({ publicKey, publicKeyId: 'PUB_KEY_ID_7' })
    await other.pay(await merchant(other, notify.url).prepayId())
    await other.notifications.idle()
    const notification = notify.all.at(-1)
    expect(notification?.headers.get('wechatpay-serial')).toBe('PUB_KEY_ID_7')
    expect(notification && isSigned(notification.headers, notification.text, publicKey)).toBe(true)
  } finally {
    await other.close()
  }
})

test('a refund of API v3 without notify_url is reported in XML where the merchant platform has an address', async () => {
  const notify = await receiver(() => 200)
  const shop = merchant(weixin)
  const amount = { refund: 50, total: 100, currency: 'CNY' }
  const refund = async (out_refund_no: string, more: object = {}) => {
    const { transactionId } = await weixin.pay(await shop.prepayId())
    await shop.refund({ transaction_id: transactionId, out_refund_no, amount, ...more })
    await weixin.notifications.idle()
  }
  const before = notify.all.length
  await refund('NO-ADDRESS')
  expect(notify.all).toHaveLength(before)
  await weixin.setRefundNotifyUrl(notify.url)
  await refund('PLATFORM')
  expect(notify.all.at(-1)?.text).toMatch(/^<xml>.*<req_info>/s)
  await refund('OWN', { notify_url: notify.url })
  expect(JSON.parse(notify.all.at(-1)?.text ?? '').event_type).toBe('REFUND.SUCCESS')
  const { transactionId } = await weixin.pay(await shop.prepayId())
  await weixin.refundInConsole({ transactionId })
  await weixin.notifications.idle()
  expect(notify.all.at(-1)?.text).toMatch(/^<xml>/)
  expect(notify.all).toHaveLength(before + 3)
  await weixin.setRefundNotifyUrl(null)
  await notify.close()
})
