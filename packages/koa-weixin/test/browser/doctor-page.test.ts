import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { SimulatorOptions } from 'weixin-simulator'
import { withBridge } from '../../../weixin-simulator/src/playwright.ts'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { phone } from '../../../../tooling/browser/phone.ts'
import { openShop, type Shop, type ShopOptions } from '../shop.ts'

const TOKEN = 'a token of the tea shop'
const path = `/weixin/doctor?token=${encodeURIComponent(TOKEN)}`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** `isWeixin`: the bridge stands in each page, as WeChat puts its own there. */
async function openDoctorShop(options: ShopOptions = {}, isWeixin = true): Promise<Shop> {
  const { before = () => {} } = options
  const shop: Shop = await openShop({
    ...options,
    weixin: { doctor: { token: TOKEN }, ...options.weixin },
    before(app, weixin) {
      before(app, weixin)
      app.use(async (ctx, next) => {
        await next()
        const { body } = ctx as { body?: unknown }
        if (isWeixin && ctx.type === 'text/html' && typeof body === 'string')
          ctx.body = withBridge(body, shop.simulator.url)
      })
    },
  })
  return shop
}

/** WeChat's own bridge is no script of the page: its policy does not concern it. */
async function openPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...phone, ...options })
  onTestFinished(() => context.close())
  return context.newPage()
}

async function resultsOf(page: Page): Promise<Record<string, string>> {
  await page.locator('#state[data-state=done]').waitFor()
  const rows = await page
    .locator('#results li')
    .evaluateAll((items) =>
      items.map((item) => [item.getAttribute('data-check'), item.className] as const),
    )
  return Object.fromEntries(rows) as Record<string, string>
}

const WELL = {
  client: 'ok',
  bridge: 'ok',
  cookies: 'ok',
  clock: 'ok',
  address: 'ok',
  proxy: 'ok',
  config: 'ok',
  'js-api': 'ok',
}

describe('GET doctor, in the simulated WeChat', () => {
  it.each(['zh-CN', 'en-US'])('finds all well, in %s', async (locale) => {
    const shop = await openDoctorShop()
    const page = await openPage({ locale, bypassCSP: true })
    await page.goto(shop.url + path)
    expect(await resultsOf(page)).toEqual(WELL)
    expect(new URL(page.url()).search).toBe('?opened=1')
    const text = (await page.textContent('body')) ?? ''
    expect(text).toContain(locale === 'zh-CN' ? '微信接受了本页的签名' : 'WeChat accepted')
    for (const secret of [TOKEN, shop.simulator.credentials.appSecret])
      expect(text).not.toContain(secret)
  })

  const faults: [string, ShopOptions & { simulator?: SimulatorOptions }, Record<string, string>][] =
    [
      [
        'a host that is no JS-SDK domain',
        { simulator: { registered: { jsDomains: ['tea.example.com'] } } },
        { ...WELL, config: 'failed', 'js-api': '' },
      ],
      [
        "a server clock that is away from the phone's",
        { weixin: { now: () => Date.now() + 90_000 } },
        { ...WELL, clock: 'warning' },
      ],
      [
        'a page on an origin that is not ours',
        { weixin: { origin: 'http://localhost:9' } },
        { ...WELL, address: 'failed', config: 'failed', 'js-api': '' },
      ],
      [
        'a proxy that hides the address',
        {
          before: (app) =>
            app.use(async (ctx, next) => {
              ctx.req.headers.host = 'upstream:8080'
              await next()
            }),
        },
        { ...WELL, proxy: 'warning' },
      ],
      [
        'tickets that cannot be fetched',
        { simulator: { allowlist: [] } },
        { ...WELL, config: 'failed', 'js-api': '' },
      ],
    ]
  it.each(faults)('finds %s', async (_name, options, expected) => {
    const shop = await openDoctorShop(options)
    const page = await openPage({ bypassCSP: true })
    await page.goto(shop.url + path)
    const found = Object.entries(expected).filter(([, status]) => status !== '')
    expect(await resultsOf(page)).toEqual(Object.fromEntries(found))
  })
})

describe('GET doctor, in another browser', () => {
  it('obeys its own policy, and reports that this is not WeChat', async () => {
    const shop = await openDoctorShop({}, false)
    const page = await openPage({ userAgent: 'Mozilla/5.0 (Macintosh) Safari/605.1.15' })
    const errors: string[] = []
    page.on('console', (message) => errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(shop.url + path)
    expect(await resultsOf(page)).toEqual({
      client: 'failed',
      bridge: 'failed',
      cookies: 'ok',
      clock: 'ok',
      address: 'ok',
      proxy: 'ok',
    })
    expect(errors.filter((text) => !text.includes('favicon'))).toEqual([])
  })

  it('reports that no cookie comes back', async () => {
    const shop = await openDoctorShop({
      before: (app) =>
        app.use(async (ctx, next) => {
          delete ctx.req.headers.cookie
          await next()
        }),
    })
    const page = await openPage({ locale: 'zh-CN' })
    const response = await page.goto(shop.url + path)
    expect(response?.status()).toBe(401)
    expect(await page.locator('[data-check=cookies]').textContent()).toContain('没有带回 Cookie')
  })
})
