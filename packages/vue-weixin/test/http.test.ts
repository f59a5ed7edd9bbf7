import axios, { type AxiosInstance } from 'axios'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { usePay } from '../src/pay/use-pay.ts'
import type { WeixinHttp } from '../src/http/given-http.ts'
import { wxPayment } from './fakes.ts'
import { manualClock } from './manual-clock.ts'
import { type Merchant, failure, startMerchant } from './merchant.ts'
import { component, fakeBridge, fakeWindow } from './page.ts'

let merchant: Merchant
let bridge: ReturnType<typeof fakeBridge>
beforeEach(async () => {
  merchant = await startMerchant()
  bridge = fakeBridge()
  merchant.answers['POST /weixin/pay/7'] = { body: { tradeType: 'jsapi', params: wxPayment } }
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
})
afterEach(() => merchant.close())

const shop = (http?: WeixinHttp, more = {}) =>
  component(() => usePay(), {
    base: `${merchant.url}/weixin`,
    window: fakeWindow(bridge),
    ...(http && { http }),
    ...more,
  }).used

async function outcome(http?: WeixinHttp): Promise<string> {
  const pay = shop(http)
  const done = pay.pay('7')
  await expect.poll(() => bridge.invoked.length > 0 || pay.status.value === 'failed').toBe(true)
  if (pay.status.value === 'failed') return pay.error.value?.code ?? ''
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  return done
}

/** What request.ts of many apps does. */
const interceptors: Record<string, (http: AxiosInstance) => void> = {
  none: () => {},
  'unwrap the body': (http) => void http.interceptors.response.use((response) => response.data),
  'reject what is not { code: 0 }': (http) =>
    void http.interceptors.response.use((response) =>
      response.data.code === 0 ? response.data.data : Promise.reject(new Error('请求失败')),
    ),
  'reject with an error of their own': (http) =>
    void http.interceptors.response.use(undefined, (error) =>
      Promise.reject(new Error(error.response?.data?.error?.message)),
    ),
  'put a baseURL in front': (http) => void (http.defaults.baseURL = '/api'),
  'parse themselves': (http) => void (http.defaults.transformResponse = []),
}

describe.each(Object.keys(interceptors))('an axios whose interceptors %s', (name) => {
  const http = (): AxiosInstance => {
    const created = axios.create()
    interceptors[name]?.(created)
    return created
  }

  test('pays', async () => {
    expect(await outcome(http())).toBe('paid')
  })

  test('shows the error of the server', async () => {
    const signIn = '/weixin/oauth'
    merchant.answers['POST /weixin/pay/7'] = failure(401, 'sign-in-required', { signIn })
    const pay = shop(http())
    await pay.pay('7')
    expect(pay.error.value).toMatchObject({ code: 'sign-in-required', status: 401, signIn })
  })
})

describe('a client that is not axios', () => {
  const send = async ({ method, url }: { method: string; url: string }): Promise<unknown> =>
    (await fetch(url, { method })).json()

  test('may resolve with the body, or with a response', async () => {
    expect(await outcome({ request: send })).toBe('paid')
    bridge.invoked.length = 0
    const request: WeixinHttp['request'] = async (given) => ({ data: await send(given) })
    expect(await outcome({ request })).toBe('paid')
  })

  test('tells no status, and none is made up', async () => {
    merchant.answers['POST /weixin/pay/7'] = failure(404, 'order-not-found')
    const pay = shop({ request: send })
    await pay.pay('7')
    expect(pay.error.value).toMatchObject({ code: 'order-not-found', id: 'f00d' })
    expect(pay.error.value?.status).toBeUndefined()
  })
})

test('interceptors that never settle end at the time-out, with the response that was read', async () => {
  const http = axios.create()
  let isRead = false
  http.interceptors.response.use(undefined, () => {
    isRead = true
    return new Promise(() => {})
  })
  const clock = manualClock()
  merchant.answers['POST /weixin/pay/7'] = failure(404, 'order-not-found')
  const pay = shop(http, { clock })
  void pay.pay('7')
  await expect.poll(() => isRead).toBe(true)
  await clock.advance(9_999)
  expect(pay.status.value).toBe('ordering')
  await clock.advance(1)
  expect(pay.error.value?.code).toBe('order-not-found')
  expect(merchant.requests).toHaveLength(1)
})

test('interceptors may send a request again, such as after they have renewed a token', async () => {
  const http = axios.create()
  http.interceptors.response.use(undefined, (error) => http.request(error.config))
  merchant.answers['POST /weixin/pay/7'] = [
    failure(401, 'sign-in-required'),
    { body: { tradeType: 'jsapi', params: wxPayment } },
  ]
  expect(await outcome(http)).toBe('paid')
})

test("the client's own time-out counts, in place of ten seconds", async () => {
  const clock = manualClock()
  const http: WeixinHttp = { defaults: { timeout: 30_000 }, request: () => new Promise(() => {}) }
  const pay = shop(http, { clock })
  void pay.prepare('7')
  void pay.pay('7')
  await clock.advance(29_000)
  expect(pay.status.value).toBe('ordering')
  // Three attempts, with pauses of 1 s and 2 s.
  await clock.advance(3 * 30_000 + 3_000 - 29_000)
  expect([pay.status.value, pay.error.value?.code]).toEqual(['failed', 'unreachable'])
})

test('an error keeps nothing of the request: its headers may hold a token', async () => {
  const http = axios.create({ headers: { authorization: 'Bearer top-secret' } })
  const pay = shop(http, { base: 'http://127.0.0.1:1/weixin' })
  await pay.pay('7')
  expect(pay.error.value?.code).toBe('unreachable')
  expect(JSON.stringify(pay.error.value) + String(pay.error.value?.cause)).not.toContain('secret')
})

describe.each([
  ['fetch', undefined],
  ['axios', axios.create()],
] as const)('%s', (_, http) => {
  const html = { type: 'text/html', body: '<html><h1>nginx</h1></html>' }

  test.each([
    ['the page of the app under a wrong base', { ...html, status: 200 }, 'response-unreadable'],
    ['a 404 page', { ...html, status: 404 }, 'response-unreadable'],
    ['a 500 page', { ...html, status: 500 }, 'server-unavailable'],
    ['an empty 204', { status: 204, type: 'text/plain', body: '' }, 'response-unreadable'],
    ['null', { body: null }, 'response-unreadable'],
    ['an error of the server', failure(409, 'too-many-attempts'), 'too-many-attempts'],
  ])('%s', async (_name, answer, code) => {
    merchant.answers['POST /weixin/pay/7'] = answer
    expect(await outcome(http)).toBe(code)
  })

  test.each([502, 503, 504, 429])('the %i page of a proxy is tried again', async (status) => {
    const paid = { body: { tradeType: 'jsapi', params: wxPayment } }
    merchant.answers['POST /weixin/pay/7'] = [{ ...html, status }, paid]
    expect(await outcome(http)).toBe('paid')
  })
})
