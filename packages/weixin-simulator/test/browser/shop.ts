import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright'
import type { Simulator } from '../../src/index.ts'
import { now, rsaSign } from '../merchant.ts'
import { listen, stop } from './stub-weixin.ts'

// The npm build as it is: CommonJS, so it gets the `module` it asks for.
const sdkFile = createRequire(import.meta.url).resolve('weixin-js-sdk')
const sdk = `window.wx = (() => { const module = {}; ${readFileSync(sdkFile, 'utf8')}
return module.exports })()`

/** Rules of the worst pages, for the sheet to survive. */
const hostileCss = `
html { font-size: 39px; zoom: 1; letter-spacing: 4px; word-spacing: 9px; color-scheme: dark; visibility: hidden }
body { visibility: visible }
* { color: red !important; font: italic 9px/3 serif !important; background: lime !important; text-align: right !important;
  border-radius: 50% !important; text-transform: uppercase !important; margin: 7px !important; padding: 7px !important;
  display: inline-block !important; box-sizing: content-box !important; opacity: .5 !important; min-height: 0 !important; pointer-events: none !important }
/* not on html and body: Playwright misplaces pictures of a page that scrolls to the left */
html > :not(body) { direction: rtl !important; writing-mode: vertical-rl !important }
:root { --bg-2: red; --fg-0: red; --green: red; --band: transparent; --line: red; --key: red }
button { outline: none !important; display: none !important } dialog { display: none !important }
.wall { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important }`

const body = `<h1>山前茶铺</h1><button id="buy">购买</button><div style="height:2000px"></div>`

const pages: Record<string, (weixin: string) => string> = {
  '/': (weixin) =>
    `<script src="${weixin}/simulator/bridge.js"></script><script src="/sdk.js"></script>${body}`,
  '/hostile': (weixin) =>
    `<style>${hostileCss}</style><script src="${weixin}/simulator/bridge.js"></script>${body}<div class="wall"></div>`,
  '/late': () => body,
  // A page of the shop that has the bridge too.
  '/shop/7': (weixin) => `<script src="${weixin}/simulator/bridge.js"></script>${body}`,
}

/** A page on an origin of its own that loads the simulator's bridge and the unmodified SDK. */
export async function startShop(weixin: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/sdk.js') {
      response.setHeader('content-type', 'text/javascript; charset=utf-8').end(sdk)
      return
    }
    const page = pages[pathname] ?? (() => body)
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(
        `<!doctype html><html lang="zh-CN"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">${page(weixin)}`,
      )
  })
  return { url: await listen(server), close: () => stop(server) }
}

export const phoneSize = { width: 390, height: 844 }

export const userAgents = {
  iPhone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN',
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/11275 Flue',
  android:
    'Mozilla/5.0 (Linux; Android 12; M2011K2C; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
}

export interface Visit {
  page: Page
  /** Every address the page asked for; nothing is intercepted. */
  requests: { url: string; body: string | null }[]
}

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: phoneSize, ...options })
  const page = await context.newPage()
  const requests: Visit['requests'] = []
  context.on('request', (request) =>
    requests.push({ url: request.url(), body: request.postData() }),
  )
  await page.goto(url)
  return { page, requests }
}

/** What a page gives to getBrandWCPayRequest. */
export function signedPayment(simulator: Simulator, prepayId: string): Record<string, string> {
  const { appId, privateKey } = simulator.credentials
  const [timeStamp, nonceStr, packed] = [now(), '5K8264ILTKCH16CQ', `prepay_id=${prepayId}`]
  const text = `${appId}\n${timeStamp}\n${nonceStr}\n${packed}\n`
  const paySign = rsaSign(text, privateKey)
  return { appId, timeStamp, nonceStr, package: packed, signType: 'RSA', paySign }
}

async function getJson(simulator: Simulator, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(simulator.url + path)
  return (await response.json()) as Record<string, unknown>
}

/** What a page gives to wx.config, signed for `url`. */
export async function signedConfig(
  simulator: Simulator,
  url: string,
  jsApiList = ['chooseWXPay'],
): Promise<object> {
  const { appId, appSecret } = simulator.credentials
  const grant = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  const { access_token } = await getJson(simulator, `/cgi-bin/token?${grant}`)
  const { ticket } = await getJson(
    simulator,
    `/cgi-bin/ticket/getticket?access_token=${String(access_token)}&type=jsapi`,
  )
  const timestamp = now()
  const text = `jsapi_ticket=${String(ticket)}&noncestr=Wm3WZYTPz0wzccnW&timestamp=${timestamp}&url=${url}`
  const signature = createHash('sha1').update(text).digest('hex')
  return { appId, timestamp, nonceStr: 'Wm3WZYTPz0wzccnW', signature, jsApiList }
}
