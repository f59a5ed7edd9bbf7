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
import { start, type Demo } from '../../server/main.ts'
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

type Forge = (reply: HttpResponse) => HttpResponse

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone

/** What is done to WeChat's replies on their way to the shop. */
const asTheyAre: Forge = (reply) => reply
const forge = { prepay: asTheyAre, query: asTheyAre }
const real = axiosHttp()
const http: Http = async (request) => {
  const reply = await real(request)
  if (request.url.endsWith('/v3/pay/transactions/jsapi')) return forge.prepay(reply)
  return request.url.includes('/out-trade-no/') ? forge.query(reply) : reply
}

/** What the shop's log and Koa's said. */
let noted: string[] = []
const note = (message: unknown, fields?: object): void => {
  noted.push(`${String(message)} ${JSON.stringify(fields)}`)
}
const paidCalls: string[] = []

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(note)
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    start({
      settings: {},
      page: 'built',
      simulator: { keys: WEIXIN_KEYS },
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
  noted = []
  Object.assign(forge, { prepay: asTheyAre, query: asTheyAre })
  phone = await openPhone(browser, 'about:blank')
  // The page waits seconds where a visitor does; here they are skipped.
  await phone.page.clock.install()
  await phone.page.goto(shop.url)
})
afterEach(() => phone.close())

const resigned =
  (signing: () => Signing): Forge =>
  (reply) => ({
    ...reply,
    headers: { ...reply.headers, ...signedHeaders(reply.body.toString(), signing()) },
  })

const seconds = (): number => Math.floor(Date.now() / 1000)

const forgeries: [string, Forge, string][] = [
  ['signature', resigned(() => ({ privateKey: FORGER_KEY })), 'signature-wrong'],
  ['serial', resigned(() => ({ serial: 'PUB_KEY_ID_9' })), 'serial-unknown'],
  ['age', resigned(() => ({ timestamp: seconds() - 310 })), 'timestamp-stale'],
  [
    'header missing',
    (reply) => ({ ...reply, headers: { ...reply.headers, 'wechatpay-signature': undefined } }),
    'header-missing',
  ],
]

/** Signed by WeChat, but about another payment than the one asked about. */
const aboutAnother: Forge = (reply) => {
  const asked = JSON.parse(reply.body.toString()) as object
  const body = JSON.stringify({ ...asked, out_trade_no: 'TEA2222222222-abcd0' })
  return { ...reply, headers: signedHeaders(body), body: Buffer.from(body) }
}

/** Lets the page's time run until this is there. */
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

describe('a forged reply to the order at WeChat', () => {
  test.each(forgeries)(
    '%s: no sheet opens, and the page offers to try again',
    async (_, lie, step) => {
      const { page } = phone
      forge.prepay = lie
      await page.getByRole('link', { name: '选购茉莉冷泡' }).click()
      await tap(page, '微信支付')
      await skipUntil(page.getByText('支付没有完成。若已扣款，订单会自动更新'))
      expect(noted.join('\n')).toContain(step)
      expect(await button(page, '立即支付').count()).toBe(0)
      const id = new URL(page.url()).searchParams.get('order')!
      expect((await rowOf(shop.database, id)).paid_by).toBeNull()

      forge.prepay = asTheyAre
      await tap(page, '重新支付')
      await button(page, '立即支付').waitFor()
      expect(simulator.orders().filter(({ attach }) => attach === id)).toHaveLength(1)
      expect(paidCalls).not.toContain(id)
    },
  )
})

describe('a forged reply to a query', () => {
  const lies: typeof forgeries = [
    ...forgeries,
    ['another number', aboutAnother, 'response-mismatch'],
  ]

  test.each(lies)('%s: nothing is settled, and the page goes on asking', async (_, lie, step) => {
    const { page } = phone
    const id = await order(page)
    // Every delivery: WeChat repeats those of earlier tests too.
    simulator.notifications.lose(99)
    forge.query = lie
    await confirmSheet(page)
    await tap(page, '完成')
    await skipUntil(heading(page, '支付结果确认中'))
    await page.getByText('请不要重复支付。').waitFor()
    expect(noted.join('\n')).toContain(step)
    expect((await rowOf(shop.database, id)).paid_by).toBeNull()
    expect(paidCalls).not.toContain(id)

    forge.query = asTheyAre
    await tap(page, '立即查询')
    await skipUntil(heading(page, '已支付'))
    expect(paidCalls).toContain(id)
  })
})

test('with genuine replies the same road is paid at once', async () => {
  const { page } = phone
  simulator.notifications.lose(0)
  const id = await order(page)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  expect(paidCalls).toContain(id)
  expect(noted).toEqual([])
})
