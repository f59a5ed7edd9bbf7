import type { Http, HttpResponse } from 'koa-weixin'
import type { Browser, Locator } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { axiosHttp } from '../../../packages/koa-weixin/src/remote/http.ts'
import {
  FORGER_KEY,
  signedHeaders,
  WEIXIN_KEYS,
  type Signing,
} from '../../../packages/koa-weixin/test/as-weixin.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import {
  button,
  confirmSheet,
  heading,
  openPhone,
  order,
  payWithSheet,
  tap,
  type Phone,
} from './phone.ts'
import { rowOf } from './row-of.ts'

type Forge = (response: HttpResponse) => HttpResponse

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone

/** How WeChat's responses are changed on their way to the shop. */
const unchanged: Forge = (response) => response
const forge = { prepay: unchanged, query: unchanged }
const real = axiosHttp()
const http: Http = async (request) => {
  const response = await real(request)
  if (request.url.endsWith('/v3/pay/transactions/jsapi')) return forge.prepay(response)
  return request.url.includes('/out-trade-no/') ? forge.query(response) : response
}

/** The lines of the shop's log and of Koa's. */
let logLines: string[] = []
const note = (message: unknown, fields?: object): void => {
  logLines.push(`${String(message)} ${JSON.stringify(fields)}`)
}
const paidCalls: string[] = []

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(note)
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startTestShop({
      page: 'built',
      simulatorOptions: { keys: WEIXIN_KEYS },
      weixin: { http, logger: { info: note, warn: note, error: note } },
      orders: (orders) => ({
        ...orders,
        onPaid(order, transaction) {
          paidCalls.push(order.id)
          return orders.onPaid(order, transaction)
        },
      }),
    }),
  ])
  simulator = shop.simulator!
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(async () => {
  logLines = []
  Object.assign(forge, { prepay: unchanged, query: unchanged })
  phone = await openPhone(browser, 'about:blank')
  // The page waits for seconds, which are skipped here.
  await phone.page.clock.install()
  await phone.page.goto(shop.url)
})
afterEach(() => phone.close())

const resigned =
  (signing: () => Signing): Forge =>
  (response) => ({
    ...response,
    headers: { ...response.headers, ...signedHeaders(response.body.toString(), signing()) },
  })

const seconds = (): number => Math.floor(Date.now() / 1000)

const forgeries: [string, Forge, string][] = [
  ['signature', resigned(() => ({ privateKey: FORGER_KEY })), 'signature-wrong'],
  ['serial', resigned(() => ({ serial: 'PUB_KEY_ID_9' })), 'serial-unknown'],
  ['age', resigned(() => ({ timestamp: seconds() - 310 })), 'timestamp-stale'],
  [
    'header missing',
    (response) => ({
      ...response,
      headers: { ...response.headers, 'wechatpay-signature': undefined },
    }),
    'header-missing',
  ],
]

/** Signed by WeChat, but about another attempt than the one that was queried. */
const aboutAnother: Forge = (response) => {
  const transaction = JSON.parse(response.body.toString()) as object
  const body = JSON.stringify({ ...transaction, out_trade_no: 'TEA2222222222-abcd0' })
  return { ...response, headers: signedHeaders(body), body: Buffer.from(body) }
}

/** Moves the page's clock on until this is shown. */
async function skipUntil(shown: Locator): Promise<void> {
  await expect
    .poll(
      async () => {
        await shown.page().clock.fastForward(5000)
        return shown.count()
      },
      { timeout: 30_000 },
    )
    .toBe(1)
}

describe('a forged response to the prepay call', () => {
  test.each(forgeries)(
    '%s: no sheet opens, and the page offers to try again',
    async (_, forgery, code) => {
      const { page } = phone
      forge.prepay = forgery
      await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
      await tap(page, '微信支付')
      await skipUntil(button(page, '重新支付'))
      expect(logLines.join('\n')).toContain(code)
      expect(await button(page, '立即支付').count()).toBe(0)
      const id = new URL(page.url()).searchParams.get('order')!
      expect((await rowOf(shop.database, id)).transaction_id).toBeNull()

      forge.prepay = unchanged
      await tap(page, '重新支付')
      await button(page, '立即支付').waitFor()
      expect(simulator.orders().filter(({ attach }) => attach === id)).toHaveLength(1)
      expect(paidCalls).not.toContain(id)
    },
  )
})

describe('a forged response to a query', () => {
  const queryForgeries: typeof forgeries = [
    ...forgeries,
    ['another attempt', aboutAnother, 'response-mismatch'],
  ]

  test.each(queryForgeries)(
    '%s: nothing is settled, and the page goes on polling',
    async (_, forgery, code) => {
      const { page } = phone
      const id = await order(page)
      // Every delivery is lost: WeChat repeats those of earlier tests too.
      simulator.notifications.lose(99)
      forge.query = forgery
      await confirmSheet(page)
      await tap(page, '完成')
      await skipUntil(heading(page, '支付结果确认中'))
      await page.getByText('请不要重复支付。').waitFor()
      expect(logLines.join('\n')).toContain(code)
      expect((await rowOf(shop.database, id)).transaction_id).toBeNull()
      expect(paidCalls).not.toContain(id)

      const queryNow = page.getByRole('button', { name: '立即查询', disabled: false })
      await skipUntil(queryNow)
      forge.query = unchanged
      await queryNow.click()
      await skipUntil(heading(page, '已支付'))
      expect(paidCalls).toContain(id)
    },
  )
})

test('with genuine responses the same order is paid at once', async () => {
  const { page } = phone
  simulator.notifications.lose(0)
  const id = await order(page)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  expect(paidCalls).toContain(id)
  expect(logLines).toEqual([])
})
