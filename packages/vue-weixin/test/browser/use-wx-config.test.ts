import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import type { Merchant } from '../merchant.ts'
import { android, iphone } from '../page.ts'
import { installBridge } from './bridge.ts'
import { harmony } from './user-agents.ts'
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

const verified = { err_msg: 'preVerifyJSAPI:ok' }
const open = async (phone: Partial<Parameters<typeof openPage>[2]>) =>
  (opened = await openPage(browser, `${shop.url}/scanner#here`, { userAgent: android, ...phone }))
const signed = () =>
  shop.requests
    .filter((call) => call.includes('/config'))
    .map((call) => decodeURIComponent(call.split('url=')[1] ?? '').replace(shop.url, ''))
const verifications = async (it: OpenedPage) =>
  (await it.invoked()).filter(([command]) => command === 'preVerifyJSAPI')
const ready = (it: OpenedPage) => expect.poll(() => it.text('ready'))

test('ready once WeChat took the signature', async () => {
  const it = await open({ responses: { preVerifyJSAPI: verified } })
  await ready(it).toBe('true')
  expect(signed()).toEqual(['/scanner'])
  expect(await verifications(it)).toMatchObject([
    [
      'preVerifyJSAPI',
      {
        verifyAppId: 'wx0000000000000001',
        verifyTimestamp: '1414587457',
        verifyNonceStr: 'Wm3WZYTPz0wzccnW',
        verifySignature: '0f9de62fce790f9a',
        verifyJsApiList: ['scanQRCode'],
      },
    ],
  ])
  expect(await it.page.evaluate(() => 'wx' in window)).toBe(true)
})

test('refused: the error names both addresses, and ready stays false', async () => {
  const refusal = { errMsg: 'config:invalid signature', realAuthUrl: ['http://localhost/landed'] }
  const it = await open({ responses: { preVerifyJSAPI: refusal } })
  await expect.poll(() => it.text('error')).toContain('config:invalid signature')
  expect(await it.text('error')).toBe(
    `WeChat rejected wx.config: config:invalid signature. The server signed ${shop.url}/scanner, WeChat checked http://localhost/landed.`,
  )
  expect(await it.text('ready')).toBe('false')
})

test('a bridge that comes late', async () => {
  const it = await open({ responses: { preVerifyJSAPI: verified }, bridgeAfter: 1500 })
  expect(await it.text('ready')).toBe('false')
  await ready(it).toBe('true')
})

test('outside WeChat', async () => {
  const it = await open({ userAgent: 'Mozilla/5.0 Chrome/140.0', bridgeAfter: null })
  await expect.poll(() => it.text('code')).toBe('not-in-weixin')
  expect(signed()).toEqual([])
})

test('Android: signs the new address after the router moved', async () => {
  const it = await open({ responses: { preVerifyJSAPI: verified } })
  await ready(it).toBe('true')
  await it.page.getByRole('button', { name: '下一个' }).click()
  await expect.poll(() => verifications(it).then((all) => all.length)).toBe(2)
  await ready(it).toBe('true')
  expect(signed()).toEqual(['/scanner', '/scanner?next'])
})

test('Android: a refusal of the second config turns ready off', async () => {
  const it = await open({ responses: { preVerifyJSAPI: verified } })
  await ready(it).toBe('true')
  await it.page.evaluate(() => {
    window.responses['preVerifyJSAPI'] = { err_msg: 'preVerifyJSAPI:fail_invalid signature' }
  })
  await it.page.getByRole('button', { name: '下一个' }).click()
  await expect.poll(() => it.text('error')).toContain('config:invalid signature')
  expect(await it.text('ready')).toBe('false')
})

test('iOS: the address it landed on stays signed', async () => {
  const it = await open({ userAgent: iphone, responses: { preVerifyJSAPI: verified } })
  await ready(it).toBe('true')
  await it.page.getByRole('button', { name: '下一个' }).click()
  await expect.poll(() => it.page.url()).toContain('?next')
  await ready(it).toBe('true')
  expect(signed()).toEqual(['/scanner'])
  expect(await verifications(it)).toHaveLength(1)
})

test('HarmonyOS: a rejected config is no ready page, although the SDK reports one', async () => {
  const preVerifyJSAPI = { errMsg: 'config:invalid url domain' }
  const it = await open({ userAgent: harmony, responses: { preVerifyJSAPI } })
  await expect.poll(() => it.text('code')).toBe('invalid-url-domain')
  expect(await it.text('ready')).toBe('false')
})

test('a second config that takes 2.5 s is ready after 2.5 s', async () => {
  const it = await open({
    responses: { preVerifyJSAPI: [verified, { ...verified, after: 2_500 }] },
  })
  await ready(it).toBe('true')
  await it.page.clock.install()
  await it.page.clock.pauseAt(Date.now() + 60_000)
  await it.page.getByRole('button', { name: '下一个' }).click()
  await expect.poll(() => verifications(it).then((all) => all.length)).toBe(2)
  await it.page.clock.runFor(2_400)
  expect(await it.text('ready')).toBe('false')
  await it.page.clock.runFor(100)
  await ready(it).toBe('true')
})

test('two apps on one page: each has its own outcome', async () => {
  const responses = { preVerifyJSAPI: [{ errMsg: 'config:fail' }, verified] }
  opened = await openPage(browser, `${shop.url}/scanner?twice`, { userAgent: android, responses })
  const { page } = opened
  // Which one is first is open: both wait for the same module.
  const outcomes = async () => {
    const [ready = [], codes = []] = await Promise.all(
      ['#ready', '#code'].map((id) => page.locator(id).allTextContents()),
    )
    return ready.map((isReady, app) => `${isReady} ${codes[app]}`).toSorted()
  }
  await expect.poll(outcomes).toEqual(['false config-failed', 'true '])
})

test('the server explains a rejected signature', async () => {
  const url = `${shop.url}/scanner`
  const checkedUrl = `${shop.url}/landed`
  const difference = { at: shop.url.length + 1, rule: 'landing' }
  shop.answers['POST /weixin/config'] = { body: { url, checkedUrl, difference, config: null } }
  const preVerifyJSAPI = { errMsg: 'config:invalid signature', realAuthUrl: [checkedUrl] }
  const it = await open({ responses: { preVerifyJSAPI } })
  await expect.poll(() => it.text('error')).toContain('rule: landing')
  expect(await it.text('error')).toContain('("scanner" was signed, "landed" was checked)')
})

test('an SDK that failed to load is loaded again at the next call', async () => {
  const it = await openPage(browser, `${shop.url}/scanner?late`, {
    userAgent: android,
    responses: { preVerifyJSAPI: verified },
    bridgeAfter: null,
  })
  opened = it
  let failures = 0
  await it.page.route(/weixin-js-sdk/, (route) =>
    failures++ === 0 ? route.fulfill({ status: 503 }) : route.continue(),
  )
  await it.page.evaluate(installBridge, { responses: { preVerifyJSAPI: verified }, after: 0 })
  await expect.poll(() => it.text('code')).toBe('sdk-not-loaded')
  await it.page.getByRole('button', { name: '再试' }).click()
  await ready(it).toBe('true')
  expect(failures).toBe(2)
})

test('window.wx of somebody else is left alone', async () => {
  const it = await open({
    responses: { preVerifyJSAPI: verified },
    init: () => Object.assign(window, { wx: 'somebody else' }),
  })
  await ready(it).toBe('true')
  expect(await it.page.evaluate(() => (window as { wx?: unknown }).wx)).toBe('somebody else')
})
