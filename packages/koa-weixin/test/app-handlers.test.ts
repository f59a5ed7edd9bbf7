import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Logger, WeixinOptions } from '../src/index.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop } from './shop.ts'

/** What a process would end with. */
function unhandled(): unknown[] {
  const reasons: unknown[] = []
  const note = (reason: unknown): void => void reasons.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  return reasons
}

const throwing = (): never => {
  throw new Error('the chat: 502')
}
const rejecting = (): Promise<never> => Promise.reject(new Error('the chat: 502'))
/** A promise of another realm: a thenable that is no `instanceof Promise` here, like those of other libraries. */
const rejectElsewhere = runInNewContext('(error) => Promise.reject(error)') as (
  error: Error,
) => Promise<never>
const thenable = (): Promise<never> => rejectElsewhere(new Error('the chat: 502'))

/** A forged notification, and a signed one for a merchant that is not ours: both are reported. */
async function send(shop: Shop): Promise<(number | string)[]> {
  const post = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${shop.url}/weixin/notify`, { method: 'POST', body, headers })
    return [response.status, await response.text()] as const
  }
  const body = JSON.stringify({ id: '1', event_type: 'OTHER', resource: {} })
  return [...(await post('{}', {})), ...(await post(body, signedHeaders(body)))]
}

/** Neither has a text: what reports it must not throw in its turn. */
const nothing: unknown = Object.create(null)
const closed = (): Error =>
  Object.defineProperty(new Error('never read'), 'message', {
    get() {
      throw new Error('no message')
    },
  })
const throwingNothing = (): never => {
  throw nothing
}
const rejectingClosed = (): Promise<never> => Promise.reject(closed())

const loggerOf = (log: () => unknown): Logger => ({
  info: log as Logger['info'],
  warn: log as Logger['warn'],
  error: log as Logger['error'],
})

describe.each([
  ['throws', throwing],
  ['rejects', rejecting],
  ['returns a thenable that rejects', thenable],
  ['throws what has no text', throwingNothing],
  ['rejects with an error whose message throws', rejectingClosed],
])('a handler of the app that %s', (_name, handler) => {
  it.each<[string, Partial<WeixinOptions>]>([
    ['onAlert', { onAlert: handler as NonNullable<WeixinOptions['onAlert']> }],
    ['the logger', { logger: loggerOf(handler) }],
    [
      'both',
      { onAlert: handler as NonNullable<WeixinOptions['onAlert']>, logger: loggerOf(handler) },
    ],
  ])('neither ends the process nor changes a response: %s', async (_option, weixin) => {
    const reasons = unhandled()
    const simulator = { keys: WEIXIN_KEYS }
    const plain = await openShop({ simulator })
    const failing = await openShop({ simulator: plain.simulator, weixin })
    expect(await send(failing)).toEqual(await send(plain))
    await new Promise((resolve) => setImmediate(resolve))
    expect(reasons).toEqual([])
  })
})

it('a failing onAlert is logged, with the alert', async () => {
  const shop = await openShop({ weixin: { onAlert: rejecting as () => void } })
  await fetch(`${shop.url}/weixin/notify`, { method: 'POST', body: '{}' })
  await expect
    .poll(() => shop.logged.join('\n'))
    .toContain('onAlert failed {"error":"the chat: 502","alert":"header-missing"}')
})

it('a listener of the app’s errors that throws does not change a response', async () => {
  const shop = await openShop({ before: (app) => void app.on('error', throwing) })
  const { status, message } = await (async () => {
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      body: 'x'.repeat(10),
      headers: { 'content-type': 'application/json' },
    })
    return { status: response.status, message: await response.text() }
  })()
  expect({ status, message }).toEqual({
    status: 401,
    message: '{"code":"FAIL","message":"header-missing"}',
  })
  shop.orders.find = () => Promise.reject(new Error('the database is away'))
  const response = await fetch(`${shop.url}/weixin/pay/1`, { method: 'POST' })
  expect(response.status).toBe(500)
  expect(await response.json()).toMatchObject({ error: { code: 'internal' } })
})

it('a handler that throws what has no text refuses its notification like one that throws an error, and a failing cache is done without', async () => {
  const reasons = unhandled()
  const shop = await openShop({
    simulator: { keys: WEIXIN_KEYS },
    weixin: {
      inbox: { put: rejectingClosed, remove: throwingNothing },
      onNotification: rejectingClosed,
      defer: throwingNothing,
      onCall: throwingNothing,
      cache: { get: throwingNothing, set: rejectingClosed, delete: throwingNothing },
    },
  })
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  expect((await customer.post(`/weixin/pay/${order.id}`)).body).toMatchObject({
    tradeType: 'jsapi',
  })
  const { apiV3Key } = shop.simulator.credentials
  const body = sealedBody({}, { apiV3Key, eventType: 'OTHER', originalType: 'other' })
  const response = await fetch(`${shop.url}/weixin/notify`, {
    method: 'POST',
    body,
    headers: signedHeaders(body),
  })
  expect([response.status, await response.text()]).toEqual([
    500,
    '{"code":"FAIL","message":"inbox-failed"}',
  ])
  expect(shop.logged.join('\n')).toContain('something without a text')
  await new Promise((resolve) => setImmediate(resolve))
  expect(reasons).toEqual([])
})
