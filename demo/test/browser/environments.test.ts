import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import {
  button,
  heading,
  openPhone,
  orderHere,
  payWithSheet,
  tap,
  usePlainBrowser,
  type Phone,
} from './phone.ts'
import { rowOf } from './row-of.ts'

// The same shop in browsers outside WeChat: a phone's pays by H5, a desktop's by a QR code.
const safari: BrowserContextOptions = {
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1',
}
const desktop: BrowserContextOptions = {
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  viewport: { width: 1280, height: 800 },
  isMobile: false,
  hasTouch: false,
}

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone
let page: Page

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startTestShop({ page: 'built' })])
  simulator = shop.simulator!
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
afterEach(() => phone.close())

async function open(options: BrowserContextOptions): Promise<void> {
  phone = await openPhone(browser, shop.url, options)
  page = phone.page
  await Promise.all([page.waitForEvent('load'), tap(page, '改用普通浏览器')])
  await button(page, '改用模拟微信').waitFor()
  expect(await page.evaluate(() => 'WeixinJSBridge' in window)).toBe(false)
}

const orderAtWeixin = (id: string) => simulator.orders().find(({ attach }) => attach === id)

describe("in a phone's browser", () => {
  beforeEach(() => open(safari))

  /** Orders a tea, and pays it on WeChat's H5 page or not. Resolves with the order's id back in the shop. */
  async function orderByH5(pays: boolean): Promise<string> {
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(page, '微信支付')
    await page.waitForURL(`${simulator.url}/**`)
    if (pays) {
      await tap(page, '打开微信')
      await tap(page, '立即支付')
      for (const digit of '831746') await tap(page, digit)
      await tap(page, '完成')
    } else await page.getByRole('link', { name: '返回商家' }).click()
    await page.waitForURL(`${shop.url}/orders/**`)
    return /\/orders\/(\w+)/.exec(page.url())![1]!
  }

  test('H5: the customer pays in WeChat and comes back to the paid order', async () => {
    const id = await orderByH5(true)
    await heading(page, '已支付').waitFor()
    const row = await rowOf(shop.database, id)
    expect(row.transaction_id).toBe(orderAtWeixin(id)?.transactionId)
    expect(orderAtWeixin(id)?.tradeType).toBe('MWEB')
  })

  test('H5: who comes back without paying is asked, and can pay again', async () => {
    const id = await orderByH5(false)
    const dialog = page.getByRole('dialog', { name: '请确认微信支付是否已完成' })
    await dialog.waitFor()
    await page.clock.install()
    await page.clock.runFor(15_000)
    await dialog.getByRole('button', { name: '支付遇到问题，重新支付' }).click()
    await page.clock.runFor(15_000)
    await page.waitForURL(`${simulator.url}/**`)
    expect(simulator.orders().filter(({ attach }) => attach === id)).toHaveLength(1)
  })
})

describe("in a desktop's browser", () => {
  beforeEach(() => open(desktop))

  test('a QR code, scanned with a simulated phone: the page turns to paid by itself', async () => {
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(page, '微信支付')
    await page.getByRole('img', { name: '二维码' }).waitFor()
    // A reload shows the code again: nothing is paid yet that could be confirmed.
    await page.reload()
    await page.getByRole('img', { name: '二维码' }).waitFor()
    const id = /\/orders\/(\w+)/.exec(page.url())![1]!
    const link = await page.getByRole('link', { name: '用模拟手机扫码' }).getAttribute('href')
    expect(link).toContain('code_url=weixin')
    await simulator.pay(new URL(link!).searchParams.get('code_url')!)
    await heading(page, '已支付').waitFor()
    const row = await rowOf(shop.database, id)
    expect(row.transaction_id).toBe(orderAtWeixin(id)?.transactionId)
  })

  test('a browser that blocks its storage, with the kernel of Chrome 86', async () => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(URL, 'canParse')
      for (const name of ['at', 'findLast', 'toSorted', 'toReversed'])
        Reflect.deleteProperty(Array.prototype, name)
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      })
    })
    await page.reload()
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(page, '微信支付')
    await page.getByRole('img', { name: '二维码' }).waitFor()
  })

  test('a guest sees only the orders of this browser', async () => {
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(page, '微信支付')
    await page.getByRole('img', { name: '二维码' }).waitFor()
    const address = page.url()
    const other = await browser.newContext(desktop)
    await usePlainBrowser(other, shop.url)
    const otherPage = await other.newPage()
    await otherPage.goto(address)
    await heading(otherPage, '没有找到这个订单').waitFor()
    expect(await otherPage.getByText('茉莉冷泡').count()).toBe(0)
    await other.close()
  })
})

