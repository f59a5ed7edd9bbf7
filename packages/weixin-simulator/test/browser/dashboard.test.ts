import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { FAULTS } from '../../src/control/fault-table.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { opened, receiver } from '../receiver.ts'
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
      .filter({ hasText: isChinese ? '微信通知应用' : 'WeChat notifies your app' })
      .last()
      .waitFor()
    await shoot(page, `dashboard-paid-${look}`)
    await page.context().close()
  },
)

test('the phone of the dashboard is inside WeChat from the start: a page signs its user in', async () => {
  const page = await open()
  const { appId } = simulator.credentials
  const back = encodeURIComponent(`${shop.url}/back`)
  const query = `appid=${appId}&redirect_uri=${back}&response_type=code&scope=snsapi_userinfo&state=1`
  await page
    .getByLabel('Address of your page')
    .fill(`${simulator.url}/connect/oauth2/authorize?${query}`)
  await page.keyboard.press('Enter')
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: '允许' }).waitFor()
  await shoot(page, 'dashboard-consent')
  await frame.getByRole('button', { name: '允许' }).click()
  await frame.getByRole('heading', { name: '山前茶铺' }).waitFor()
  await rows(page).filter({ hasText: 'The user lets the app see nickname and avatar' }).waitFor()
  expect(await frame.locator('body').evaluate(() => location.search)).toMatch(
    /^\?code=\w+&state=1$/,
  )
  await page.context().close()
})

test('an address that is typed again is loaded again, and a page that reports nothing is explained', async () => {
  const page = await open()
  const frame = page.frameLocator('iframe')
  const load = async (url: string) => {
    await page.getByLabel('Address of your page').fill(url)
    await page.keyboard.press('Enter')
  }
  await load(`${shop.url}/`)
  await frame.getByRole('heading', { name: '山前茶铺' }).waitFor()
  await frame.locator('body').evaluate(() => document.body.replaceChildren('changed'))
  await load(`${shop.url}/`)
  await frame.getByRole('heading', { name: '山前茶铺' }).waitFor()
  await page.getByText('山前茶铺', { exact: true }).first().waitFor()
  const silence = page.getByText('This page does not report to the dashboard')
  expect(await silence.count()).toBe(0)

  let isFramed = false
  const headers = { 'x-frame-options': 'DENY', 'content-type': 'text/html' }
  await page.route('**/unframed', (route) =>
    route.fulfill(isFramed ? { body: '<h1>Framed</h1>', contentType: 'text/html' } : { headers }),
  )
  await load(`${shop.url}/unframed`)
  await silence.waitFor()
  await shoot(page, 'dashboard-silent-page')
  const link = page.getByRole('link', { name: 'Open it in a tab' })
  expect(await link.getAttribute('href')).toBe(`${shop.url}/unframed`)
  // The button loads it again, though no bridge in the page can take the request.
  isFramed = true
  await page.getByRole('button', { name: 'Reload' }).click()
  await frame.getByRole('heading', { name: 'Framed' }).waitFor()
  await load(`${simulator.url}/simulator/phone/native?prepay_id=none`)
  await silence.waitFor({ state: 'detached' })

  await page.clock.install()
  const isRequested = page.waitForRequest('**/hanging')
  await page.route('**/hanging', () => {})
  await load(`${shop.url}/hanging`)
  await isRequested
  expect(await silence.count()).toBe(0)
  await page.clock.runFor(8_000)
  await silence.waitFor()
  await page.context().close()
})

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
    'WeChat notifies your app',
  ])
    await rows(page).filter({ hasText: sentence }).last().waitFor()
  await shoot(page, 'dashboard-phone-paid')
  await page.context().close()
})

/** One order that is paid and whose notification was accepted; returns its number. */
async function paidOrder(): Promise<string> {
  const { outTradeNo } = await simulator.pay(
    await merchant(simulator, app.url).prepayId({ amount: { total: 100 } }),
  )
  await simulator.notifications.idle()
  return outTradeNo
}

