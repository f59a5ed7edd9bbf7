import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { ENVIRONMENTS } from '../../src/phone/environments.ts'
import { merchant } from '../merchant.ts'
import { configure, invoke, startPayment } from './bridge-in-page.ts'
import { shoot } from './look.ts'
import { signedConfig, signedPayment, startShop, visit } from './shop.ts'

let browser: Browser
let simulator: Simulator
let shop: Awaited<ReturnType<typeof startShop>>

beforeAll(async () => {
  browser = await launchBrowser()
  simulator = await createSimulator()
  shop = await startShop(simulator.url)
})
afterAll(() => Promise.all([browser.close(), shop.close(), simulator.close()]))

const control = async (
  path: string,
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<unknown> => {
  const response = await fetch(`${simulator.url}/simulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return response.json()
}

/** Opens the shop in an in-app browser, as the dashboard's switch does: by a cookie. */
async function open(environment: string, path = '/'): Promise<Page & { close(): Promise<void> }> {
  const { page } = await visit(browser, 'about:blank')
  await page
    .context()
    .addCookies([{ name: 'weixin_simulator_environment', value: environment, url: simulator.url }])
  await page.goto(shop.url + path)
  return page
}

/** The landing address, then another one that the router shows, and which of the two is signed for. */
async function configuredAfterRoute(environment: string, signed: 'landing' | 'current') {
  const page = await open(environment, '/?from=menu#/x')
  await page.evaluate(() => history.pushState(null, '', '/orders?id=2'))
  const address = { landing: `${shop.url}/?from=menu`, current: `${shop.url}/orders?id=2` }[signed]
  const events = await configure(page, await signedConfig(simulator, address))
  await page.context().close()
  return events.filter((one) => one !== 'ready')
}

test.each(ENVIRONMENTS)('$name: user agent, platform and the signed address', async (one) => {
  const { name, userAgent, platform, signedAddress } = one
  const page = await open(name)
  const seen = await page.evaluate(() => ({
    userAgent: navigator.userAgent,
    platform: navigator.platform,
    environment: (window as unknown as { __wxjs_environment?: string }).__wxjs_environment,
  }))
  const environment = name === 'mini-program' ? 'miniprogram' : undefined
  expect(seen).toEqual({ userAgent, platform, environment })
  await page.context().close()

  const other = signedAddress === 'landing' ? 'current' : 'landing'
  expect(await configuredAfterRoute(name, signedAddress)).toEqual([])
  const refused = await configuredAfterRoute(name, other)
  // On HarmonyOS the SDK’s own comparison of versions keeps wx.error silent.
  const reports = name === 'harmony' ? [] : [{ errMsg: 'config:invalid signature' }]
  expect(refused).toMatchObject(reports)
  expect(simulator.log().findLast(({ call }) => call.endsWith('/config'))?.reason?.code).toBe(
    'invalid-signature',
  )
})

test.each(ENVIRONMENTS.filter(({ canPay }) => canPay))('$name: a payment', async ({ name }) => {
  const page = await open(name)
  const prepayId = await merchant(simulator).prepayId()
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '立即支付' }).click()
  await shoot(page, `environment-${name}`)
  await page.keyboard.type('123456')
  await page.getByRole('button', { name: '完成' }).click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  await page.context().close()
})

test('a mini-program web-view refuses to pay, and the log says where to pay instead', async () => {
  const page = await open('mini-program')
  const prepayId = await merchant(simulator).prepayId()
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  expect(await answered).toEqual({ err_msg: 'system:access_denied' })
  expect(simulator.log().at(-1)?.reason?.en).toContain('wx.requestPayment')
  await page.context().close()
})

test('no environment sends a report to WeChat', async () => {
  for (const { name } of ENVIRONMENTS) {
    const page = await open(name)
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await configure(page, await signedConfig(simulator, `${shop.url}/`))
    await invoke(page, 'getNetworkType')
    expect(requests.filter((url) => !/^(http:\/\/localhost|data:)/.test(url))).toEqual([])
    await page.context().close()
  }
})

test('the pay directory is held against the landing address on iOS, the present one on Android', async () => {
  await control('registered', { payDirectories: [`${shop.url}/shop/`] }, 'PUT')
  const pay = async (environment: string) => {
    const page = await open(environment, '/shop/7')
    await page.evaluate(() => history.pushState(null, '', '/elsewhere'))
    const prepayId = await merchant(simulator).prepayId()
    return { page, ...(await startPayment(page, signedPayment(simulator, prepayId))) }
  }
  const ios = await pay('ios')
  await ios.page.getByRole('button', { name: '立即支付' }).waitFor()
  await ios.page.context().close()

  const { page, answered } = await pay('android')
  await page.getByText('当前页面的URL未注册').waitFor()
  await page.getByText('JSAPI支付授权目录').first().waitFor()
  await shoot(page, 'environment-refused-directory')
  await page.getByRole('button', { name: '确定' }).click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:fail' })
  await page.context().close()
  simulator.phone.register({ payDirectories: null })
})

test('a payment by code closes the sheet, and the page is answered ok', async () => {
  const page = await open('ios')
  const prepayId = await merchant(simulator).prepayId()
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  await simulator.pay(prepayId)
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await page.locator('weixin-simulator').count()).toBe(0)
  await page.context().close()
})

test.each([
  ['cancel', { err_msg: 'get_brand_wcpay_request:cancel' }],
  ['fail', { err_msg: 'get_brand_wcpay_request:fail' }],
])('a control ends the open sheet, or the next one: %s', async (outcome, answer) => {
  const page = await open('android')
  const prepayId = await merchant(simulator).prepayId()
  const first = await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  expect(await control('sheets', { outcome })).toEqual({ applies: 'now' })
  expect(await first.answered).toEqual(answer)
  expect(await control('sheets', { outcome })).toEqual({ applies: 'next' })
  const second = await startPayment(page, signedPayment(simulator, prepayId))
  expect(await second.answered).toEqual(answer)
  await page.context().close()
})

test('a lost answer: the sheet goes away and the page is never answered', async () => {
  const page = await open('android')
  const prepayId = await merchant(simulator).prepayId()
  await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  await control('faults/answer-lost', {})
  await page.locator('weixin-simulator').waitFor({ state: 'detached' })
  await invoke(page, 'getNetworkType')
  expect(await page.evaluate('window.answer')).toBeUndefined()
  await page.context().close()
})

test('Back closes the sheet as cancel, and the page’s router gets no event', async () => {
  const page = await open('ios')
  await page.evaluate(() => {
    history.pushState({ position: 1 }, '', '/orders/7')
    const record = window as unknown as { popped: number }
    record.popped = 0
    window.addEventListener('popstate', () => (record.popped += 1))
  })
  const prepayId = await merchant(simulator).prepayId()
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  await page.goBack()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:cancel' })
  expect(await page.evaluate('[location.pathname, history.state.position, popped]')).toEqual([
    '/orders/7',
    1,
    0,
  ])
  // Once the sheet is gone, Back is the page's again.
  await page.goBack()
  expect(await page.evaluate('[location.pathname, popped]')).toEqual(['/', 1])
  await page.context().close()
})

test('a JS-SDK answer is set by HTTP: what is scanned, a cancel, a refusal', async () => {
  const page = await open('ios')
  const config = await signedConfig(simulator, `${shop.url}/`, ['scanQRCode', 'getLocation'])
  expect(await configure(page, config)).toEqual(['ready'])
  const call = (name: string, options: object = {}): Promise<unknown> =>
    page.evaluate(
      ([method, given]) =>
        new Promise((resolve) => {
          const { wx } = window as unknown as { wx: Record<string, (options: object) => void> }
          wx[method]?.({
            ...given,
            success: (answer: object) => resolve(['success', answer]),
            cancel: (answer: object) => resolve(['cancel', answer]),
            fail: (answer: object) => resolve(['fail', answer]),
          })
        }),
      [name, options] as const,
    )
  const scan = () => call('scanQRCode', { needResult: 1 })
  const fields = { resultStr: 'TABLE-7' }
  await control('js-sdk/scanQRCode', { kind: 'answer', fields }, 'PUT')
  expect(await scan()).toEqual(['success', { errMsg: 'scanQRCode:ok', resultStr: 'TABLE-7' }])
  await control('js-sdk/scanQRCode', { kind: 'cancel' }, 'PUT')
  expect(await scan()).toEqual(['cancel', { errMsg: 'scanQRCode:cancel' }])
  expect(await call('getLocation')).toMatchObject(['success', { latitude: 30.2417 }])
  await control('js-sdk/getLocation', { kind: 'deny' }, 'PUT')
  expect(await call('getLocation')).toEqual(['fail', { errMsg: 'getLocation:auth denied' }])
  const names = simulator.log().map(({ request }) => request['name'])
  expect(names).toContain('wx.getLocation')
  await page.context().close()
})
