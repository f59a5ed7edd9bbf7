import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { payerMessage } from '../../src/errors/payer-messages.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android } from '../page.ts'
import { type OpenedPage, openPage, openShop } from './open-page.ts'
import { startPartsShop } from './parts-page.ts'

let browser: Browser
let shop: Merchant
let opened: OpenedPage | undefined
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startPartsShop(['/button', '/qr', '/return']),
  ])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(() => {
  openShop(shop)
  native()
})
afterEach(() => opened?.close())

const desktop =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/122.0.0.0 Safari/537.36'
const open = async (path: string, phone: Partial<Parameters<typeof openPage>[2]> = {}) =>
  (opened = await openPage(browser, shop.url + path, { userAgent: android, ...phone }))
const state = (value: string): void =>
  void (shop.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: value } })
const native = (): void =>
  void (shop.answers['POST /weixin/pay/7'] = {
    body: { tradeType: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz' },
  })
/** Starts the page anew, with a clock that stands still. */
async function stopClock({ page }: OpenedPage): Promise<void> {
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.reload()
}
/** Polls a text, moving the page's clock a second each time. */
const later = ({ page }: OpenedPage, read: () => Promise<string | null>) =>
  expect.poll(
    async () => {
      await page.clock.runFor(1000)
      return read()
    },
    { timeout: 30_000, interval: 20 },
  )
const button = ({ page }: OpenedPage) => page.locator('.weixin-pay-button')
const posts = () => shop.requests.filter((call) => call.startsWith('POST'))
/** What a screen reader gets of a page. */
const tree = (page: Page) => page.locator('main').ariaSnapshot()

test('the button keeps its focus while it is busy, ignores taps, and ends as paid', async () => {
  openShop(shop)
  const it = await open('/button', { responses: { getBrandWCPayRequest: 'never' } })
  await button(it).focus()
  await it.page.keyboard.press('Enter')
  await expect.poll(() => button(it).textContent()).toBe('请在微信中付款')
  expect(await button(it).getAttribute('aria-busy')).toBe('true')
  expect(await button(it).getAttribute('aria-disabled')).toBe('true')
  await button(it).click({ force: true })
  await it.page.keyboard.press('Enter')
  expect(await it.page.evaluate(() => document.activeElement?.className)).toBe('weixin-pay-button')
  expect(await it.invoked()).toHaveLength(1)
  expect(posts()).toHaveLength(1)
})

test('paid: it says so, does nothing more, and tells the app once', async () => {
  openShop(shop)
  const it = await open('/button', {
    responses: { getBrandWCPayRequest: { err_msg: 'get_brand_wcpay_request:ok' } },
  })
  await button(it).click()
  await expect.poll(() => button(it).textContent()).toBe('已支付')
  await expect.poll(() => it.text('events')).toBe('paid 7; settled paid')
  await button(it).click({ force: true })
  expect(posts()).toHaveLength(1)
})

test('cancelled: it goes on with a message; in English', async () => {
  openShop(shop)
  state('unpaid')
  const it = await open('/button?locale=en', {
    responses: { getBrandWCPayRequest: { err_msg: 'get_brand_wcpay_request:cancel' } },
  })
  await button(it).click()
  await expect.poll(() => button(it).textContent()).toBe('Continue')
  expect(await it.page.getByRole('status').textContent()).toBe('The payment was cancelled.')
  await button(it).click()
  await expect.poll(async () => (await it.invoked()).length).toBe(2)
})

test('unconfirmed: a tap asks, and when the server knows of no payment the next one pays', async () => {
  openShop(shop)
  state('unpaid')
  const it = await open('/button', { responses: { getBrandWCPayRequest: 'never' } })
  await stopClock(it)
  await button(it).click()
  await expect.poll(async () => (await it.invoked()).length).toBe(1)
  await it.page.clock.runFor(3_000)
  await it.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await later(it, () => button(it).textContent()).toBe('立即查询')
  await button(it).click()
  await later(it, () => button(it).textContent()).toBe('继续支付')
  expect(await it.page.getByRole('status').textContent()).toContain('尚未查到付款')
  expect(await it.invoked()).toHaveLength(1)
  await button(it).click()
  await expect.poll(async () => (await it.invoked()).length).toBe(2)
})

test("failed: the payer's own message, which the button is described by", async () => {
  shop.answers['POST /weixin/pay/7'] = failure(500, 'orders-failed')
  const it = await open('/button')
  await button(it).click()
  await expect.poll(() => button(it).textContent()).toBe('重新支付')
  const message = it.page.getByRole('status')
  expect(await message.textContent()).toBe(payerMessage('orders-failed', 500).zh)
  expect(await button(it).getAttribute('aria-describedby')).toBe(await message.getAttribute('id'))
})

test('disabled: with its reason, and a tap does nothing', async () => {
  const it = await open(`/button?disabled=${encodeURIComponent('当前仅可浏览，请先使用完整服务')}`)
  expect(await it.page.getByRole('status').textContent()).toContain('请先使用完整服务')
  expect(await button(it).getAttribute('aria-disabled')).toBe('true')
  await button(it).click({ force: true })
  expect(posts()).toEqual([])
})

test('prepare: the order is placed when the finger comes down', async () => {
  openShop(shop)
  const it = await open('/button?prepare', {
    responses: { getBrandWCPayRequest: { err_msg: 'get_brand_wcpay_request:ok' } },
  })
  await button(it).dispatchEvent('pointerdown')
  await expect.poll(posts).toHaveLength(1)
  await button(it).click()
  await expect.poll(() => button(it).textContent()).toBe('已支付')
  expect(posts()).toHaveLength(1)
})

test('the QR panel turns to paid by itself', async () => {
  state('unpaid')
  const it = await open('/qr', { userAgent: desktop, bridgeAfter: null })
  await stopClock(it)
  await it.page.getByRole('img', { name: '付款二维码' }).waitFor()
  expect(new Set(posts())).toEqual(new Set(['POST /weixin/pay/7?tradeType=native']))
  expect(await tree(it.page)).toContain('img "28.00 元"')
  state('paid')
  await later(it, () => it.page.getByRole('status').textContent()).toBe('已支付')
  expect(await it.text('events')).toBe('paid 7')
})

test('the QR panel shows the code of another order, also while the first one is being placed', async () => {
  const body = { tradeType: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=other' }
  shop.answers['POST /weixin/pay/7'] = { after: 'never', body: null }
  shop.answers['POST /weixin/pay/8'] = { body }
  shop.answers['GET /weixin/pay/8'] = { body: { orderId: '8', state: 'unpaid' } }
  const it = await open('/qr?other', { userAgent: desktop, bridgeAfter: null })
  await expect.poll(posts).toEqual(['POST /weixin/pay/7?tradeType=native'])
  await it.page.getByRole('button', { name: '另一单' }).click()
  await it.page.getByRole('img', { name: '付款二维码' }).waitFor()
  expect(posts()).toContain('POST /weixin/pay/8?tradeType=native')
})

test('the QR panel offers a new code after two hours', async () => {
  state('unpaid')
  const it = await open('/qr', { userAgent: desktop, bridgeAfter: null })
  await stopClock(it)
  await it.page.getByRole('img', { name: '付款二维码' }).waitFor()
  await it.page.clock.fastForward('02:00:01')
  await later(it, () => it.page.getByRole('status').textContent()).toBe('二维码已过期')
  expect(await it.page.locator('.weixin-qr-hint').textContent()).toContain('请勿重复支付')
  expect(await it.page.getByRole('img', { name: '付款二维码' }).count()).toBe(0)
  await it.page.getByRole('button', { name: '刷新二维码' }).click()
  await it.page.getByRole('img', { name: '付款二维码' }).waitFor()
})

test('the QR panel offers another try where there is no code', async () => {
  shop.answers['POST /weixin/pay/7'] = failure(404, 'order-not-found')
  const it = await open('/qr', { userAgent: desktop, bridgeAfter: null })
  await it.page.getByRole('button', { name: '重新支付' }).waitFor()
  expect(await it.page.getByRole('status').textContent()).toBe(
    payerMessage('order-not-found', 404).zh,
  )
  native()
  state('unpaid')
  await it.page.getByRole('button', { name: '重新支付' }).click()
  await it.page.getByRole('img', { name: '付款二维码' }).waitFor()
})

const phone = {
  userAgent: 'Mozilla/5.0 (Linux; Android 10; K) Chrome/126.0.0.0 Mobile Safari/537.36',
  bridgeAfter: null,
}

test('back from H5, paid: nothing is asked of the payer', async () => {
  const it = await open('/return?weixinOrder=7', phone)
  await expect.poll(() => it.text('events')).toBe('paid 7')
  expect(await it.page.locator('dialog').count()).toBe(0)
})

test('back from H5, unknown: both buttons ask the server first', async () => {
  state('unpaid')
  const it = await open('/return?weixinOrder=7', phone)
  await stopClock(it)
  const done = it.page.getByRole('button', { name: '已完成支付' })
  await done.waitFor()
  expect(await it.page.getByRole('dialog', { name: '请确认微信支付是否已完成' }).isVisible()).toBe(
    true,
  )
  await later(it, () => done.getAttribute('aria-disabled')).toBe('false')
  const hint = it.page.getByRole('status')
  expect(await hint.textContent()).toBe('付款结果以商家查询为准')
  await done.click()
  await expect.poll(() => hint.textContent()).toBe('正在确认结果')
  await later(it, () => hint.textContent()).toBe(payerMessage('unconfirmed').zh)
  const before = shop.requests.length
  state('paid')
  await it.page.getByRole('button', { name: '支付遇到问题，重新支付' }).click()
  await later(it, () => it.text('events')).toBe('paid 7')
  expect(shop.requests.slice(before)).toContain('GET /weixin/pay/7')
  expect(posts()).toEqual([])
  expect(await it.page.locator('dialog').count()).toBe(0)
})

test('without a payment there is no dialog, and Esc closes one', async () => {
  state('unpaid')
  const nothing = await open('/return', phone)
  await nothing.page.waitForLoadState('networkidle')
  expect(await nothing.page.locator('dialog').count()).toBe(0)
  expect(shop.requests.filter((call) => call.includes('/pay/'))).toEqual([])
  await nothing.close()
  const it = await open('/return?weixinOrder=7', phone)
  await it.page.getByRole('dialog').waitFor()
  await it.page.keyboard.press('Escape')
  await expect.poll(() => it.text('events')).toContain('closed')
  expect(await it.page.locator('dialog').count()).toBe(0)
})
