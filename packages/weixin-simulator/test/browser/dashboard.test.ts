import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { receiver } from '../receiver.ts'
import { shoot } from './look.ts'
import type { WeixinWindow } from './bridge-in-page.ts'
import { signedPayment, startShop } from './shop.ts'

let browser: Browser
let simulator: Simulator
let shop: Awaited<ReturnType<typeof startShop>>
let app: Awaited<ReturnType<typeof receiver>>

beforeAll(async () => {
  browser = await launchBrowser()
  simulator = await createSimulator()
  shop = await startShop(simulator.url)
  app = await receiver(() => 204)
})
afterAll(() => Promise.all([browser.close(), shop.close(), app.close(), simulator.close()]))

const desktop = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }
const phone = { viewport: { width: 390, height: 844 }, locale: 'en-GB' }

async function open(options: BrowserContextOptions = desktop): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  await page.goto(simulator.url)
  await page.getByRole('heading', { name: 'weixin-simulator' }).waitFor()
  return page
}

const withoutLastLineFeed = {
  message: ({ method, url, time, nonce, body }: Record<string, string>) =>
    `${method}\n${url}\n${time}\n${nonce}\n${body}`,
}
const rows = (page: Page) => page.locator('[data-call]')

test('an empty dashboard says what to do first', async () => {
  const page = await open()
  await page.getByText('Nothing has happened yet').waitFor()
  const script = `<script src="${simulator.url}/simulator/bridge.js"></` + 'script>'
  expect(await page.locator('main').innerText()).toContain(script)
  await shoot(page, 'dashboard-empty')
  await page.context().close()
})

test.each([
  ['desktop', desktop],
  ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ['phone', phone],
  ['zh', { ...desktop, locale: 'zh-CN' }],
] as [string, BrowserContextOptions][])(
  'a refused order is opened and explained, then a payment is followed: %s',
  async (look, options) => {
    const page = await open(options)
    const shopServer = merchant(simulator, app.url)
    await shopServer.prepay(shopServer.order({ amount: { total: 2800 } }), withoutLastLineFeed)
    const id = await shopServer.prepayId({ amount: { total: 100 }, description: '明前龙井 × 1' })
    const refused = rows(page).filter({ hasText: 'SIGN_ERROR' }).last()
    await refused.click()
    const isChinese = look === 'zh'
    await page
      .getByText(isChinese ? '漏了最后一个换行符' : 'The last line feed was dropped')
      .first()
      .waitFor()
    expect(await page.locator('mark.expected').last().innerText()).toBe('↵')
    expect(await page.locator('mark.signed').last().innerText()).toBe(isChinese ? '结束' : 'end')
    await shoot(page, `dashboard-refused-${look}`)
    await refused.click()
    await simulator.pay(id)
    await simulator.notifications.idle()
    await rows(page)
      .filter({ hasText: isChinese ? '微信通知应用' : 'WeChat tells your app' })
      .last()
      .waitFor()
    await shoot(page, `dashboard-paid-${look}`)
    await page.context().close()
  },
)

test('the page under test is paid in the phone, and the timeline shows each step', async () => {
  const page = await open()
  const address = page.getByLabel('Address of your page')
  await address.fill(`${shop.url}/`)
  await address.press('Enter')
  const frame = page.frameLocator('iframe')
  await frame.getByRole('heading', { name: '山前茶铺' }).waitFor()
  const prepayId = await merchant(simulator, app.url).prepayId({ amount: { total: 2800 } })
  const answered = frame.locator('body').evaluate(
    (_body, given) =>
      new Promise((resolve) => {
        const { WeixinJSBridge } = window as unknown as WeixinWindow
        WeixinJSBridge?.invoke('getBrandWCPayRequest', given, resolve)
      }),
    signedPayment(simulator, prepayId),
  )
  await frame.getByRole('button', { name: '立即支付' }).waitFor()
  await shoot(page, 'dashboard-sheet')
  await frame.getByRole('button', { name: '立即支付' }).click()
  for (const digit of '123456')
    await frame.getByRole('button', { name: digit, exact: true }).click()
  await frame.getByRole('button', { name: '完成' }).click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  for (const sentence of [
    'Your app asks WeChat for an order of ¥28.00',
    'The page opens the payment sheet; its signature (paySign) is right',
    'The user confirms and pays',
    'WeChat tells your app what happened to',
  ])
    await rows(page).filter({ hasText: sentence }).last().waitFor()
  await shoot(page, 'dashboard-phone-paid')
  await page.context().close()
})
