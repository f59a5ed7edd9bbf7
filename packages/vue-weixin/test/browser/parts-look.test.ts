import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Simulator, createSimulator } from 'weixin-simulator'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android } from '../page.ts'
import type { Responses } from './bridge.ts'
import { openPage, openShop } from './open-page.ts'
import { startPartsShop } from './parts-page.ts'
import { desktop } from './user-agents.ts'

// Screenshots of the parts in every status, to look at, in a folder that git ignores.
const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url))

let browser: Browser
let shop: Merchant
let simulator: Simulator
beforeAll(async () => {
  ;[browser, simulator, shop] = await Promise.all([
    launchBrowser(),
    // For its Chinese font, which this machine may lack.
    createSimulator(),
    startPartsShop(['/button', '/qr', '/return']),
  ])
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([shop?.close(), simulator?.close()])
})

const never = { after: 'never', body: null } as const
const unpaid = { body: { orderId: '7', state: 'unpaid' } }
const native = { body: { tradeType: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz' } }
const reply = (result: string): Responses => ({
  getBrandWCPayRequest: { err_msg: `get_brand_wcpay_request:${result}` },
})

interface Picture {
  name: string
  path?: string
  /** How the server responds where it is not well and the order is not paid. */
  answers?: Merchant['answers']
  responses?: Responses
  /** What the payer does; resolves when the part shows what is to be seen. */
  act?: (page: Page) => Promise<unknown>
}

const tap = (page: Page) => page.locator('.weixin-pay-button').click()
const shows = (text: string) => (page: Page) => page.getByText(text).first().waitFor()
const tapped =
  (text: string, ms = 0) =>
  async (page: Page) => {
    await tap(page)
    await page.clock.runFor(ms)
    await shows(text)(page)
  }
/** Moves the clock until a text is shown. */
const later = (page: Page, text: string) =>
  expect
    .poll(
      async () => {
        await page.clock.runFor(1_000)
        return page.getByText(text).count()
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBeGreaterThan(0)
const tappedAndLater = (text: string) => async (page: Page) => {
  await tap(page)
  await later(page, text)
}

const pictures: readonly Picture[] = [
  { name: 'button-idle', act: shows('微信支付') },
  {
    name: 'button-disabled',
    path: `/button?disabled=${encodeURIComponent('快照页不能支付，请先使用完整服务')}`,
    act: shows('快照页不能支付'),
  },
  {
    name: 'button-ordering',
    answers: { 'POST /weixin/pay/7': never },
    act: tapped('正在下单', 300),
  },
  {
    name: 'button-paying',
    responses: { getBrandWCPayRequest: 'never' },
    act: tappedAndLater('请在微信中付款'),
  },
  {
    name: 'button-confirming',
    answers: { 'GET /weixin/pay/7': never },
    responses: reply('ok'),
    act: tappedAndLater('正在确认结果'),
  },
  {
    name: 'button-paid',
    answers: { 'GET /weixin/pay/7': { body: { orderId: '7', state: 'paid' } } },
    responses: reply('ok'),
    act: tappedAndLater('已支付'),
  },
  {
    name: 'button-unconfirmed',
    responses: reply('ok'),
    act: tappedAndLater('立即查询'),
  },
  {
    name: 'button-unconfirmed-asked',
    responses: reply('ok'),
    async act(page) {
      await tappedAndLater('立即查询')(page)
      await tappedAndLater('继续支付')(page)
    },
  },
  {
    name: 'button-cancelled',
    responses: reply('cancel'),
    act: tappedAndLater('继续支付'),
  },
  {
    name: 'button-failed',
    answers: { 'POST /weixin/pay/7': failure(404, 'order-not-found') },
    act: tapped('重新支付'),
  },
  {
    name: 'qr-making',
    path: '/qr',
    answers: { 'POST /weixin/pay/7': never },
    act: shows('正在生成二维码'),
  },
  {
    name: 'qr-code',
    path: '/qr',
    answers: { 'POST /weixin/pay/7': native },
    act: shows('请用微信'),
  },
  {
    name: 'qr-expired',
    path: '/qr',
    answers: { 'POST /weixin/pay/7': native },
    async act(page) {
      await shows('请用微信')(page)
      await page.clock.fastForward('02:00:01')
      await later(page, '二维码已过期')
    },
  },
  {
    name: 'qr-paid',
    path: '/qr',
    answers: {
      'POST /weixin/pay/7': native,
      'GET /weixin/pay/7': { body: { orderId: '7', state: 'paid' } },
    },
    act: (page) => later(page, '已支付'),
  },
  {
    name: 'qr-failed',
    path: '/qr',
    answers: { 'POST /weixin/pay/7': failure(404, 'order-not-found') },
    act: shows('重新支付'),
  },
  {
    name: 'return',
    path: '/return?weixinOrder=7',
    act: (page) => later(page, '付款结果以商家查询为准'),
  },
]

const sizes: Record<string, BrowserContextOptions> = {
  phone: { viewport: { width: 390, height: 480 }, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1000, height: 480 } },
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each(Object.keys(sizes))('every status of the parts on a %s', async (size) => {
    for (const { name, path = '/button', answers, responses, act } of pictures) {
      openShop(shop)
      Object.assign(shop.answers, { 'GET /weixin/pay/7': unpaid, ...answers })
      const isButton = path.startsWith('/button')
      const it = await openPage(browser, shop.url + path, {
        userAgent: isButton ? android : desktop,
        bridgeAfter: isButton ? 0 : null,
        ...(responses && { responses }),
        context: { ...sizes[size], colorScheme },
        movesClock: true,
        allowed: simulator.url,
      })
      const { page } = it
      await page.addStyleTag({ url: `${simulator.url}/simulator/fonts.css` })
      await act?.(page)
      await page.evaluate(() => document.fonts.ready)
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      await page.setViewportSize({ width: sizes[size]?.viewport?.width ?? 0, height })
      await page.screenshot({ path: `${folder}${name}-${size}-${colorScheme}.png` })
      const [scrolled, shown, fonts, font, heights] = await page.evaluate(() => {
        const parts = [...document.querySelectorAll('.weixin-pay, .weixin-qr, .weixin-return')]
        const buttons = [...document.querySelectorAll('.weixin-pay-button, .weixin-plain-button')]
        return [
          document.documentElement.scrollWidth,
          innerWidth,
          [...parts, ...buttons].map((part) => getComputedStyle(part).fontFamily),
          getComputedStyle(document.body).fontFamily,
          buttons.map((button) => button.getBoundingClientRect().height),
        ] as const
      })
      expect([name, scrolled, ...new Set(fonts), Math.min(44, ...heights)]).toEqual([
        name,
        shown,
        font,
        44,
      ])
      await it.close()
    }
  })
})