test.each([
  ['desktop', desktop],
  ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ['phone', phone],
  ['phone-dark', { ...phone, colorScheme: 'dark' }],
  ['phone-zh', { ...phone, locale: 'zh-CN' }],
] as [string, BrowserContextOptions][])(
  'a coupon is given in yuan, and the payment with it has a bill: %s',
  async (look, options) => {
    const page = await open(options)
    const isChinese = look === 'phone-zh'
    const isNarrow = look.startsWith('phone')
    if (isNarrow)
      await page.getByRole('button', { name: isChinese ? '手机' : 'Phone', exact: true }).click()
    await page.getByRole('button', { name: isChinese ? '发代金券' : 'Give coupon' }).click()
    await page.getByLabel(isChinese ? '代金券金额（元）' : 'Coupon in yuan').fill('5.5')
    await shoot(page, `dashboard-coupon-form-${look}`)
    await page.getByRole('button', { name: isChinese ? '发放' : 'Give', exact: true }).click()
    const shown = isChinese ? '满 ¥5.51 减 ¥5.50' : '¥5.50 off from ¥5.51'
    await page.getByText(shown).waitFor()
    await shoot(page, `dashboard-coupon-${look}`)
    const [coupon] = simulator.coupons()
    expect(coupon).toMatchObject({ amount: 550, openid: simulator.users()[0]?.openid })

    const prepayId = await merchant(simulator, app.url).prepayId({ amount: { total: 2800 } })
    const { outTradeNo } = await simulator.pay(prepayId, { coupons: [coupon!.couponId] })
    await simulator.notifications.idle()
    await page.getByText(shown).waitFor({ state: 'detached' })
    if (isNarrow)
      await page
        .getByRole('button', { name: isChinese ? '返回时间线' : 'Back to the timeline' })
        .click()
    const sentence = isChinese ? '微信通知应用' : 'WeChat notifies your app'
    await rows(page).filter({ hasText: outTradeNo }).filter({ hasText: sentence }).click()
    const bill = page.getByLabel(isChinese ? '付款金额' : 'Bill of the payment')
    await bill.waitFor()
    for (const amount of ['¥28.00', '−¥5.50', '¥22.50'])
      expect(await bill.innerText()).toContain(amount)
    await shoot(page, `dashboard-bill-${look}`)
    await page.context().close()
  },
)

test('one order alone is shown, its notification repeated, copied as curl and as a test', async () => {
  const page = await open()
  const outTradeNo = await paidOrder()
  await rows(page).filter({ hasText: outTradeNo }).click()
  await page.getByRole('button', { name: 'Only this order' }).click()
  await expect.poll(() => rows(page).count()).toBe(2)
  await page.getByText('1 · Order').waitFor()

  const delivered = app.all.length
  await page.getByRole('button', { name: 'Repeat this notification' }).click()
  // The control and the delivery.
  await expect.poll(() => rows(page).count()).toBe(4)
  expect(app.all).toHaveLength(delivered + 1)
  await page.getByText('Sent once more: your app answered 204.').waitFor()

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText('Copied', { exact: true }).waitFor()
  const curl = await clipboard()
  expect(curl).toMatch(/^# The notification as WeChat sends it.*\ncurl -i -X POST 'http:\/\/127/)
  // The command that was copied delivers a notification that verifies.
  await promisify(execFile)('sh', ['-c', curl])
  const received = app.all.at(-1)!
  expect(opened(received, simulator.credentials).isSigned).toBe(true)

  await page.getByRole('button', { name: 'Copy as test' }).click()
  await expect.poll(clipboard).toContain("import { expect, test } from 'vitest'")
  expect(await clipboard()).toContain('toMatchObject({ status: 204 })')

  // As on a page that came over plain http from another machine.
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  })
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText('Copied', { exact: true }).waitFor()
  await page.evaluate(() => Reflect.deleteProperty(navigator, 'clipboard'))
  expect(await clipboard()).toMatch(/^# The notification as WeChat sends it/)
  await page.route('**/simulator/dashboard/**', (route) => route.abort())
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.getByText(/^✗ /).last().waitFor()
  await page.unroute('**/simulator/dashboard/**')

  const refund = page.getByRole('button', { name: 'Refund it in the console' })
  await refund.click()
  await refund.waitFor({ state: 'detached' })
  await rows(page)
    .filter({ hasText: `${outTradeNo} is refunded` })
    .waitFor()
  const isItsRefund = (one: { outTradeNo: string }) => one.outTradeNo === outTradeNo
  expect(simulator.refunds().filter(isItsRefund)).toHaveLength(1)
  await shoot(page, 'dashboard-refunded')
  await page.context().close()
})

