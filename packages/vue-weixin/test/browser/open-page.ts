import type { Browser, BrowserContextOptions, Page } from 'playwright'
import { type Merchant, startMerchant } from '../merchant.ts'
import { wxPayment } from '../fakes.ts'
import { type Responses, installBridge } from './bridge.ts'
import { buildPage } from './build-page.ts'

/** The merchant's server, with the page on it. */
export async function startShop({ page = 'page', mode = 'production' } = {}): Promise<Merchant> {
  const merchant = await startMerchant()
  const { answers } = merchant
  for (const { path, body } of await buildPage(page, mode)) {
    const isScript = path.endsWith('.js')
    answers[`GET ${path}`] = { type: isScript ? 'text/javascript' : 'text/html', body }
  }
  const html = answers['GET /index.html'] ?? []
  Object.assign(answers, { 'GET /': html, 'GET /scanner': html })
  return merchant
}

/** A merchant whose server is well, and whose orders are paid when one asks. */
export function openShop({ answers, requests }: Merchant): void {
  requests.length = 0
  answers['GET /weixin/user'] = { body: { user: { nickname: '小明', avatar: null } } }
  answers['POST /weixin/pay/7'] = { body: { tradeType: 'jsapi', params: wxPayment } }
  answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  const signed = {
    appId: 'wx0000000000000001',
    timestamp: 1414587457,
    nonceStr: 'Wm3WZYTPz0wzccnW',
  }
  delete answers['POST /weixin/config']
  answers['GET /weixin/config'] = { body: { ...signed, signature: '0f9de62fce790f9a' } }
}

export interface OpenedPage {
  page: Page
  text(id: string): Promise<string | null>
  invoked(): Promise<[command: string, args: object][]>
  /** What the page wrote to the console as warnings and errors. */
  warnings: string[]
  /** @throws when the page threw, or requested anything but the merchant's server */
  close(): Promise<void>
}

interface Phone {
  userAgent: string
  responses?: Responses
  /** Milliseconds until the bridge is there; null: there is none. */
  bridgeAfter?: number | null
  /** Runs in the page before its scripts. */
  init?: () => void
  context?: BrowserContextOptions
  /** Whether the test moves the page's clock. @default false */
  movesClock?: boolean
  /** Another server of this machine that the page may ask. */
  allowed?: string
}

/** Opens a page of the shop on a phone. Close it. */
export async function openPage(
  browser: Browser,
  url: string,
  {
    userAgent,
    responses = {},
    bridgeAfter = 0,
    init,
    context: options,
    movesClock,
    allowed = url,
  }: Phone,
): Promise<OpenedPage> {
  const context = await browser.newContext({ userAgent, ...options })
  const page = await context.newPage()
  if (movesClock) await page.clock.install()
  const outside: string[] = []
  const errors: Error[] = []
  const warnings: string[] = []
  const { origin } = new URL(url)
  page.on('request', (request) => {
    if (![origin, allowed].some((server) => request.url().startsWith(server)))
      outside.push(request.url())
  })
  if (bridgeAfter !== null)
    await page.addInitScript(installBridge, { responses, after: bridgeAfter })
  if (init) await page.addInitScript(init)
  page.on('console', (message) => {
    if (/warning|error/.test(message.type())) warnings.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error))
  await page.goto(url)
  return {
    page,
    warnings,
    text: (id) => page.locator(`#${id}`).textContent(),
    invoked: () => page.evaluate(() => window.invoked),
    async close() {
      await context.close()
      if (errors.length > 0) throw new AggregateError(errors, 'The page threw')
      if (outside.length > 0) throw new Error(`The page asked for ${outside.join(', ')}`)
    },
  }
}
