import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tooling/browser.ts'
import { brokenRules } from '../../../packages/weixin-simulator/test/browser/look.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import {
  button,
  heading,
  openPhone,
  order,
  payWithSheet,
  sheet,
  tap,
  usePlainBrowser,
  type Phone,
} from './phone.ts'

// Screenshots to look at, in a folder that git ignores. docs/payment-sheet.png is a copy of sheet-light.png.
const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url))

let browser: Browser
let shop: Demo

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startTestShop({ page: 'built' })])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

/** Takes a screenshot once everything is loaded and nothing but a spinner moves any more. */
async function shoot(page: Page, name: string, width = 390): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(async () => {
    await document.fonts.ready
    const roots = [...document.querySelectorAll('weixin-simulator')].map((host) => host.shadowRoot)
    const moving = [document, ...roots].flatMap((root) => root?.getAnimations() ?? [])
    const ending = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)))
  })
  await page.screenshot({ path: `${folder}${name}.png` })
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths).toEqual([width, width])
}

/** The characters that are drawn as the box of a missing one in the font of an element, by default of the page's text. */
function missingCharacters(page: Page, text: string, selector = 'body'): Promise<string[]> {
  return page.locator(selector).evaluate((element, characters) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 40
    const context = canvas.getContext('2d')!
    const draw = (character: string): string => {
      context.clearRect(0, 0, 40, 40)
      const { fontWeight, fontFamily } = getComputedStyle(element)
      context.font = `${fontWeight} 32px ${fontFamily}`
      context.fillText(character, 2, 34)
      return canvas.toDataURL()
    }
    const seen = new Set([draw('\u{10fffd}'), draw(' ')])
    return [...new Set(characters)].filter((character) => {
      const picture = draw(character)
      const isNew = !seen.has(picture)
      seen.add(picture)
      return !isNew
    })
  }, text)
}

