import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { wxPayment } from '../fakes.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android, iphone } from '../page.ts'
import type { Responses } from './bridge.ts'
import { desktop, harmony, inMiniProgram, inWecom, safari, windows } from './user-agents.ts'
import { type OpenedPage, openPage, openShop, startShop } from './open-page.ts'

let browser: Browser
let shop: Merchant
let opened: OpenedPage | undefined
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
const tap = ({ page }: OpenedPage) =>
  page.getByRole('button', { name: '支付', exact: true }).click()
const status = (it: OpenedPage) => expect.poll(() => it.text('status'), { timeout: 20_000 })
const calls = () => shop.requests.filter((call) => !call.includes('/user'))

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
  const it = await open('/?payments=chooseWXPay', { userAgent, responses })
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
    `GET /weixin/config?url=${encodeURIComponent(`${shop.url}/?payments=chooseWXPay`)}`,
    'POST /weixin/pay/7?tradeType=jsapi',
    'GET /weixin/pay/7',
  ])
})

test('orders nothing when wx.config is refused', async () => {
  const responses = { preVerifyJSAPI: { errMsg: 'config:invalid signature' } }
  const it = await open('/?payments=chooseWXPay', { responses })
  await tap(it)
  await status(it).toBe('failed')
  expect(await it.text('error')).toBe('invalid-signature')
  expect(calls().map((call) => call.split('?', 1)[0])).toEqual([
    'GET /weixin/config',
    'POST /weixin/config',
  ])
})

test.each(['', '?payments=chooseWXPay'])('cancelled, at /%s', async (query) => {
  shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
  const getBrandWCPayRequest = { err_msg: 'get_brand_wcpay_request:cancel' }
  const it = await open(`/${query}`, {
    responses: { preVerifyJSAPI: verified, getBrandWCPayRequest },
  })
  await tap(it)
  await status(it).toBe('cancelled')
  await expect.poll(calls).toEqual(expect.arrayContaining(['GET /weixin/pay/7']))
})

