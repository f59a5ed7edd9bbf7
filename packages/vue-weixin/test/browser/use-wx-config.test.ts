import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import type { Merchant } from '../merchant.ts'
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

const verified = { err_msg: 'preVerifyJSAPI:ok' }
const open = async (phone: Partial<Parameters<typeof openPage>[2]>) =>
  (opened = await openPage(browser, `${shop.url}/scanner#here`, { userAgent: android, ...phone }))
const signed = () =>
  shop.asked
    .filter((call) => call.includes('/config'))
    .map((call) => decodeURIComponent(call.split('url=')[1] ?? '').replace(shop.url, ''))
const verifications = async (it: Opened) =>
  (await it.invoked()).filter(([command]) => command === 'preVerifyJSAPI')
const ready = (it: Opened) => expect.poll(() => it.text('ready'), { timeout: 15_000 })

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