/** The texts of the shop's page that are not smaller than its one sum. */
const notBelowTheSum = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const size = (one: Element): number => Number.parseFloat(getComputedStyle(one).fontSize)
    const sum = document.querySelector('.sum .money')!
    return [...document.querySelectorAll('#app *')]
      .filter((one) => one !== sum && !sum.contains(one) && size(one) >= size(sum))
      .filter((one) =>
        [...one.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim()),
      )
      .map((one) => one.textContent ?? '')
  })

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test('every screen from the list of teas to the paid order', async () => {
    const phone: Phone = await openPhone(browser, shop.url, { colorScheme })
    const { page } = phone
    const picture = (name: string): Promise<void> => shoot(page, `${name}-${colorScheme}`)

    await page.getByRole('article').nth(2).waitFor()
    await picture('teas')
    const shown = (await page.locator('body').innerText()) + '已支付，待付款：立即允许？'
    expect(await missingCharacters(page, shown.replaceAll(/[^\p{Script=Han}]/gu, ''))).toEqual([])

    await tap(page, '登录')
    await button(page, '允许').waitFor()
    await picture('consent')
    expect(await missingCharacters(page, '山', '.account i')).toEqual([])
    await tap(page, '允许')
    await page.getByRole('img', { name: '已登录：小明' }).waitFor()

    await page.getByRole('link', { name: '选购明前龙井' }).click()
    await button(page, '微信支付').waitFor()
    await picture('order')
    expect(await notBelowTheSum(page)).toEqual([])

    await tap(page, '微信支付')
    await button(page, '立即支付').waitFor()
    await picture('sheet')
    expect(await sheet(page).innerText()).toContain('28.00')
    expect(await brokenRules(page)).toEqual([])

    await tap(page, '关闭')
    await button(page, '继续付款').waitFor()
    await picture('question')
    await tap(page, '放弃')
    await page.getByText('已取消付款').waitFor()
    await picture('cancelled')
    await tap(page, '继续支付')

    await tap(page, '立即支付')
    for (const digit of '831') await tap(page, digit)
    await picture('pin')
    expect(await brokenRules(page)).toEqual([])
    for (const digit of '746') await tap(page, digit)
    await button(page, '完成').waitFor()
    await picture('success')
    expect(await brokenRules(page)).toEqual([])

    await tap(page, '完成')
    await heading(page, '已支付').waitFor()
    await picture('paid')
    expect(await notBelowTheSum(page)).toEqual([])

    await page.goto(`${shop.url}/teas/oolong`)
    await tap(page, '微信支付')
    await tap(page, '关闭')
    await tap(page, '放弃')
    await page.goto(`${shop.url}/orders`)
    await page.getByText('待支付').first().waitFor()
    await picture('orders')
    await page.getByRole('link', { name: '去支付' }).first().click()
    await button(page, '微信支付').waitFor()
    await picture('unpaid')
    await tap(page, '取消订单')
    await picture('cancel-question')
    await tap(page, '确定取消')
    await heading(page, '已取消').waitFor()
    await picture('order-cancelled')

    const simulator = shop.simulator!
    const paid = simulator.orders().find(({ tradeState }) => tradeState === 'SUCCESS')!
    const notifyUrl = `${shop.url}/weixin/notify`
    await simulator.refundInConsole({ transactionId: paid.transactionId!, notifyUrl })
    await simulator.notifications.idle()
    await page.goto(`${shop.url}/orders/${paid.attach}`)
    await heading(page, '已退款').waitFor()
    await picture('refunded')
    expect(await notBelowTheSum(page)).toEqual([])
    await page.goto(`${shop.url}/nowhere`)
    await heading(page, '没有这个页面').waitFor()
    await picture('not-found')
    await page.route('**/api/**', () => {})
    await page.goto(`${shop.url}/orders`)
    await page
      .getByText('正在加载')
      .evaluate((note) => Promise.all(note.getAnimations().map(({ finished }) => finished)))
    await page.screenshot({ path: `${folder}loading-${colorScheme}.png` })
    await page.unroute('**/api/**')

    const snapshot = simulator.users().find(({ isSnapshot }) => isSnapshot)!
    await page.context().clearCookies()
    await page
      .context()
      .addCookies([{ name: 'weixin_simulator_phone', value: snapshot.openid, url: shop.url }])
    await page.goto(`${shop.url}/orders`)
    await heading(page, '当前为快照页，只能浏览茶单').waitFor()
    await picture('snapshot')
    await page.goto(`${shop.url}/teas/oolong`)
    await page.getByText('当前为快照页').waitFor()
    await picture('snapshot-order')
    await phone.close()
  })

  test('a payment whose result the server does not know', async () => {
    const phone: Phone = await openPhone(browser, shop.url, { colorScheme })
    const { page } = phone
    await order(page)
    shop.simulator!.notifications.lose(99)
    await page.route('**/weixin/pay/*', (route) => route.abort())
    await page.clock.install()
    await payWithSheet(page)
    await page.getByText('正在确认结果').waitFor()
    await shoot(page, `confirming-button-${colorScheme}`)
    await expect
      .poll(
        async () => {
          await page.clock.runFor(2_000)
          return heading(page, '支付结果确认中').count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    await shoot(page, `confirming-${colorScheme}`)
    shop.simulator!.notifications.lose(0)
    await phone.close()
  })

  test("in a desktop's browser and in a phone's", async () => {
    const desktop = await openPhone(browser, 'about:blank', {
      colorScheme,
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
      viewport: { width: 1280, height: 900 },
      isMobile: false,
      hasTouch: false,
    })
    await usePlainBrowser(desktop.page.context(), shop.url)
    await desktop.page.goto(shop.url)
    await desktop.page.getByRole('article').nth(2).waitFor()
    await shoot(desktop.page, `desktop-teas-${colorScheme}`, 1280)
    await desktop.page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(desktop.page, '微信支付')
    await desktop.page.getByRole('img', { name: '二维码' }).waitFor()
    await shoot(desktop.page, `desktop-qr-${colorScheme}`, 1280)
    await desktop.close()

    const phone = await openPhone(browser, 'about:blank', {
      colorScheme,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) Mobile Safari/604.1',
    })
    await usePlainBrowser(phone.page.context(), shop.url)
    await phone.page.goto(`${shop.url}/teas/longjing`)
    await tap(phone.page, '微信支付')
    await phone.page.getByRole('link', { name: '返回商家' }).click()
    await phone.page.getByRole('dialog').waitFor()
    await shoot(phone.page, `h5-return-${colorScheme}`)
    const font = await phone.page
      .getByRole('dialog')
      .evaluate((dialog) => getComputedStyle(dialog).fontFamily)
    expect(font).toContain('Noto Sans SC Variable')
    await phone.close()
  })
})
