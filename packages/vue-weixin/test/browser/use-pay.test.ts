import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { wxPayment } from '../fakes.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android, iphone } from '../page.ts'
import { type Opened, openPage, openShop, startShop } from './open-page.ts'

let browser: Browser
let shop: Merchant
let opened: Opened | undefined
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startShop()])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(() => openShop(shop))
afterEach(() => opened?.close())

const verified = { errMsg: 'config:ok' }
const paid = { err_msg: 'get_brand_wcpay_request:ok' }
const open = async (path: string, phone: Partial<Parameters<typeof openPage>[2]> = {}) =>
  (opened = await openPage(browser, shop.url + path, { userAgent: android, ...phone }))
const tap = ({ page }: Opened) => page.getByRole('button', { name: '支付' }).click()
const status = (it: Opened) => expect.poll(() => it.text('status'), { timeout: 20_000 })
const calls = () => shop.asked.filter((call) => !call.includes('/user'))

test('by the bridge, which needs neither wx.config nor the SDK', async () => {
  const it = await open('/', { responses: { getBrandWCPayRequest: paid } })
  await expect.poll(() => it.text('user')).toBe('小明')
  await tap(it)
  await status(it).toBe('paid')
  expect(await it.invoked()).toEqual([['getBrandWCPayRequest', wxPayment]])
  expect(calls()).toEqual(['POST /weixin/pay/7?tradeType=jsapi', 'GET /weixin/pay/7'])
  expect(await it.page.evaluate(() => 'wx' in window)).toBe(false)
})

test.each([
  ['Android', android],
  ['iOS', iphone],
])('by wx.chooseWXPay of the unmodified SDK, on %s', async (_, userAgent) => {
  const responses = { preVerifyJSAPI: verified, getBrandWCPayRequest: paid }
  const it = await open('/?by=jssdk', { userAgent, responses })
  await tap(it)
  await status(it).toBe('paid')
  const { appId: _appId, ...five } = wxPayment
  expect(await it.invoked()).toMatchObject([
    [
      'preVerifyJSAPI',
      { verifyJsApiList: ['getBrandWCPayRequest'], verifySignature: '0f9de62fce790f9a' },
    ],
    ['getBrandWCPayRequest', { ...five, appId: 'wx0000000000000001' }],
  ])
  expect(calls()).toEqual([
    `GET /weixin/config?url=${encodeURIComponent(`${shop.url}/?by=jssdk`)}`,
    'POST /weixin/pay/7?tradeType=jsapi',
    'GET /weixin/pay/7',
  ])
})

test('orders nothing when wx.config is refused', async () => {
  const responses = { preVerifyJSAPI: { errMsg: 'config:invalid signature' } }
  const it = await open('/?by=jssdk', { responses })
  await tap(it)
  await status(it).toBe('failed')
  expect(await it.text('error')).toBe('invalid-signature')
  expect(calls().map((call) => call.split('?', 1)[0])).toEqual([
    'GET /weixin/config',
    'POST /weixin/config',
  ])
})

test.each(['', '?by=jssdk'])('cancelled, at /%s', async (query) => {
  shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
  const getBrandWCPayRequest = { err_msg: 'get_brand_wcpay_request:cancel' }
  const it = await open(`/${query}`, {
    responses: { preVerifyJSAPI: verified, getBrandWCPayRequest },
  })
  await tap(it)
  await status(it).toBe('cancelled')
  await expect.poll(calls).toEqual(expect.arrayContaining(['GET /weixin/pay/7']))
})

test.each(['', '?by=jssdk'])('refused by WeChat, at /%s', async (query) => {
  shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
  const getBrandWCPayRequest = { err_msg: 'get_brand_wcpay_request:fail_invalid appid' }
  const it = await open(`/${query}`, {
    responses: { preVerifyJSAPI: verified, getBrandWCPayRequest },
  })
  await tap(it)
  await status(it).toBe('failed')
  expect(await it.text('error')).toBe('payment-refused')
})

test('two quick taps open one sheet', async () => {
  const it = await open('/', { responses: { getBrandWCPayRequest: 'never' } })
  await it.page.getByRole('button', { name: '支付' }).dblclick()
  await status(it).toBe('paying')
  expect(await it.invoked()).toHaveLength(1)
  expect(calls()).toEqual(['POST /weixin/pay/7?tradeType=jsapi'])
})

test('the bridge comes after the tap', async () => {
  const it = await open('/', { responses: { getBrandWCPayRequest: paid }, bridgeAfter: 1500 })
  await tap(it)
  expect(await it.text('status')).toBe('ordering')
  await status(it).toBe('paid')
})

test.each(['', '?by=jssdk'])('outside WeChat, at /%s', async (query) => {
  const it = await open(`/${query}`, { userAgent: 'Mozilla/5.0 Chrome/140.0', bridgeAfter: null })
  await tap(it)
  await status(it).toBe('failed')
  expect(await it.text('error')).toBe('not-in-weixin')
  expect(calls()).toEqual([])
})

test('a visitor who has to sign in is sent there, with the method back', async () => {
  const signIn = '/weixin/oauth'
  shop.answers['POST /weixin/pay/7'] = failure(401, 'sign-in-required', { signIn })
  shop.answers['GET /weixin/oauth'] = { type: 'text/html', body: '<h1>微信登录</h1>' }
  const it = await open('/?signIn')
  await tap(it)
  await it.page.getByRole('heading', { name: '微信登录' }).waitFor()
  expect(shop.asked.at(-1)).toBe('GET /weixin/oauth?returnTo=%2F%3FsignIn')
})