test('the timeline is walked and opened by keyboard alone', async () => {
  const page = await open()
  await paidOrder()
  await paidOrder()
  await expect.poll(() => rows(page).count()).toBeGreaterThan(3)
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-call'))
  await rows(page).first().focus()
  const first = await focused()
  await page.keyboard.press('ArrowDown')
  const second = await focused()
  expect(Number(second)).toBeGreaterThan(Number(first))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What was checked' }).waitFor()
  await page.keyboard.press('Enter')
  expect(await page.getByRole('heading', { name: 'What was checked' }).count()).toBe(0)
  await page.keyboard.press('ArrowUp')
  expect(await focused()).toBe(first)
  await page.context().close()
})

test('the phone gets another in-app browser, another user, and money', async () => {
  const page = await open()
  await page.getByLabel('Address of your page').fill(`${shop.url}/`)
  await page.keyboard.press('Enter')
  const frame = page.frameLocator('iframe')
  await frame.getByRole('heading', { name: '山前茶铺' }).waitFor()
  await page.getByLabel('In-app browser').selectOption('HarmonyOS')
  const userAgent = () => frame.locator('body').evaluate(() => navigator.userAgent)
  await expect.poll(userAgent).toContain('OpenHarmony')
  await page.getByText('wx.error is never called').waitFor()

  await page.getByRole('button', { name: 'New user' }).click()
  await page.getByLabel('Nickname').fill('阿强')
  await page.getByLabel('Balance in yuan').fill('1.5')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const user = page.getByLabel('User of the phone')
  await expect
    .poll(() => user.evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.text))
    .toBe('阿强 · ¥1.50')
  await page.getByRole('button', { name: 'Refill ¥100' }).click()
  await expect.poll(() => simulator.users().at(-1)?.balance).toBe(10_150)

  await page.getByLabel('In-app browser').selectOption('WeChat for Windows')
  await expect.poll(userAgent).toContain('WindowsWechat')
  await shoot(page, 'dashboard-desktop-weixin')
  await page.context().close()
})

test('a fault is armed by a button, named on the row it will hit, and cleared', async () => {
  const page = await open()
  const lose = page.getByRole('button', { name: 'Lose', exact: true })
  const prepayId = await merchant(simulator, app.url).prepayId({ amount: { total: 100 } })
  await lose.click()
  await page.getByText('will be lost').waitFor()
  const armed = page.getByRole('button', { name: 'Lose · armed' })
  expect(await armed.getAttribute('aria-pressed')).toBe('true')
  await shoot(page, 'dashboard-armed')
  await armed.click()
  await lose.waitFor()
  await lose.click()
  await armed.waitFor()
  await page.getByRole('button', { name: 'Clear all faults' }).click()
  await lose.waitFor()
  await simulator.pay(prepayId)
  await simulator.notifications.idle()
  await page.getByRole('button', { name: 'What the phone answers (JS-SDK)' }).click()
  await page.getByLabel('wx.scanQRCode').selectOption('User cancels')
  const scan = () => simulator.phone.commands().find(({ wx }) => wx === 'scanQRCode')?.outcome
  await expect.poll(scan).toEqual({ kind: 'cancel' })
  await shoot(page, 'dashboard-js-sdk')
  await page.context().close()
})

test('the list follows its newest call while its end is in view, and counts what came meanwhile', async () => {
  const page = await open()
  for (const _ of [1, 2, 3, 4, 5]) await paidOrder()
  const isLastInView = () =>
    rows(page)
      .last()
      .evaluate((row) => {
        const list = row.parentElement!.getBoundingClientRect()
        return row.getBoundingClientRect().bottom <= list.bottom
      })
  const newest = async (): Promise<void> => {
    const outTradeNo = await paidOrder()
    await rows(page).filter({ hasText: outTradeNo }).last().waitFor()
    await expect.poll(isLastInView).toBe(true)
  }
  await newest()
  // Where its first calls come late, the page has shown what to do first, which is taller than the list.
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/simulator/events*', async (route) => {
    await released
    await route.continue()
  })
  await page.setViewportSize({ width: 1440, height: 600 })
  await page.reload()
  await page.getByText('Nothing has happened yet').waitFor()
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  release()
  await newest()

  // A form makes the list smaller: it still ends at its newest call, and goes on to follow.
  await page.getByRole('button', { name: 'Fail …' }).click()
  await page.getByRole('button', { name: 'Cause it' }).waitFor()
  await expect.poll(isLastInView).toBe(true)
  await newest()

  await page.locator('.rows').evaluate((list) => list.scrollTo({ top: 0 }))
  await expect.poll(() => page.locator('.rows').evaluate((list) => list.scrollTop)).toBe(0)
  await paidOrder()
  await page.getByRole('button', { name: /^↓ \d new calls?$/ }).click()
  await expect.poll(isLastInView).toBe(true)
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-call'))
  await expect.poll(focused).not.toBeNull()
  expect(await page.getByRole('button', { name: /new calls?$/ }).count()).toBe(0)
  await page.context().close()
})

