import { extname } from 'node:path'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import viteConfig from '../../demo/vite.config.ts'
import { launchBrowser } from '../browser.ts'
import { openShop, type Shop } from '../readme/shop.ts'

let browser: Browser
let shop: Shop
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), openShop()])
  await showPage(shop)
})
afterAll(() => Promise.all([browser?.close(), shop?.close()]))

/** The README's page as Vite builds it, the simulator's bridge before every other script. */
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

test('the client in the README pays with one press of its button', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    userAgent:
      'Mozilla/5.0 (Linux; Android 12; M2011K2C; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
      'Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.49.2600(0x2800315A) NetType/WIFI Language/zh_CN',
  })
  const page = await context.newPage()
  const press = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click()

  // Nobody is signed in: the first press goes to WeChat, which sends the visitor back.
  await page.goto(shop.url)
  await Promise.all([page.waitForEvent('load'), press('微信支付')])

  await press('微信支付')
  await press('立即支付')
  await page.keyboard.type('123456')
  await press('完成')
  await page.getByText('支付成功').waitFor()
  expect(shop.simulator.orders()).toMatchObject([{ state: 'SUCCESS', total: 1, attach: '42' }])
  await context.close()
})
