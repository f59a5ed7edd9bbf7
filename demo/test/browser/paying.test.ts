import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import {
  button,
  heading,
  openPhone,
  order,
  payWithSheet,
  signIn,
  tap,
  withoutReload,
  type Phone,
} from './phone.ts'
import { rowOf } from './row-of.ts'

// The shop as `npm run demo` starts it, its page from its sources.
let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startTestShop({ page: 'sources' })])
  simulator = shop.simulator!
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(async () => {
  phone = await openPhone(browser, shop.url)
})
afterEach(() => phone.close())

const orderAtWeixin = (id: string) => simulator.orders().find(({ attach }) => attach === id)

test('sign in, order, pay: the order is paid in the database, and on the page without a reload', async () => {
  const { page } = phone
  await signIn(page)
  const isSamePage = await withoutReload(page)
  const id = await order(page, '明前龙井')
  expect((await rowOf(shop.database, id)).transaction_id).toBeNull()
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  expect(await isSamePage()).toBe(true)
  expect(new URL(page.url()).pathname).toBe(`/orders/${id}`)
  const { transactionId, total, openid } = orderAtWeixin(id)!
  expect(await rowOf(shop.database, id)).toMatchObject({
    transaction_id: transactionId,
    customer: simulator.users()[0]?.openid,
    total: 2800,
  })
  expect({ total, openid }).toEqual({ total: 2800, openid: simulator.users()[0]?.openid })
})

test('an ordinary Chrome enters the simulated WeChat by one button, and pays as well', async () => {
  const chrome = await openPhone(browser, shop.url, {
    userAgent:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    viewport: { width: 1280, height: 800 },
    isMobile: false,
    hasTouch: false,
  })
  const { page } = chrome
  await tap(page, '登录')
  await page.getByText('请在微信客户端打开链接').waitFor()
  await tap(page, '在模拟微信中打开')
  await tap(page, '允许')
  await page.getByRole('img', { name: '已登录：小明' }).waitFor()
  const id = await order(page)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  expect((await rowOf(shop.database, id)).transaction_id).toBe(orderAtWeixin(id)?.transactionId)
  await chrome.close()
})

test('cancelled: the page shows it, the order stays 待支付 and can still be paid', async () => {
  const { page } = phone
  const id = await order(page)
  await tap(page, '关闭')
  await tap(page, '放弃')
  await page.getByText('已取消付款，订单保留 15 分钟').waitFor()
  expect((await rowOf(shop.database, id)).transaction_id).toBeNull()
  expect(orderAtWeixin(id)?.tradeState).toBe('NOTPAY')

  const another = await page.context().newPage()
  await another.goto(`${shop.url}/orders`)
  const card = another.getByRole('article').filter({ hasText: id })
  await card.getByText('待支付').waitFor()

  await page.bringToFront()
  await tap(page, '继续支付')
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  await card.getByText('已支付').waitFor()
  expect((await rowOf(shop.database, id)).transaction_id).toBe(orderAtWeixin(id)?.transactionId)
  expect(simulator.orders().filter(({ attach }) => attach === id)).toHaveLength(1)
})

test('the notification is lost: the page makes the server query, and the order is paid', async () => {
  const { page } = phone
  const id = await order(page)
  simulator.notifications.lose(1)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  const { transactionId } = orderAtWeixin(id)!
  expect((await rowOf(shop.database, id)).transaction_id).toBe(transactionId)
  const deliveries = simulator.log().filter(({ request }) => request['about'] === transactionId)
  expect(deliveries.map(({ response }) => response.code)).toEqual(['LOST'])
})

test('a reload between order and payment goes on with the same order', async () => {
  const { page } = phone
  const id = await order(page)
  // The page queries for ten seconds before it offers to pay again; they are skipped.
  await page.clock.install()
  await page.reload()
  await page.waitForURL(`${shop.url}/orders/${id}`)
  await heading(page, '支付结果确认中').waitFor()
  await page.clock.runFor(12_000)
  await tap(page, '没有付款？重新支付')
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  await expect(button(page, '微信支付').count()).resolves.toBe(0)
  expect((await rowOf(shop.database, id)).transaction_id).toBe(orderAtWeixin(id)?.transactionId)
})
