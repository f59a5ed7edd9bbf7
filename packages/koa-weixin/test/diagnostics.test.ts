import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, it, onTestFinished } from 'vitest'
import type { WeixinEvents } from '../src/index.ts'
import { openShop } from './shop.ts'

const names = [
  'koa-weixin:prepay',
  'koa-weixin:payment',
  'koa-weixin:notification',
  'koa-weixin:settle',
  'koa-weixin:response',
  'koa-weixin:sign-in',
  'koa-weixin:token',
] as const satisfies (keyof WeixinEvents)[]

type Seen = { name: keyof WeixinEvents } & Record<string, string | number | boolean | null>

/** All events until the test ends, without their times. */
function listen(): Seen[] {
  const seen: Seen[] = []
  for (const name of names) {
    const note = (message: unknown): void => {
      const { startedAt, milliseconds, ...event } = message as WeixinEvents[typeof name]
      expect(Math.abs(Date.now() - startedAt)).toBeLessThan(60_000)
      expect(milliseconds).toBeGreaterThanOrEqual(0)
      seen.push({ name, ...event })
    }
    subscribe(name, note)
    onTestFinished(() => void unsubscribe(name, note))
  }
  return seen
}

/** In short: the name without its prefix, and what tells the events of one name apart. */
const inShort = (events: readonly Seen[]): string[] =>
  events.map(({ name, code, step, token, outcome, settled, route, status }) => {
    const parts = [
      name.slice('koa-weixin:'.length),
      step,
      token,
      outcome,
      settled,
      route,
      status,
      code,
    ]
    return parts
      .flatMap((part) => (part === undefined || part === null ? [] : [part]))
      .map(String)
      .join(' ')
  })

it('publishes each step of a sign-in and of a payment, and nothing that is secret', async () => {
  const seen = listen()
  const shop = await openShop()
  const someone = await shop.customer()
  const order = shop.orders.add({ openid: someone.openid })
  const url = encodeURIComponent(`${shop.url}/`)
  await someone.get(`/weixin/config?url=${url}`)
  const payment = (await someone.post(`/weixin/pay/${order.id}`)).body as {
    params: { package: string; paySign: string }
  }
  const { transactionId, outTradeNo } = await shop.simulator.pay(payment.params.package.slice(10))
  await shop.simulator.notifications.idle()
  await someone.get(`/weixin/pay/${order.id}`)
  await someone.post(`/weixin/pay/${order.id}`)

  expect(inShort(seen)).toEqual([
    'sign-in begin',
    'response /weixin/oauth 302',
    'sign-in exchange',
    'sign-in finish',
    'response /weixin/oauth 302',
    'token access_token',
    'token jsapi_ticket',
    'response /weixin/config 200',
    'prepay',
    'payment',
    'response /weixin/pay/:orderId 200',
    'notification received',
    'notification verified',
    'settle recorded',
    'notification handled',
    'response /weixin/notify 204',
    'response /weixin/pay/:orderId 200',
    'payment paid',
    'response /weixin/pay/:orderId 200',
  ])
  const { appId, appSecret, apiV3Key } = shop.simulator.credentials
  expect(seen.filter((event) => event['appId'] !== appId)).toEqual([])
  expect(seen.find(({ name }) => name === 'koa-weixin:settle')).toMatchObject({
    orderId: order.id,
    outTradeNo,
    transactionId,
    total: order.total,
    outcome: 'recorded',
  })
  expect(seen.filter((event) => event['delivery'] !== undefined)).toMatchObject([
    { step: 'received', about: null, outTradeNo: null },
    { step: 'verified', about: 'transaction', outTradeNo, orderId: order.id },
    { step: 'handled', about: 'transaction', outTradeNo, orderId: order.id },
  ])
  const text = JSON.stringify(seen)
  const token = await shop.weixin.account.accessToken()
  for (const secret of [someone.openid, token, appSecret, apiV3Key, payment.params.paySign])
    expect(text).not.toContain(secret)
})

it('publishes why a notification was refused, before and after its signature', async () => {
  const seen = listen()
  const shop = await openShop()
  const someone = await shop.customer()
  const order = shop.orders.add({ openid: someone.openid })
  const payment = (await someone.post(`/weixin/pay/${order.id}`)).body as {
    params: { package: string }
  }
  shop.orders.row(order.id).total = 1
  await shop.simulator.pay(payment.params.package.slice(10))
  await shop.simulator.notifications.idle()
  await shop.simulator.notifications.forge('other-key')
  await shop.simulator.notifications.forge('no-signature')
  const notifications = seen.filter(({ name }) =>
    ['koa-weixin:notification', 'koa-weixin:settle'].includes(name),
  )
  expect(inShort(notifications)).toEqual([
    'notification received',
    'notification verified',
    'settle unexpected-price',
    'notification refused unexpected-price',
    'notification received',
    'notification refused signature-wrong',
    'notification received',
    'notification refused header-missing',
  ])
  const deliveries = notifications.map((event) => event['delivery'] ?? 'settle')
  expect(new Set(deliveries).size).toBe(1 + 3)
})

it('publishes why WeChat gave no token and took no order', async () => {
  const seen = listen()
  const shop = await openShop()
  shop.simulator.faults.setAllowlist([])
  await shop.client().get(`/weixin/config?url=${encodeURIComponent(`${shop.url}/`)}`)
  const someone = await shop.customer()
  const order = shop.orders.add({ openid: someone.openid })
  shop.simulator.faults.failPay({
    path: '/v3/pay/transactions/jsapi',
    times: 9,
    response: 'system-error',
  })
  await someone.post(`/weixin/pay/${order.id}`)
  const failed = seen.filter(({ code }) => code !== null)
  expect(failed).toMatchObject([
    { name: 'koa-weixin:token', code: 'address-not-allowed', weixinCode: '40164', expiresIn: null },
    { name: 'koa-weixin:response', code: 'address-not-allowed', status: 502 },
    { name: 'koa-weixin:prepay', code: 'weixin-unreachable', weixinCode: 'SYSTEM_ERROR' },
    { name: 'koa-weixin:payment', code: 'weixin-unreachable' },
    { name: 'koa-weixin:response', code: 'weixin-unreachable', route: '/weixin/pay/:orderId' },
  ])
})