describe('in WeCom', () => {
  const wecom: BrowserContextOptions = {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.6 MicroMessenger/7.0.1 Language/zh ColorScheme/Light',
  }
  beforeEach(async () => {
    phone = await openPhone(browser, shop.url, wecom)
    page = phone.page
  })

  test('the customer pays as in WeChat', async () => {
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    const id = await orderHere(page)
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
    expect(orderAtWeixin(id)?.tradeType).toBe('JSAPI')
  })

  test('where its bridge does not pay, the page of the order shows a QR code', async () => {
    await page.route('**/simulator/phone/commands', async (route) => {
      if (!route.request().postData()?.includes('checkJsApi')) return route.continue()
      return route.fulfill({ json: { response: { err_msg: 'checkJsApi:ok', checkResult: {} } } })
    })
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await tap(page, '微信支付')
    await page.getByRole('img', { name: '二维码' }).waitFor()
    const id = /\/orders\/(\w+)/.exec(page.url())![1]!
    expect(orderAtWeixin(id)?.tradeType).toBe('NATIVE')
    await simulator.pay(orderAtWeixin(id)!.prepayId)
    await heading(page, '已支付').waitFor()
  })
})

describe('in WeChat', () => {
  /** Sets what the simulated WeChat returns for a method of the JS-SDK. */
  async function setOutcome(name: string, outcome: object): Promise<void> {
    const response = await fetch(`${simulator.url}/simulator/js-sdk/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(outcome),
    })
    expect(response.status).toBe(200)
  }

  beforeEach(async () => {
    phone = await openPhone(browser, shop.url)
    page = phone.page
  })

  test('the customer scans the code of a table, and the tea is brought there', async () => {
    await setOutcome('scanQRCode', {
      kind: 'answer',
      fields: { resultStr: `${shop.url}/?table=7` },
    })
    await tap(page, '扫桌码')
    await page.getByText('7 号桌').waitFor()
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await page.getByText('送到 7 号桌').waitFor()
    const id = await orderHere(page)
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
    await page.getByText('送到 7 号桌').waitFor()
    const { rows } = await shop.database.query('select table_number from orders where id = $1', [
      id,
    ])
    expect(rows).toEqual([{ table_number: 7 }])
  })

  test('a code of another shop is refused, and a cancelled scan changes nothing', async () => {
    await setOutcome('scanQRCode', {
      kind: 'answer',
      fields: { resultStr: 'https://example.com/?table=7' },
    })
    await tap(page, '扫桌码')
    await page.getByText('这不是本店的桌码').waitFor()
    await setOutcome('scanQRCode', { kind: 'cancel' })
    await tap(page, '扫桌码')
    await page.getByText('坐下了？').waitFor()
    expect(await page.getByText('号桌').count()).toBe(0)
  })

  test('a tea is shared with its own card, every other page as the menu', async () => {
    const shared = (): (string | undefined)[] =>
      simulator
        .log()
        .filter(({ request }) => request['name'] === 'wx.updateAppMessageShareData')
        .map(({ request }) => {
          const { title, link } = request['args'] as { title: string; link: string }
          return `${title} ${link}`
        })
    await expect.poll(() => shared().at(-1)).toBe(`山前茶铺 ${shop.url}/`)
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await expect.poll(() => shared().at(-1)).toBe(`茉莉冷泡 · 山前茶铺 ${shop.url}/teas/jasmine`)
  })
})