test.each(['', '?payments=chooseWXPay'])('refused by WeChat, at /%s', async (query) => {
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
  await it.page.getByRole('button', { name: '支付', exact: true }).dblclick()
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

test.each(['', '?payments=chooseWXPay'])('outside WeChat, at /%s', async (query) => {
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
  expect(shop.requests.at(-1)).toBe('GET /weixin/oauth?returnTo=%2F%3FsignIn')
})

describe('kernels of iOS 14 and Chrome 86', () => {
  /** Removes what these kernels do not have. */
  const old = (): void => {
    const lacks = (owner: object, ...names: string[]): void => {
      for (const name of names) Reflect.deleteProperty(owner, name)
    }
    lacks(window, 'structuredClone', 'reportError', 'scheduler', 'requestIdleCallback')
    lacks(Object, 'hasOwn', 'groupBy')
    lacks(Promise, 'withResolvers', 'try')
    lacks(AbortSignal, 'any', 'timeout', 'abort')
    lacks(AbortSignal.prototype, 'throwIfAborted')
    lacks(URL, 'canParse', 'parse')
    lacks(String.prototype, 'at', 'isWellFormed', 'toWellFormed')
    lacks(crypto, 'randomUUID')
    lacks(Array, 'fromAsync')
    const newInArrays = [
      'at',
      'findLast',
      'findLastIndex',
      'toSorted',
      'toReversed',
      'toSpliced',
      'with',
    ]
    lacks(Array.prototype, ...newInArrays)
    lacks(Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf')
  }

  test.each(['', '?payments=chooseWXPay'])('pay at /%s', async (query) => {
    const responses = { preVerifyJSAPI: verified, getBrandWCPayRequest: paid }
    const it = await open(`/${query}`, { responses, init: old })
    await tap(it)
    await status(it).toBe('paid')
    expect(await it.text('error')).toBe('')
  })

  test('show an error of the server, and the next tap works', async () => {
    shop.answers['POST /weixin/pay/7'] = failure(500, 'internal')
    const it = await open('/', { responses: { getBrandWCPayRequest: paid }, init: old })
    await tap(it)
    await status(it).toBe('failed')
    expect(await it.text('payer')).toBe('系统繁忙，请稍后再试')
    openShop(shop)
    await tap(it)
    await status(it).toBe('paid')
  })
})

test('a slow server uses the tap up; prepare() keeps the call of the bridge inside it', async () => {
  const body = { tradeType: 'jsapi', params: wxPayment }
  shop.answers['POST /weixin/pay/7'] = { after: 6_000, body }
  const slow = await open('/', { responses: { getBrandWCPayRequest: paid } })
  // By a real tap: Playwright's evaluate() counts as one, too.
  await tap(slow)
  await expect.poll(calls, { timeout: 20_000 }).toContain('GET /weixin/pay/7')
  expect(await slow.page.evaluate(() => window.inTap)).toEqual([false])
  await slow.close()

  shop.requests.length = 0
  const early = await open('/?prepare', { responses: { getBrandWCPayRequest: paid } })
  await early.page.waitForResponse((response) => response.url().includes('/pay/7'))
  await tap(early)
  await status(early).toBe('paid')
  expect(await early.page.evaluate(() => window.inTap)).toEqual([true])
  expect(calls()).toEqual(['POST /weixin/pay/7?tradeType=jsapi', 'GET /weixin/pay/7'])
})

test.each([
  ['null', null],
  ['an empty object', {}],
  ['an object without a text', { errMsg: '' }],
])('the odd reply %s only means that the server is asked', async (_, getBrandWCPayRequest) => {
  const it = await open('/', { responses: { getBrandWCPayRequest } })
  await tap(it)
  await status(it).toBe('paid')
  expect(await it.page.evaluate(() => [window.paid, window.settled])).toEqual([['7'], ['paid']])
})

describe('the reply of the sheet never comes', () => {
  const responses: Responses = { getBrandWCPayRequest: ['never', paid] }
  const sheets = async (it: OpenedPage) =>
    (await it.invoked()).filter(([command]) => command === 'getBrandWCPayRequest').length
  const unpaid = { body: { orderId: '7', state: 'unpaid' } }

  test('a tap opens no second sheet, but asks the server', async () => {
    shop.answers['GET /weixin/pay/7'] = unpaid
    const it = await open('/', { responses })
    await tap(it)
    await status(it).toBe('paying')
    await tap(it)
    await expect.poll(calls).toContain('GET /weixin/pay/7')
    expect([await it.text('status'), await sheets(it)]).toEqual(['paying', 1])
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    await tap(it)
    await status(it).toBe('paid')
    expect(await sheets(it)).toBe(1)
  })

  test('back on the page the button works again', async () => {
    shop.answers['GET /weixin/pay/7'] = unpaid
    const it = await open('/', { responses })
    await tap(it)
    await status(it).toBe('paying')
    await it.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await status(it).toBe('unconfirmed')
    expect(await it.text('payer')).toBe('支付结果确认中，请勿重复支付')
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    await tap(it)
    await status(it).toBe('paid')
  })

  test('reset() lets another order be paid', async () => {
    shop.answers['POST /weixin/pay/8'] = { body: { tradeType: 'jsapi', params: wxPayment } }
    shop.answers['GET /weixin/pay/8'] = { body: { orderId: '8', state: 'paid' } }
    const it = await open('/', { responses })
    await tap(it)
    await status(it).toBe('paying')
    await it.page.getByRole('button', { name: '支付另一单' }).click()
    expect([await it.text('order'), await sheets(it)]).toEqual(['7', 1])
    await it.page.getByRole('button', { name: '放弃' }).click()
    await status(it).toBe('idle')
    await it.page.getByRole('button', { name: '支付另一单' }).click()
    await status(it).toBe('paid')
    expect(await it.text('order')).toBe('8')
  })

  test('a component that is created again joins the open sheet', async () => {
    shop.answers['GET /weixin/pay/7'] = unpaid
    const it = await open('/kept', { responses })
    await tap(it)
    await status(it).toBe('paying')
    await it.page.getByRole('button', { name: '重建' }).click()
    await status(it).toBe('idle')
    await tap(it)
    await status(it).toBe('paying')
    expect(await sheets(it)).toBe(1)
  })

  test('two apps on one page open one sheet', async () => {
    shop.answers['GET /weixin/pay/7'] = unpaid
    const it = await open('/?twice', { responses })
    const buttons = it.page.getByRole('button', { name: '支付', exact: true })
    await buttons.nth(0).click()
    await buttons.nth(1).click()
    await expect
      .poll(() => it.page.locator('#status').allTextContents())
      .toEqual(['paying', 'paying'])
    expect(await sheets(it)).toBe(1)
    expect(calls().filter((call) => call.startsWith('POST'))).toHaveLength(1)
  })
})

test('a page that <KeepAlive> hides asks for nothing, and asks at once when it is shown', async () => {
  const unpaid = { body: { orderId: '7', state: 'unpaid' } }
  shop.answers['GET /weixin/pay/7'] = unpaid
  const it = await open('/kept', { responses: { getBrandWCPayRequest: paid } })
  await it.page.clock.install()
  await tap(it)
  await status(it).toBe('confirming')
  await it.page.getByRole('button', { name: '切换' }).click()
  const before = calls().length
  await it.page.clock.runFor(25_000)
  expect(calls()).toHaveLength(before)
  shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  await it.page.getByRole('button', { name: '切换' }).click()
  await status(it).toBe('paid')
})

describe('a reload', () => {
  test.each(['paying', 'confirming'])('while %s: resume() finds out', async (when) => {
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const getBrandWCPayRequest = when === 'paying' ? 'never' : paid
    const it = await open('/?resume', { responses: { getBrandWCPayRequest } })
    await tap(it)
    await status(it).toBe(when)
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    await it.page.reload()
    await status(it).toBe('paid')
    expect(await it.text('order')).toBe('7')
    await it.page.reload()
    await status(it).toBe('idle')
  })
})

describe('the server, once the payer has paid', () => {
  test.each([
    [401, 'sign-in-required'],
    [404, 'order-not-found'],
  ])('%i ends the questions as unconfirmed', async (code, name) => {
    shop.answers['GET /weixin/pay/7'] = failure(code, name, { signIn: '/weixin/oauth' })
    const it = await open('/', { responses: { getBrandWCPayRequest: paid } })
    await tap(it)
    await status(it).toBe('unconfirmed')
    expect([await it.text('error'), await it.text('payer')]).toEqual([
      name,
      '支付结果确认中，请勿重复支付',
    ])
  })

  test('401 leads to the sign-in where the app wants it', async () => {
    shop.answers['GET /weixin/pay/7'] = failure(401, 'sign-in-required', {
      signIn: '/weixin/oauth',
    })
    shop.answers['GET /weixin/oauth'] = { type: 'text/html', body: '<h1>微信登录</h1>' }
    const it = await open('/?signIn', { responses: { getBrandWCPayRequest: paid } })
    await tap(it)
    await it.page.getByRole('heading', { name: '微信登录' }).waitFor()
    expect(shop.requests.at(-1)).toBe('GET /weixin/oauth?returnTo=%2F%3FsignIn')
  })

  test('is away, and asked when the network is back', async () => {
    const it = await open('/', { responses: { getBrandWCPayRequest: { ...paid, after: 300 } } })
    await it.page.clock.install()
    await tap(it)
    await status(it).toBe('paying')
    await it.page.context().setOffline(true)
    await it.page.clock.runFor(1_000)
    await status(it).toBe('confirming')
    await expect
      .poll(async () => {
        await it.page.clock.runFor(5_000)
        return it.text('status')
      })
      .toBe('unconfirmed')
    await it.page.context().setOffline(false)
    await status(it).toBe('paid')
  })
})

describe.each([
  ['HarmonyOS', harmony, { getBrandWCPayRequest: paid }, 'paid', ''],
  ['WeChat on Windows', windows, { getBrandWCPayRequest: paid }, 'paid', ''],
  ['a mini program', inMiniProgram, {}, 'failed', 'pay-in-mini-program'],
  ['WeCom', inWecom, {}, 'failed', 'wecom-cannot-pay'],
  ['Safari on a phone', safari, null, 'failed', 'not-in-weixin'],
  ['a desktop', desktop, null, 'failed', 'not-in-weixin'],
] as const)('JSAPI alone, in %s', (_, userAgent, responses, expected, code) => {
  test(`is ${expected}`, async () => {
    const it = await open('/', {
      userAgent,
      ...(responses ? { responses } : { bridgeAfter: null }),
    })
    await tap(it)
    await status(it).toBe(expected)
    expect(await it.text('error')).toBe(code)
    expect(calls().length > 0).toBe(expected === 'paid')
  })
})

describe('with h5(), qr(), wecom() and miniProgram()', () => {
  const all = '/?resume&payments=h5,wecom,qr,miniProgram'

  test('a desktop shows a QR code, which turns to paid by itself', async () => {
    const codeUrl = 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz'
    shop.answers['POST /weixin/pay/7'] = { body: { tradeType: 'native', codeUrl } }
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const it = await open(all, { userAgent: desktop, bridgeAfter: null })
    await it.page.clock.install()
    await tap(it)
    await expect.poll(() => it.text('code-url')).toBe(codeUrl)
    shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    await it.page.clock.runFor(3_000)
    await status(it).toBe('paid')
  })

  test("a phone's browser goes to WeChat's page, and knows the outcome when it is back", async () => {
    const url = `${shop.url}/h5?prepay_id=wx1`
    shop.answers['GET /h5'] = { type: 'text/html', body: '<h1>微信支付</h1>' }
    shop.answers['POST /weixin/pay/7'] = { body: { tradeType: 'h5', url } }
    const it = await open(all, { userAgent: safari, bridgeAfter: null })
    await tap(it)
    await it.page.getByRole('heading', { name: '微信支付' }).waitFor()
    const back = new URL(it.page.url()).searchParams.get('redirect_url') ?? ''
    await it.page.goto(back)
    await status(it).toBe('paid')
    expect(new URL(back).searchParams.get('weixinOrder')).toBe('7')
  })

  test('a mini program gets the order', async () => {
    const it = await open(all, {
      userAgent: inMiniProgram,
      responses: { invokeMiniProgramAPI: 'never' },
    })
    await tap(it)
    await status(it).toBe('paying')
    expect(await it.invoked()).toEqual([
      ['invokeMiniProgramAPI', { name: 'navigateTo', arg: { url: '/pages/pay/pay?orderId=7' } }],
    ])
    await it.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await status(it).toBe('paid')
  })

  test('WeCom pays by its bridge, or by a QR code', async () => {
    const checkJsApi = { checkResult: { getBrandWCPayRequest: true } }
    const it = await open(all, {
      userAgent: inWecom,
      responses: { checkJsApi, getBrandWCPayRequest: paid },
    })
    await tap(it)
    await status(it).toBe('paid')
    await it.close()
    shop.answers['POST /weixin/pay/7'] = { body: { tradeType: 'native', codeUrl: 'weixin://1' } }
    const other = await open(all, { userAgent: inWecom })
    await tap(other)
    await expect.poll(() => other.text('code-url')).toBe('weixin://1')
  })
})
