import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright'
import { build } from 'vite'
import { type Merchant, startMerchant } from '../merchant.ts'
import { wxPayment } from '../fakes.ts'
import { type Responses, installBridge } from './bridge.ts'

/** The page as an app ships it: built by Vite, with the SDK from npm as it is. */
async function buildPage(): Promise<{ path: string; body: string }[]> {
  const built = await build({
    root: fileURLToPath(new URL('./page', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { write: false },
  })
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  return outputs.map((file) => ({
    path: `/${file.fileName}`,
    body: file.type === 'chunk' ? file.code : String(file.source),
  }))
}

/** The merchant's server, with the page on it. */
export async function startShop(): Promise<Merchant> {
  const merchant = await startMerchant()
  const { answers } = merchant
  for (const { path, body } of await buildPage()) {
    const isScript = path.endsWith('.js')
    answers[`GET ${path}`] = { type: isScript ? 'text/javascript' : 'text/html', body }
  }
  const html = answers['GET /index.html'] ?? []
  Object.assign(answers, { 'GET /': html, 'GET /scanner': html })
  return merchant
}

/** A merchant whose server is well, and whose orders are paid when one asks. */
export function openShop({ answers, asked }: Merchant): void {
  asked.length = 0
  answers['GET /weixin/user'] = { body: { user: { nickname: '小明', avatar: null } } }
  answers['POST /weixin/pay/7'] = { body: { tradeType: 'jsapi', params: wxPayment } }
  answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  const signed = {
    appId: 'wx0000000000000001',
    timestamp: 1414587457,
    nonceStr: 'Wm3WZYTPz0wzccnW',
  }
  answers['GET /weixin/config'] = { body: { ...signed, signature: '0f9de62fce790f9a' } }
}

export interface Opened {
  page: Page
  text(id: string): Promise<string | null>
  invoked(): Promise<[command: string, args: object][]>
  /** @throws when the page asked for anything but the merchant's server */
  close(): Promise<void>
}

interface Phone {
  userAgent: string
  responses?: Responses
  /** Milliseconds until the bridge is there; null: there is none. */
  bridgeAfter?: number | null
}

/** Opens a page of the shop on a phone. Close it. */
export async function openPage(
  browser: Browser,
  url: string,
  { userAgent, responses = {}, bridgeAfter = 0 }: Phone,
): Promise<Opened> {
  const context = await browser.newContext({ userAgent })
  const page = await context.newPage()
  const outside: string[] = []
  const { origin } = new URL(url)
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) outside.push(request.url())
  })
  if (bridgeAfter !== null)
    await page.addInitScript(installBridge, { responses, after: bridgeAfter })
  await page.goto(url)
  return {
    page,
    text: (id) => page.locator(`#${id}`).textContent(),
    invoked: () => page.evaluate(() => window.invoked),
    async close() {
      await context.close()
      if (outside.length > 0) throw new Error(`The page asked for ${outside.join(', ')}`)
    },
  }
}
