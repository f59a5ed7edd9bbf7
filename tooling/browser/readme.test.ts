import { extname } from 'node:path'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import viteConfig from '../../demo/vite.config.ts'
import { launchBrowser } from '../browser.ts'
import { openShop, type Shop } from '../readme/shop.ts'
import { phone } from './phone.ts'

let browser: Browser
let shop: Shop
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), openShop()])
  await showPage(shop)
})
afterAll(() => Promise.all([browser?.close(), shop?.close()]))

/** The README's page as Vite builds it, with the simulator's bridge as its first script. */
async function showPage({ copy, simulator, showPage: show }: Shop): Promise<void> {
  const built = await build({
    ...viteConfig,
    root: copy.folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false },
  })
  const files = new Map(
    [built]
      .flat()
      .flatMap((one) => ('output' in one ? one.output : []))
      .map((file) => [
        `/${file.fileName}`,
        file.type === 'chunk' ? file.code : String(file.source),
      ]),
  )
  const bridge = `<head><script src="${simulator.url}/simulator/bridge.js"></script>`
  const html = files.get('/index.html')?.replace('<head>', bridge)
  show((request, response) => {
    const { pathname } = new URL(request.url ?? '/', shop.url)
    const isScript = extname(pathname) === '.js'
    response
      .writeHead(200, { 'content-type': `text/${isScript ? 'javascript' : 'html'}; charset=utf-8` })
      .end(isScript ? files.get(pathname) : html)
  })
}

test('the client in the README pays with one click of its button', async () => {
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  const click = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click()

  // The first click of a user who is not signed in leads to WeChat and back.
  await page.goto(shop.url)
  await Promise.all([page.waitForEvent('load'), click('微信支付')])

  await click('微信支付')
  await click('立即支付')
  await page.keyboard.type('123456')
  await click('完成')
  await page.getByText('支付成功').waitFor()
  expect(shop.simulator.orders()).toMatchObject([{ tradeState: 'SUCCESS', total: 1, attach: '42' }])
  await context.close()
})