test('each fault of the table has a button, and one with fields asks for them', async () => {
  const page = await open()
  const names = await page.locator('fieldset > button').allInnerTexts()
  const labels = Object.values(FAULTS).flatMap(({ group, label }) => (group ? [label.en] : []))
  expect(names.map((name) => name.replace(' …', '')).toSorted()).toEqual(labels.toSorted())

  await paidOrder()
  await page.getByRole('button', { name: 'Forge …' }).click()
  const forgery = page.getByLabel('forgery')
  await expect.poll(() => forgery.evaluate((one) => one === document.activeElement)).toBe(true)
  await forgery.selectOption('no-signature')
  await page.getByRole('button', { name: 'Cause it' }).click()
  await rows(page).filter({ hasText: 'Forge: A forged copy of the last notification' }).waitFor()
  expect(app.all.at(-1)?.headers.get('Wechatpay-Signature')).toBeNull()
  await rows(page)
    .filter({ hasText: 'A forged notification (no-signature) reaches your app' })
    .filter({ hasText: '✗ your app accepted it: 204' })
    .waitFor()

  await page.getByRole('button', { name: 'Skew clock …' }).click()
  await page.getByLabel('seconds').fill('400')
  await page.keyboard.press('Enter')
  const skewed = page.getByRole('button', { name: 'Skew clock · armed' })
  await skewed.click()
  await page.getByRole('button', { name: 'Skew clock …' }).waitFor()
  await page.context().close()
})

test('on a small screen the phone is a drawer: opened, used and left by keyboard', async () => {
  const page = await open(phone)
  const opener = page.getByRole('button', { name: 'Phone', exact: true })
  await opener.focus()
  await page.keyboard.press('Enter')
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  await expect.poll(focused).toBe('Back to the timeline')
  expect(await page.locator('main').evaluate((one: HTMLElement) => one.inert)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(focused).toBe('Phone')
  expect(await page.getByLabel('Address of your page').isVisible()).toBe(false)
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths[0]).toBe(widths[1])
  await page.context().close()
})

test('thousands of calls: few rows are drawn, list and memory are bounded, and the search answers', async () => {
  const page = await open()
  const { appId, appSecret } = simulator.credentials
  const address = `${simulator.url}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  // A connection for each: one that is used again may be closed by the simulator at that moment.
  const call = () => fetch(address, { headers: { connection: 'close' } })
  const send = async (count: number): Promise<void> => {
    for (let sent = 0; sent < count; sent += 80) await Promise.all(Array.from({ length: 80 }, call))
  }
  const devtools = await page.context().newCDPSession(page)
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize
  }
  const droppedAtLeast = (count: number): Promise<void> =>
    expect
      .poll(async () => {
        const status = await page.locator('.tools .count').innerText()
        return Number(/\((\d+) older/.exec(status)?.[1] ?? 0)
      })
      .toBeGreaterThanOrEqual(count)

  await send(3200)
  await droppedAtLeast(200)
  const full = await heap()
  // More than a minute's thousand, on top of a full list: half as much again where nothing was forgotten.
  await send(1600)
  await droppedAtLeast(1800)
  expect(await heap()).toBeLessThan(full * 1.3)
  expect(await rows(page).count()).toBeLessThan(60)
  const status = await page.locator('.tools .count').innerText()
  expect(Number(/^(\d+) calls/.exec(status)?.[1])).toBeLessThanOrEqual(3000)
  await page.getByLabel('Search the calls').fill('no such call')
  await page.getByText('No call fits this filter.').waitFor()

  // A phone on its side, where the page itself scrolls.
  await page.getByLabel('Search the calls').fill('')
  await page.setViewportSize({ width: 844, height: 390 })
  await expect.poll(() => rows(page).count()).toBeGreaterThan(3)
  expect(await rows(page).count()).toBeLessThan(60)
  await shoot(page, 'dashboard-landscape')
  await page.context().close()
}, 300_000)
