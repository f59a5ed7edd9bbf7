import { createServer, type Server } from 'node:http'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { brokenRules, looks, shoot, smallTargets } from './look.ts'
import { visit } from './shop.ts'
import { listen, stop } from './stub-weixin.ts'

let browser: Browser
let weixin: Simulator
let server: Server
let shop: string
let h5Url = ''

beforeAll(async () => {
  browser = await launchBrowser()
  weixin = await createSimulator()
  server = createServer((request, response) => {
    const attributes = request.url === '/strict' ? 'referrerpolicy="no-referrer"' : ''
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(
        `<title>山前茶铺</title><a href="${h5Url.replaceAll('&', '&amp;')}" ${attributes}>去支付</a>`,
      )
  })
  shop = await listen(server)
})
afterAll(() => Promise.all([browser.close(), weixin.close(), stop(server)]))

async function order(description = '明前龙井 × 1'): Promise<void> {
  const { call, order: make } = merchant(weixin)
  const { payer: _payer, ...rest } = make({ amount: { total: 1000 }, description })
  const scene_info = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }
  const body = JSON.stringify({ ...rest, scene_info })
  const response = await call('POST', '/v3/pay/transactions/h5', body)
  h5Url = `${String(response.body['h5_url'])}&redirect_url=${encodeURIComponent(`${shop}/back`)}`
}

test.each(looks)('a browser pays at the cashier and comes back: %s', async (look, options) => {
  await order(look === 'small' ? '一份名字很长的明前龙井礼盒与两只手工茶杯'.repeat(2) : undefined)
  const { page, requests } = await visit(browser, shop, {
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
    ...options,
  })
  await page.getByRole('link', { name: '去支付' }).click()
  await page.getByRole('button', { name: '打开微信' }).waitFor()
  await shoot(page, `h5-cashier-${look}`)
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths[0]).toBe(widths[1])
  expect(await smallTargets(page, 'button, a')).toEqual([])
  expect(await page.locator('.band').innerText()).toMatch(/模拟 SIMULATOR/)
  await page.getByRole('button', { name: '打开微信' }).click()
  await page.getByRole('button', { name: '立即支付' }).click()
  await shoot(page, `h5-pin-${look}`)
  expect(await brokenRules(page)).toEqual([])
  await page.keyboard.type('123456')
  await page.getByRole('button', { name: '完成' }).waitFor()
  await shoot(page, `h5-paid-${look}`)
  expect(weixin.orders().at(-1)?.tradeState).toBe('SUCCESS')
  await page.getByRole('button', { name: '完成' }).click()
  await page.waitForURL(`${shop}/back`)
  const own = [shop, weixin.url, 'data:']
  expect(requests.filter(({ url }) => !own.some((one) => url.startsWith(one)))).toEqual([])
  await page.context().close()
})

test('a link without a Referer leads to WeChat’s error page', async () => {
  await order()
  const { page } = await visit(browser, `${shop}/strict`)
  await page.getByRole('link', { name: '去支付' }).click()
  const title = page.getByRole('heading', { level: 1 })
  expect(await title.innerText()).toBe('商家参数格式有误，请联系商家解决')
  await page.context().close()
})

test('the clock of the address runs, and Back on the sheet leads to the cashier', async () => {
  await order()
  const { page } = await visit(browser, shop)
  await page.getByRole('link', { name: '去支付' }).click()
  const clock = page.locator('.clock')
  const first = await clock.innerText()
  await page.waitForFunction(
    (before) => document.querySelector('.clock')?.textContent !== before,
    first,
  )
  const address = page.url()
  await page.getByRole('button', { name: '打开微信' }).click()
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: '立即支付' }).waitFor({ state: 'detached' })
  expect(page.url()).toBe(address)
  expect(weixin.orders().at(-1)?.tradeState).toBe('NOTPAY')
  await page.context().close()
})

test('a scanned code is paid on the phone', async () => {
  const { call, order: make } = merchant(weixin)
  const { payer: _payer, ...rest } = make({ amount: { total: 100 } })
  const response = await call('POST', '/v3/pay/transactions/native', JSON.stringify(rest))
  const code = encodeURIComponent(String(response.body['code_url']))
  const { page } = await visit(browser, `${weixin.url}/simulator/phone/native?code_url=${code}`)
  await page.getByRole('button', { name: '去支付' }).click()
  await page.getByRole('button', { name: '立即支付' }).click()
  await page.keyboard.type('123456')
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByRole('heading', { name: '支付成功' }).waitFor()
  await shoot(page, 'native-paid')
  expect(weixin.orders().at(-1)).toMatchObject({ tradeType: 'NATIVE', tradeState: 'SUCCESS' })
  await page.context().close()
})
