import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { configure, invoke, type WeixinWindow } from './bridge-in-page.ts'
import { startShop, userAgents, visit, type Visit } from './shop.ts'
import { startStubWeixin, type StubWeixin } from './stub-weixin.ts'

// The SDK is weixin-js-sdk as npm has it, and no request is intercepted.
let browser: Browser
let weixin: StubWeixin
let shop: { url: string; close(): Promise<void> }
let visited: Visit

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  weixin = await startStubWeixin()
  shop = await startShop(weixin.url)
})
afterEach(async () => {
  await visited.page.context().close()
  await Promise.all([shop.close(), weixin.close()])
})

const invalid = { errMsg: 'config:invalid signature', realAuthUrl: ['http://localhost/'] }

/** wx.chooseWXPay, and which of its callbacks came with what. */
async function choosePay(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(() => {
    const { wx } = window as unknown as WeixinWindow
    const calls: unknown[] = []
    const record = (name: string) => (response: object) => calls.push([name, { ...response }])
    wx.chooseWXPay({
      timestamp: 1414561699,
      nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
      package: 'prepay_id=wx2311prepay',
      signType: 'RSA',
      paySign: 'c2lnbmVk',
      success: record('success'),
      cancel: record('cancel'),
      fail: record('fail'),
      complete: () => Object.assign(window, { calls }),
    })
  })
  return () => page.waitForFunction(() => Reflect.get(window, 'calls')).then((h) => h.jsonValue())
}

test('wx.config → ready; a wrong signature → error with realAuthUrl, then ready', async () => {
  visited = await visit(browser, shop.url)
  expect(await configure(visited.page)).toEqual(['ready'])
  expect(weixin.requests[0]?.body['args']).toMatchObject({
    verifyJsApiList: ['getBrandWCPayRequest', 'updateTimelineShareData'],
    verifyTimestamp: '1414587457',
  })
  await visited.page.reload()
  weixin.answers['config'] = { response: invalid }
  expect(await configure(visited.page)).toEqual([invalid, 'ready'])
})

test('chooseWXPay: ok, cancel, fail', async () => {
  visited = await visit(browser, shop.url)
  const { page } = visited
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await configure(page)

  let answered = await choosePay(page)
  await button('立即支付').click()
  await page.keyboard.type('123456')
  await button('完成').click()
  expect(await answered()).toEqual([['success', { errMsg: 'chooseWXPay:ok' }]])

  await page.reload()
  await configure(page)
  answered = await choosePay(page)
  await button('关闭').click()
  await button('放弃').click()
  expect(await answered()).toEqual([['cancel', { errMsg: 'chooseWXPay:cancel' }]])

  await page.reload()
  await configure(page)
  weixin.answers['payments'] = {
    refused: { dialog: null, response: { err_msg: 'get_brand_wcpay_request:fail' } },
  }
  answered = await choosePay(page)
  expect(await answered()).toEqual([['fail', { errMsg: 'chooseWXPay:fail' }]])
})

test('a bridge that comes late: the SDK waits for WeixinJSBridgeReady', async () => {
  visited = await visit(browser, `${shop.url}/late`, { userAgent: userAgents.windows })
  const { page } = visited
  await page.addScriptTag({ url: '/sdk.js' })
  const calls = configure(page)
  await page.evaluate(() => {
    document.addEventListener('WeixinJSBridgeReady', () =>
      Object.assign(window, { atReady: typeof Reflect.get(window, 'WeixinJSBridge') }),
    )
  })
  expect(weixin.requests).toEqual([])
  await page.addScriptTag({ url: `${weixin.url}/simulator/bridge.js` })
  expect(await calls).toEqual(['ready'])
  expect(await page.evaluate('window.atReady')).toBe('object')
})

test.each([
  ['an ordinary Chrome', undefined],
  ['an iPhone', userAgents.iPhone],
  ['an Android phone', userAgents.android],
])('%s: config and payment send nothing off this machine', async (_name, userAgent) => {
  visited = await visit(browser, shop.url, userAgent ? { userAgent } : {})
  const { page, requests } = visited
  await configure(page)
  const answered = await choosePay(page)
  await page.getByRole('button', { name: '立即支付' }).click()
  await page.keyboard.type('123456')
  await page.getByRole('button', { name: '完成' }).click()
  await answered()
  // The SDK's report would follow its getNetworkType: ours comes after that one, and our request after the report.
  await invoke(page, 'getNetworkType')
  await Promise.all([
    page.waitForRequest(`${shop.url}/after`),
    page.evaluate(() => fetch('/after').then(() => null)),
  ])
  const hosts = new Set(
    requests.filter(({ url }) => !url.startsWith('data:')).map(({ url }) => new URL(url).hostname),
  )
  expect([...hosts]).toEqual(['localhost'])
})

// The browser is started so that it finds no host but this machine: the report is seen, and goes nowhere.
test('without the desktop platform the SDK does report to WeChat: the test above would see it', async () => {
  visited = await visit(browser, `${shop.url}/late`, { userAgent: userAgents.iPhone })
  const { page } = visited
  await page.addScriptTag({ url: '/sdk.js' }) // reads navigator.platform before the bridge changes it
  await page.addScriptTag({ url: `${weixin.url}/simulator/bridge.js` })
  const report = page.waitForRequest(/^https:\/\/open\.weixin\.qq\.com\/sdk\/report\?/)
  await configure(page)
  expect((await report).url()).toContain('a=wx51a7e0c0ffee0001')
})
