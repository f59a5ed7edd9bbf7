import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright'

const weixinOnAnIPhone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN',
}

export interface Phone {
  page: Page
  /** @throws when a page requested anything that is not on this machine */
  close: () => Promise<void>
}

/** A customer's phone, by default with `url` open in WeChat. Nothing is intercepted. Close it. */
export async function openPhone(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Phone> {
  const context = await browser.newContext({ ...weixinOnAnIPhone, ...options })
  const outside: string[] = []
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== 'localhost' && hostname !== '127.0.0.1')
      outside.push(request.url())
  })
  const page = await context.newPage()
  await page.goto(url)
  return {
    page,
    async close() {
      await context.close()
      if (outside.length > 0) throw new Error(`A page requested ${outside.join(', ')}`)
    },
  }
}

/** From now on the shop at `url` is open outside the simulated WeChat, as after a tap on 改用普通浏览器. */
export const usePlainBrowser = (context: BrowserContext, url: string): Promise<void> =>
  context.addCookies([{ name: 'tea-shop-browser', value: 'plain', url }])

export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

export const tap = (page: Page, name: string): Promise<void> => button(page, name).click()

export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, exact: true })

export const sheet = (page: Page): Locator =>
  page.getByRole('dialog', { name: '山前茶铺（模拟商户）' })

/** 登录 in the shop, 允许 at WeChat. */
export async function signIn(page: Page): Promise<void> {
  await tap(page, '登录')
  await tap(page, '允许')
  await page.getByRole('img', { name: '已登录：小明' }).waitFor()
}

/** Orders a tea from the menu; resolves with the order's id when the payment sheet is open. */
export async function order(page: Page, tea = '茉莉冷泡'): Promise<string> {
  await page.getByRole('link', { name: `选购${tea}` }).click()
  return orderHere(page)
}

/** Orders the tea whose page is open; resolves with the order's id when the payment sheet is open. */
export async function orderHere(page: Page): Promise<string> {
  await tap(page, '微信支付')
  await button(page, '立即支付').waitFor()
  const id = new URL(page.url()).searchParams.get('order')
  if (id === null) throw new Error(`no order in ${page.url()}`)
  return id
}

/** Pays in the sheet; resolves when it shows the result. */
export async function confirmSheet(page: Page): Promise<void> {
  await tap(page, '立即支付')
  for (const digit of '831746') await tap(page, digit)
  await button(page, '完成').waitFor()
}

/** Pays in the sheet and closes its result. */
export async function payWithSheet(page: Page): Promise<void> {
  await confirmSheet(page)
  await tap(page, '完成')
}

/** Marks the page; the returned function resolves with whether it was reloaded since: false then. */
export async function withoutReload(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  return () => page.evaluate(() => 'isSamePage' in window)
}
