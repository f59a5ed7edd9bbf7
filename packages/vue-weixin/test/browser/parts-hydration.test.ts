import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderToString } from 'vue/server-renderer'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android } from '../page.ts'
import { installBridge } from './bridge.ts'
import { openShop } from './open-page.ts'
import { createPage } from './parts/hydrated-page.ts'
import { startPartsShop } from './parts-page.ts'

let browser: Browser
let shop: Merchant
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startPartsShop([])])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

test.each([
  ['WeChat', 'weixin-android', android],
  ['a browser', 'desktop-browser', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/122.0.0.0'],
])(
  'a page of the server comes to life in %s without a mismatch',
  async (_, environment, userAgent) => {
    const isWeixin = environment === 'weixin-android'
    openShop(shop)
    shop.answers['POST /weixin/pay/8'] = failure(404, 'order-not-found')
    const rendered = await renderToString(createPage())
    expect(rendered).toContain('<p id="environment">server</p>')
    expect(rendered).toContain('微信支付')
    expect(rendered).not.toMatch(/wx-open-|<dialog/)
    expect(shop.requests).toEqual([])
    const page = [shop.answers['GET /hydrate.html']].flat()[0]
    shop.answers['GET /hydrated'] = {
      type: 'text/html',
      body: String(page?.body).replace('<!--server-->', rendered),
    }
    const context = await browser.newContext({ userAgent })
    const opened = await context.newPage()
    const messages: string[] = []
    opened.on('console', (message) => messages.push(message.text()))
    if (isWeixin)
      await opened.addInitScript(installBridge, {
        responses: { preVerifyJSAPI: { errMsg: 'config:ok' } },
        after: 500,
      })
    await opened.goto(`${shop.url}/hydrated`)
    await expect.poll(() => opened.locator('#environment').textContent()).toBe(environment)
    await expect.poll(() => opened.locator('wx-open-launch-weapp').count()).toBe(isWeixin ? 1 : 0)
    expect(messages.filter((message) => /Vue warn|Hydration completed/.test(message))).toEqual([])
    await context.close()
  },
)
