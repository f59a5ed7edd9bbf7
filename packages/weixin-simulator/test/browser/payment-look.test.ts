import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { payArgs, startPayment, type WeixinWindow } from './bridge-in-page.ts'
import { brokenRules, difference, looks, shoot } from './look.ts'
import { startShop, visit } from './shop.ts'
import { payment, startStubWeixin, type StubWeixin } from './stub-weixin.ts'

let browser: Browser
let weixin: StubWeixin
let shop: { url: string; close(): Promise<void> }

beforeAll(async () => {
  browser = await launchBrowser()
  weixin = await startStubWeixin()
  shop = await startShop(weixin.url)
  weixin.answers['payments'] = ({ body }) => ({
    payment: { ...payment, balance: String(body['page']).includes('poor') ? 100 : 12850 },
  })
})
afterAll(() => Promise.all([browser.close(), shop.close(), weixin.close()]))

async function open(path: string, options: BrowserContextOptions): Promise<Page> {
  const { page } = await visit(browser, shop.url + path, options)
  return page
}

test.each(looks)(
  'the sheet, the question, the PIN and the success obey the rules: %s',
  async (look, options) => {
    const page = await open('/', { deviceScaleFactor: 2, ...options })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await startPayment(page)
    await button('立即支付').waitFor()
    await shoot(page, `pay-sheet-${look}`)
    expect(await brokenRules(page)).toEqual([])
    await button('关闭').click()
    await button('放弃').waitFor()
    await shoot(page, `pay-cancel-${look}`)
    expect(await brokenRules(page)).toEqual([])
    await button('继续付款').click()
    await button('立即支付').click()
    for (const digit of ['1', '2', '3']) await button(digit).click()
    await shoot(page, `pay-password-${look}`)
    expect(await brokenRules(page)).toEqual([])
    if (look === 'landscape') {
      const { y = 0, height = 0 } = (await button('0').boundingBox()) ?? {}
      expect(y + height).toBeLessThanOrEqual(page.viewportSize()!.height)
    }
    for (const digit of ['4', '5', '6']) await button(digit).click()
    await button('完成').waitFor()
    const tick = await page.locator('weixin-simulator .mark').boundingBox()
    expect(tick?.y).toBeGreaterThan(0)
    const done = await button('完成').boundingBox()
    expect(done!.y + done!.height).toBeLessThanOrEqual(page.viewportSize()!.height)
    await shoot(page, `pay-success-${look}`)
    expect(await brokenRules(page)).toEqual([])
    await page.context().close()
  },
)

test.each(looks)('the failed payment obeys the rules: %s', async (look, options) => {
  weixin.answers[`payments/${payment.prepayId}`] = {
    refused: { dialog: '零钱余额不足，请更换付款方式', response: { err_msg: 'x:cancel' } },
  }
  const page = await open('/?poor', { deviceScaleFactor: 2, ...options })
  await startPayment(page)
  await page.getByRole('button', { name: '立即支付' }).click()
  await page.keyboard.type('123456')
  await page.getByRole('alertdialog', { name: '支付失败' }).waitFor()
  await shoot(page, `pay-balance-${look}`)
  expect(await brokenRules(page)).toEqual([])
  const tap = (name: string) => page.getByRole('button', { name, exact: true }).click()
  await tap('更换付款方式')
  await shoot(page, `pay-methods-${look}`)
  expect(await brokenRules(page)).toEqual([])
  await tap('模拟银行 储蓄卡（尾号 0000）')
  await shoot(page, `pay-card-${look}`)
  expect(await brokenRules(page)).toEqual([])
  weixin.answers[`payments/${payment.prepayId}`] = { paid: true }
  await page.context().close()
})

test('the page’s style sheets change nothing: no computed property of any element differs', async () => {
  const clean = await open('/', {})
  const hostile = await open('/hostile', {})
  const tap = (name: string) => (page: Page) => page.getByRole('button', { name }).click()
  const type = (digits: string) => (page: Page) => page.keyboard.type(digits)
  const pay = (page: Page) =>
    page.evaluate((given) => {
      const { WeixinJSBridge } = window as unknown as WeixinWindow
      WeixinJSBridge?.invoke('getBrandWCPayRequest', given, () => {})
    }, payArgs)
  const screens: [step: (page: Page) => Promise<void>, shown: string][] = [
    [pay, '立即支付'],
    [tap('关闭'), '继续付款'],
    [tap('继续付款'), '立即支付'],
    [tap('付款方式'), '返回'],
    [tap('返回'), '立即支付'],
    [tap('立即支付'), '删除'],
    [type('123'), '删除'],
    [type('456'), '完成'],
  ]
  for (const [step, shown] of screens) {
    for (const [page, name] of [
      [clean, 'clean'],
      [hostile, 'hostile'],
    ] as const) {
      await step(page)
      await page.getByRole('button', { name: shown }).waitFor()
      await shoot(page, `${name}-${shown}`)
    }
    const [want, got] = await Promise.all([computedStyles(clean), computedStyles(hostile)])
    expect(Object.keys(want).length).toBeGreaterThan(10)
    expect(got).toEqual(want)
    // Rasterising rounds an edge by one now and then.
    const pictures = [await picture(hostile), await picture(clean)] as const
    expect(await difference(clean, ...pictures)).toBeLessThanOrEqual(2)
  }
  await Promise.all([clean.context().close(), hostile.context().close()])
})

test('reduced motion: nothing travels', async () => {
  const page = await open('/', { reducedMotion: 'reduce' })
  await startPayment(page)
  await page.getByRole('button', { name: '立即支付' }).waitFor()
  const animations = await page
    .locator('weixin-simulator')
    .evaluate((host) => host.shadowRoot?.getAnimations().length)
  expect(animations).toBe(0)
  await page.context().close()
})

/** The uppermost box without its round corners, through which the page is seen. */
async function picture(page: Page): Promise<Buffer> {
  const box = await page.locator('weixin-simulator dialog').last().boundingBox()
  if (!box) throw new Error('no box')
  const { x, y, width, height } = box
  return page.screenshot({ clip: { x: x + 12, y: y + 12, width: width - 24, height: height - 24 } })
}

/** Every computed property of every element in the sheet, by the element's place. */
function computedStyles(page: Page): Promise<Record<string, Record<string, string>>> {
  return page.locator('weixin-simulator').evaluate((host) => {
    const all = [...(host.shadowRoot?.querySelectorAll('*') ?? [])]
    const styles = all.map((one, index) => {
      const style = getComputedStyle(one)
      const entries = [...style].map((name) => [name, style.getPropertyValue(name)])
      return [`${index} ${one.tagName}.${one.getAttribute('class')}`, Object.fromEntries(entries)]
    })
    return Object.fromEntries(styles)
  })
}
