import type { Orders } from 'koa-weixin'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SimulatedOrder, Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import {
  FORGER_KEY,
  sealedBody,
  signedHeaders,
  WEIXIN_KEYS,
  type Sealing,
  type Signing,
} from '../../../packages/koa-weixin/test/as-weixin.ts'
import { outTradeNo } from '../../../packages/koa-weixin/src/protocol/out-trade-no.ts'
import type { Demo } from '../../server/main.ts'
import { startTestShop } from '../test-shop.ts'
import { button, heading, openPhone, order, tap, withoutReload, type Phone } from './phone.ts'
import { rowOf } from './row-of.ts'

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone
let id: string
let isSamePage: () => Promise<boolean>
/** The order under attack and another one of the same customer, as WeChat stores them. */
let atWeixin: SimulatedOrder
let other: SimulatedOrder
let createdAt: Date
/** The shop's handlers, and those that koa-weixin receives: without `onUnexpectedPayment` it refuses by itself. */
let shopOrders: Orders
let givenOrders: Orders

beforeAll(async () => {
  // Koa prints each refusal.
  vi.spyOn(console, 'error').mockReturnValue()
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startTestShop({
      page: 'built',
      simulatorOptions: { keys: WEIXIN_KEYS },
      weixin: { onAlert: () => {} },
      orders(orders) {
        shopOrders = orders
        givenOrders = { ...orders }
        delete givenOrders.onUnexpectedPayment
        return givenOrders
      },
    }),
  ])
  simulator = shop.simulator!
  phone = await openPhone(browser, shop.url)
  const { page } = phone
  const find = (orderId: string) => simulator.orders().find(({ attach }) => attach === orderId)!
  other = find(await order(page))
  await leaveSheet()
  await page.goto(shop.url)
  id = await order(page)
  await leaveSheet()
  atWeixin = find(id)
  // This page polls every two seconds, which are skipped.
  await page.clock.install()
  await page.goto(`${shop.url}/orders/${id}`)
  await button(page, '微信支付').waitFor()
  isSamePage = await withoutReload(page)
  createdAt = (
    await shop.database.query<{ created_at: Date }>('select * from orders where id = $1', [id])
  ).rows[0]!.created_at
})
afterAll(async () => {
  await phone?.close()
  await browser?.close()
  await shop?.close()
})

async function leaveSheet(): Promise<void> {
  await tap(phone.page, '关闭')
  await tap(phone.page, '放弃')
  await phone.page.getByText('已取消付款').waitFor()
}

interface Forgery {
  change?: () => object
  seal?: Omit<Sealing, 'apiV3Key'>
  sign?: () => Signing
}

const genuine = (): Record<string, unknown> => ({
  appid: simulator.credentials.appId,
  mchid: simulator.credentials.mchId,
  out_trade_no: atWeixin.outTradeNo,
  transaction_id: '4200000000202611230000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  attach: id,
  success_time: '2026-11-23T09:41:05+08:00',
  payer: { openid: atWeixin.openid },
  amount: { total: 1800, payer_total: 1800, currency: 'CNY', payer_currency: 'CNY' },
})

/** Sends a notification that is encrypted and signed as WeChat does it, except for the one thing that is changed. */
function send({ change = () => ({}), seal, sign }: Forgery): Promise<Response> {
  const { apiV3Key } = simulator.credentials
  const body = sealedBody({ ...genuine(), ...change() }, { apiV3Key, ...seal })
  return fetch(atWeixin.notifyUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedHeaders(body, sign?.()) },
    body,
  })
}

const seconds = (): number => Math.floor(Date.now() / 1000)
const amount = (change: object) => (): object => ({
  amount: { ...(genuine()['amount'] as object), ...change },
})

const forgeries: [string, Forgery, number, string][] = [
  ['signature', { sign: () => ({ privateKey: FORGER_KEY }) }, 401, 'signature-wrong'],
  [
    'key of the merchant',
    { sign: () => ({ privateKey: simulator.credentials.privateKey }) },
    401,
    'signature-wrong',
  ],
  ['tag', { seal: { alter: (bytes) => bytes.fill(0, bytes.length - 16) } }, 400, 'tag-wrong'],
  ['age', { sign: () => ({ timestamp: seconds() - 310 }) }, 401, 'timestamp-stale'],
  ['merchant', { change: () => ({ mchid: '1900000009' }) }, 403, 'not-our-merchant'],
  ['app', { change: () => ({ appid: 'wx00000000000000ff' }) }, 403, 'not-our-app'],
  ['amount', { change: amount({ total: 1 }) }, 409, 'unexpected-price'],
  ['currency', { change: amount({ currency: 'HKD' }) }, 403, 'currency-wrong'],
  ['unknown order', { change: () => ({ attach: 'TEA2222222222' }) }, 404, 'order-unknown'],
  [
    "another order's attempt",
    { change: () => ({ out_trade_no: other.outTradeNo }) },
    403,
    'not-this-order',
  ],
  [
    "another environment's attempt",
    { change: () => ({ out_trade_no: outTradeNo('staging', { id, createdAt }, 1) }) },
    403,
    'not-this-order',
  ],
]

describe('a forged notification changes nothing', () => {
  test.each(forgeries)('%s', async (_, forgery, status, code) => {
    const before = await rowOf(shop.database, id)
    const response = await send(forgery)
    expect([response.status, await response.json()]).toEqual([
      status,
      { code: 'FAIL', message: code },
    ])
    expect(await rowOf(shop.database, id)).toEqual(before)
    await stillOffersToPay()
  })

  test('amount, with onUnexpectedPayment of the shop: nothing is recorded', async () => {
    givenOrders.onUnexpectedPayment = (...args) => shopOrders.onUnexpectedPayment!(...args)
    const before = await rowOf(shop.database, id)
    await send({ change: amount({ total: 1 }) })
    delete givenOrders.onUnexpectedPayment
    expect(await rowOf(shop.database, id)).toEqual(before)
    await stillOffersToPay()
  })

  test('while the genuine one, made the same way, turns the same page paid', async () => {
    expect((await send({})).status).toBe(204)
    expect((await rowOf(shop.database, id)).transaction_id).toBe('4200000000202611230000000001')
    expect((await rowOf(shop.database, other.attach!)).transaction_id).toBeNull()
    await heading(phone.page, '已支付').waitFor()
    expect(await isSamePage()).toBe(true)
  })
})

/** Checks the page after it polled the shop once more. */
async function stillOffersToPay(): Promise<void> {
  const { page } = phone
  const [response] = await Promise.all([
    page.waitForResponse(`${shop.url}/api/orders/${id}`),
    page.clock.fastForward(2000),
  ])
  expect(await response.json()).toMatchObject({ state: 'unpaid' })
  expect(await button(page, '微信支付').count()).toBe(1)
  expect(await heading(page, '已支付').count()).toBe(0)
}
