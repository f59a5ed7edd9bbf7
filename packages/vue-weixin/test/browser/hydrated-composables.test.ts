import type { Browser } from 'playwright'
import { renderToString } from 'vue/server-renderer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import type { Merchant } from '../merchant.ts'
import { android } from '../page.ts'
import { create } from './hydrated-page/app.ts'
import { openPage, openShop, startShop } from './open-page.ts'

let browser: Browser
let shop: Merchant
beforeAll(async () => {
  // A development build: Vue warns of a mismatch in no other.
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startShop({ page: 'hydrated-page', mode: 'development' }),
  ])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

test('the page of the server is hydrated without a warning, and then requests what it needs', async () => {
  openShop(shop)
  const app = await renderToString(create())
  expect(app).toBe(
    '<main><p id="user">加载中</p><p id="status">idle</p><p id="ready">false</p></main>',
  )
  expect(shop.requests).toEqual([])
  const answer = shop.answers['GET /']
  if (!answer || Array.isArray(answer)) throw new Error('there is no page')
  shop.answers['GET /'] = {
    ...answer,
    body: String(answer.body).replace('<div id="app"></div>', `<div id="app">${app}</div>`),
  }
  const it = await openPage(browser, `${shop.url}/`, {
    userAgent: android,
    responses: { preVerifyJSAPI: { errMsg: 'config:ok' } },
  })
  await expect.poll(() => it.text('user')).toBe('小明')
  await expect.poll(() => it.text('ready')).toBe('true')
  expect(it.warnings).toEqual([])
  await it.close()
})
