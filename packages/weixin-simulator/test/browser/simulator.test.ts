import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { configure, startPayment } from './bridge-in-page.ts'
import { looks, shoot } from './look.ts'
import { signedConfig, signedPayment, startShop, visit, type Visit } from './shop.ts'

// The browser half and the server half together, in an ordinary Chrome.
let browser: Browser
let simulator: Simulator
let shop: { url: string; close(): Promise<void> }
let visited: Visit

beforeAll(async () => {
  browser = await launchBrowser()
  simulator = await createSimulator()
  shop = await startShop(simulator.url)
})
afterAll(() => Promise.all([browser.close(), shop.close(), simulator.close()]))
beforeEach(async () => {
  visited = await visit(browser, shop.url)
})
afterEach(() => visited.page.context().close())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('wx.config: the page that was signed for is ready, another receives which address WeChat has', async () => {
  const { page } = visited
  const right = await signedConfig(simulator, `${shop.url}/`)
  expect(await configure(page, right)).toEqual(['ready'])
  await page.goto(`${shop.url}/?from=menu`)
  expect(await configure(page, right)).toEqual([
    { errMsg: 'config:invalid signature', realAuthUrl: [`${shop.url}/?from=menu`] },
    'ready',
  ])
})

test('a payment moves the order and the money of the simulated payer, and nothing else', async () => {
  const { page, requests } = visited
  const prepayId = await merchant(simulator).prepayId({ amount: { total: 2800, currency: 'CNY' } })
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  const sheet = page.getByRole('dialog')
  expect(await sheet.innerText()).toContain('零钱（剩余¥128.50）')
  await button(page, '立即支付').click()
  await page.keyboard.type('123456')
  await button(page, '完成').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(simulator.orders().find((order) => order.prepayId === prepayId)?.tradeState).toBe(
    'SUCCESS',
  )
  expect(simulator.users()[0]?.balance).toBe(12850 - 2800)
  const hosts = new Set(requests.map(({ url }) => new URL(url)).map(({ hostname }) => hostname))
  expect([...hosts].filter((host) => host !== '')).toEqual(['localhost'])
})

test('a coupon: the best one is used at once, another one or none by choice', async () => {
  const { page } = visited
  const openid = simulator.users()[0]?.openid ?? ''
  await simulator.giveCoupon({ openid, amount: 300, name: '茶铺券' })
  await simulator.giveCoupon({ openid, amount: 500, name: '新人券' })
  const prepayId = await merchant(simulator).prepayId({ amount: { total: 2800, currency: 'CNY' } })
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  const sheet = page.getByRole('dialog')
  expect(await sheet.getByRole('img').getAttribute('aria-label')).toBe('23.00 元')
  await shoot(page, 'coupon-sheet')
  const offer = page.getByRole('button', { name: '优惠' })
  expect(await offer.innerText()).toContain('新人券 -¥5.00')
  await offer.click()
  await shoot(page, 'coupon-list')
  await button(page, '不使用优惠').click()
  expect(await sheet.getByRole('img').getAttribute('aria-label')).toBe('28.00 元')
  await offer.click()
  await page.getByRole('button', { name: '茶铺券' }).click()
  await button(page, '立即支付').click()
  await page.keyboard.type('123456')
  await shoot(page, 'coupon-paid')
  await button(page, '完成').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  const paid = simulator.orders().find((order) => order.prepayId === prepayId)
  expect(paid).toMatchObject({ tradeState: 'SUCCESS', total: 2800, payerTotal: 2500 })
  expect(simulator.coupons().map(({ name }) => name)).toEqual(['新人券'])
})

test('a wrong paySign: WeChat’s dialog, then cancel', async () => {
  const { page } = visited
  const prepayId = await merchant(simulator).prepayId()
  const wrong = { ...signedPayment(simulator, prepayId), nonceStr: 'another' }
  const { answered } = await startPayment(page, wrong)
  const dialog = page.getByRole('alertdialog', { name: '支付验证签名失败' })
  await dialog.getByText('规则 pay-sign · 字段 paySign · 微信文档 JSAPI调起支付').waitFor()
  const href = await dialog.getByRole('link', { name: 'JSAPI调起支付' }).getAttribute('href')
  expect(href).toBe('https://pay.weixin.qq.com/doc/v3/merchant/4012791857')
  await shoot(page, 'refused-payment')
  await button(page, '确定').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:cancel' })
})

test('a bank card pays what 零钱 cannot, and its balance stays', async () => {
  const { page } = visited
  const before = simulator.users()[0]?.balance
  const prepayId = await merchant(simulator).prepayId({
    amount: { total: 99_999_00, currency: 'CNY' },
  })
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  await page.getByRole('button', { name: '付款方式' }).click()
  await button(page, '模拟银行 储蓄卡（尾号 0000）').click()
  await button(page, '立即支付').click()
  await page.keyboard.type('123456')
  await button(page, '完成').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(simulator.orders().find((order) => order.prepayId === prepayId)?.tradeState).toBe(
    'SUCCESS',
  )
  expect(simulator.users()[0]?.balance).toBe(before)
})

test('more than there is: 零钱余额不足, and the order stays open', async () => {
  const { page } = visited
  const prepayId = await merchant(simulator).prepayId({
    amount: { total: 99_999_00, currency: 'CNY' },
  })
  const { answered } = await startPayment(page, signedPayment(simulator, prepayId))
  await button(page, '立即支付').click()
  await page.keyboard.type('123456')
  await page.getByText('零钱余额不足，请更换付款方式').waitFor()
  await button(page, '取消').click()
  expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:fail' })
  expect(simulator.orders().find((order) => order.prepayId === prepayId)?.tradeState).toBe('NOTPAY')
})

const authorize = (scope: string): string =>
  `${simulator.url}/connect/oauth2/authorize?appid=${simulator.credentials.appId}&redirect_uri=${encodeURIComponent(`${shop.url}/back`)}&response_type=code&scope=${scope}&state=abc123#wechat_redirect`

test.each(looks)(
  'an ordinary browser is let in by one button and may consent: %s',
  async (look, options) => {
    const { page } = await visit(browser, authorize('snsapi_userinfo'), {
      deviceScaleFactor: 2,
      ...options,
    })
    await page.getByText('请在微信客户端打开链接').waitFor()
    await button(page, '在模拟微信中打开').click()
    await page.getByText('获取你的昵称、头像').waitFor()
    expect(await page.getByText('小明').count()).toBe(1)
    const avatar = page.locator('.person img')
    // It rejects when the picture cannot be drawn.
    await avatar.evaluate((img: HTMLImageElement) => img.decode())
    await shoot(page, `real-consent-${look}`)
    const allow = await button(page, '允许').boundingBox()
    const bottom = (allow?.y ?? Infinity) + (allow?.height ?? 0)
    expect(bottom).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0)
    await button(page, '允许').click()
    await page.waitForURL(/\/back\?code=[^&]+&state=abc123/)
    await page.context().close()
  },
)

test('after 拒绝 the page that asked receives nothing', async () => {
  const { page } = visited
  await page.goto(authorize('snsapi_userinfo'))
  await button(page, '在模拟微信中打开').click()
  await button(page, '拒绝').click()
  await page.getByRole('heading', { name: '已拒绝授权' }).waitFor()
  expect(new URL(page.url()).origin).toBe(simulator.url)
})
