import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import type { TeaOrder } from '../../contract.ts'
import { launchBrowser } from '../../../tooling/browser.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import { button, heading, openPhone, order, payWithSheet, tap, type Phone } from './phone.ts'
import { rowOf } from './row-of.ts'

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
beforeEach(async () => {
  simulator.notifications.lose(0)
  phone = await openPhone(browser, 'about:blank')
  page = phone.page
})
afterEach(() => phone.close())

const open = async (path: string): Promise<void> => {
  await page.goto(`${shop.url}${path}`)
}
const transactionOf = (id: string): string =>
  simulator.orders().find(({ attach }) => attach === id)?.transactionId ?? 'none'

const ordersShown = (): Promise<void> =>
  page.getByText('还没有订单').or(page.getByRole('article')).first().waitFor()

async function leaveSheet(): Promise<void> {
  await tap(page, '关闭')
  await tap(page, '放弃')
}

describe('the result of a payment that the page does not receive', () => {
  /** The payment is taken, and neither the sheet nor the shop can answer any more. */
  async function loseTheAnswer(): Promise<string> {
    await open('/')
    const id = await order(page)
    simulator.notifications.lose(99)
    await page.route('**/simulator/phone/payments/*', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await page.route('**/weixin/pay/*', (route) => route.abort())
    await page.clock.install()
    await tap(page, '立即支付')
    for (const digit of '831746') await tap(page, digit)
    const away = page.getByRole('button', { name: /确定|完成/ })
    await away.or(heading(page, '支付结果确认中')).first().waitFor()
    if (await away.isVisible()) await away.click()
    return id
  }

  test('is unconfirmed, and shown once the network is back', async () => {
    const id = await loseTheAnswer()
    for (let i = 0; i < 20 && (await heading(page, '支付结果确认中').count()) === 0; i++)
      await page.clock.runFor(2000)
    await heading(page, '支付结果确认中').waitFor()
    expect(await button(page, '重新支付').count()).toBe(0)
    await page.getByText('请不要重复支付。').waitFor()
    expect((await rowOf(shop.database, id)).transaction_id).toBeNull()

    await page.unroute('**/weixin/pay/*')
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await heading(page, '已支付').waitFor()
    expect((await rowOf(shop.database, id)).transaction_id).toBe(transactionOf(id))
  })
})

describe('the user of a snapshot page', () => {
  beforeEach(async () => {
    const snapshot = simulator.users().find(({ isSnapshot }) => isSnapshot)!
    await page
      .context()
      .addCookies([{ name: 'weixin_simulator_phone', value: snapshot.openid, url: simulator.url }])
  })

  test('reads on the orders page why it is empty and what to tap', async () => {
    await open('/orders')
    await heading(page, '当前为快照页，只能浏览茶单').waitFor()
    await page.getByText('请点屏幕右下角的“使用完整服务”').waitFor()
    expect(await page.getByText('没有连上').count()).toBe(0)
  })

  test('can look at a tea, and reads why it cannot be paid', async () => {
    await open('/teas/oolong')
    await page.getByText('当前为快照页，只能浏览').waitFor()
    expect(await button(page, '微信支付').isDisabled()).toBe(true)
  })

  test("pays after a tap on 使用完整服务 of WeChat's own bar", async () => {
    await open('/teas/oolong')
    await Promise.all([page.waitForEvent('load'), tap(page, '使用完整服务')])
    await expect.poll(() => button(page, '微信支付').isEnabled()).toBe(true)
    expect(await page.getByText('当前为快照页').count()).toBe(0)
    await tap(page, '微信支付')
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
  })

  test('continues with the full service once WeChat knows who it is', async () => {
    await open('/orders')
    await button(page, '我已点过，继续').waitFor()
    await page.context().clearCookies({ name: 'weixin_simulator_phone' })
    // By the page's own script: a tap does nothing on a snapshot page, and this one has not been loaded again.
    await button(page, '我已点过，继续').evaluate((one: HTMLElement) => one.click())
    await ordersShown()
    expect(await heading(page, '当前为快照页，只能浏览茶单').count()).toBe(0)
  })
})

test('a user who was signed in silently is not asked to log in', async () => {
  await open('/orders')
  await page.getByRole('link', { name: '茶单' }).click()
  await page.getByRole('img', { name: '已登录' }).waitFor()
  expect(await button(page, '登录').count()).toBe(0)
})

describe('a silent sign-in adds nothing to the history', () => {
  const entries = (): Promise<number> => page.evaluate(() => history.length)
  const back = async (): Promise<string> => {
    await page.goBack()
    return page.url()
  }

  test('of who opens a page that needs it: one press of Back leaves the shop', async () => {
    const before = await entries()
    // Before the page has loaded every navigation replaces its entry: the sign-in comes after that.
    await page.route('**/weixin/user', async (route) => {
      await page.waitForLoadState('load')
      await route.continue()
    })
    await open('/orders')
    await ordersShown()
    expect(await entries()).toBe(before + 1)
    expect(await back()).toBe('about:blank')
  })

  test('of who comes from the menu: Back leads to the menu, and once more leaves the shop', async () => {
    const before = await entries()
    await open('/')
    const signIn = page.waitForRequest((request) => request.url().includes('scope=snsapi_base'))
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await signIn
    await button(page, '微信支付').waitFor()
    expect(await entries()).toBe(before + 2)
    expect(await back()).toBe(`${shop.url}/`)
    expect(await back()).toBe('about:blank')
  })
})

describe('while the server is slow', () => {
  let release: () => void
  beforeEach(async () => {
    await open('/orders')
    await ordersShown()
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/**', async (route) => {
      await held
      await route.continue()
    })
  })
  afterEach(() => release())

  test.each(['/', '/teas/oolong', '/orders', '/orders/TEA2222222222'])(
    '%s says that it is loading',
    async (path) => {
      await open(path)
      await page.getByRole('status').getByText('正在加载').waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)
    },
  )

  test('a tap on a link shows at once that the page is on its way', async () => {
    release()
    await open('/')
    await page.route('**/weixin/user', () => {})
    await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
    await page.getByRole('status').getByText('正在加载').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
  })
})

describe('what cannot be shown', () => {
  test.each([
    ['/nowhere/at/all', '没有这个页面'],
    ['/teas/coffee', '没有这款茶'],
    ['/orders/TEA2222222222', '没有找到这个订单'],
  ])('%s: %s, with a way on', async (path, text) => {
    await open(path)
    await heading(page, text).waitFor()
    await page.getByRole('link', { name: '回到茶单' }).click()
    await heading(page, '山前茶铺').waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
  })

  test.each([
    ['offline', '没有连上店里的服务器'],
    ['broken', '店里的服务器出错了'],
  ])('%s: %s, and 重试 loads again', async (kind, text) => {
    await page.route('**/api/orders', (route) =>
      kind === 'offline' ? route.abort() : route.fulfill({ status: 502, body: 'Bad Gateway' }),
    )
    await open('/orders')
    await heading(page, text).waitFor()
    await page.unroute('**/api/orders')
    await tap(page, '重试')
    await ordersShown()
    expect(await heading(page, text).count()).toBe(0)
  })
})

test('a change of the route moves the focus and the title', async () => {
  // Signed in first: the sign-in leaves the page.
  await open('/orders')
  await ordersShown()
  expect(await page.title()).toBe('〔模拟〕我的订单')
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  expect(await focused()).toBeNull()
  await page.getByRole('link', { name: '茶单' }).click()
  await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
  await button(page, '微信支付').waitFor()
  expect([await page.title(), await focused()]).toEqual(['〔模拟〕确认订单', '确认订单'])
  await tap(page, '微信支付')
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  expect([await page.title(), await focused()]).toEqual(['〔模拟〕已支付', '已支付'])
})

describe('an order that is not kept', () => {
  test('the customer cancels it: it is closed at WeChat, and cannot be paid', async () => {
    await open('/')
    const id = await order(page)
    await leaveSheet()
    await open(`/orders/${id}`)
    await tap(page, '取消订单')
    await tap(page, '确定取消')
    await heading(page, '已取消').waitFor()
    await page.getByText('由你取消').waitFor()
    expect(simulator.orders().find(({ attach }) => attach === id)?.tradeState).toBe('CLOSED')
    await open('/orders')
    await page.getByRole('article').filter({ hasText: id }).getByText('已取消').waitFor()
  })

  test('it was paid a moment before the cancellation: the money goes back', async () => {
    await open('/')
    const id = await order(page)
    await leaveSheet()
    await open(`/orders/${id}`)
    await tap(page, '取消订单')
    simulator.notifications.lose(1)
    await simulator.pay(simulator.orders().find(({ attach }) => attach === id)!.prepayId)
    await tap(page, '确定取消')
    await heading(page, '已退款').waitFor()
    expect(simulator.refunds().map(({ refund }) => refund)).toContain(1800)
  })

  test('the shop refunds a paid order in the console: the page shows 已退款', async () => {
    await open('/')
    const id = await order(page)
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
    const notifyUrl = `${shop.url}/weixin/notify`
    await simulator.refundInConsole({ transactionId: transactionOf(id), notifyUrl })
    await simulator.notifications.idle()
    await open(`/orders/${id}`)
    await heading(page, '已退款').waitFor()
    await page.getByText('¥18.00 已原路退回', { exact: true }).waitFor()
    expect(await page.title()).toBe('〔模拟〕已退款')
  })
})

test('a customer with 53 orders reaches the oldest one', async () => {
  await open('/orders')
  await ordersShown()
  const created: string[] = []
  for (let i = 0; i < 53; i++) {
    const response = await page.request.post(`${shop.url}/api/orders`, {
      data: { teaId: 'oolong', cups: 1 },
    })
    created.push(((await response.json()) as TeaOrder).id)
  }
  await open('/orders')
  await page.getByRole('article').nth(19).waitFor()
  expect(await page.getByRole('article').count()).toBe(20)
  const oldest = page.getByRole('article').filter({ hasText: created[0]! })
  for (let shown = 20; (await oldest.count()) === 0; shown += 20) {
    await tap(page, '更早的订单')
    await page.getByRole('article').nth(shown).waitFor()
  }
  const ids = await page.locator('article p.number').allInnerTexts()
  expect(new Set(ids.filter((text) => text.startsWith('TEA'))).size).toBe(
    await page.getByRole('article').count(),
  )
})
