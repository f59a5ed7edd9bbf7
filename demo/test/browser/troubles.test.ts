import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { memoryCache, type Cache, type Http } from 'koa-weixin'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { axiosHttp } from '../../../packages/koa-weixin/src/remote/http.ts'
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

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone

/** The shop's cache; a new one in its place empties it. */
let entries = memoryCache()
const cache: Cache = {
  get: (key) => entries.get(key),
  set(key, value, ttlMs) {
    writes += 1
    entries.set(key, value, ttlMs)
  },
  delete: (key) => entries.delete(key),
}
let writes = 0

/** Each transaction with which the shop's onPaid was called, and a promise for which it waits. */
const recorded: string[] = []
let hold = (): Promise<unknown> => Promise.resolve()

/** Called for each query that WeChat answered. */
let onQueried = (): void => {}
const real = axiosHttp()
const http: Http = async (request) => {
  const response = await real(request)
  if (request.method === 'GET' && request.url.includes('/out-trade-no/')) onQueried()
  return response
}

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startTestShop({
      page: 'built',
      weixin: { cache, http },
      orders: (orders) => ({
        ...orders,
        async onPaid(order, transaction) {
          recorded.push(transaction.transactionId)
          await hold()
          await orders.onPaid(order, transaction)
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
  recorded.length = 0
  simulator.notifications.lose(0)
  phone = await openPhone(browser, shop.url)
})
afterEach(() => phone.close())

const transactionOf = (id: string): string =>
  simulator.orders().find(({ attach }) => attach === id)?.transactionId ?? 'none'

/** Resolves when `count` notifications have reached the shop completely, counted from this call on. */
function notificationsArrived(count: number): Promise<void> {
  return new Promise((resolve) => {
    const onRequest = (message: unknown): void => {
      const { request } = message as { request: IncomingMessage }
      if (request.url === '/weixin/notify') request.once('end', onArrival)
    }
    const onArrival = (): void => {
      count -= 1
      if (count > 0) return
      unsubscribe('http.server.request.start', onRequest)
      resolve()
    }
    subscribe('http.server.request.start', onRequest)
  })
}

test('three notifications and a query at the same time: onPaid was called once', async () => {
  const { page } = phone
  const id = await order(page)
  const queried = new Promise<void>((resolve) => {
    onQueried = resolve
  })
  const everybody = Promise.all([notificationsArrived(3), queried])
  hold = async () => {
    await everybody
    // What has arrived is verified without waiting for anything, and waits for the lock behind this one.
    await setImmediate()
  }
  await confirmSheet(page)
  await expect.poll(() => recorded).toHaveLength(1)
  expect((await rowOf(shop.database, id)).transaction_id).toBeNull()

  await tap(page, '完成')
  await queried
  const transactionId = transactionOf(id)
  const again = await Promise.all([
    simulator.notifications.deliver(transactionId),
    simulator.notifications.deliver(transactionId),
  ])
  expect(again.map(({ status }) => status)).toEqual([204, 204])
  await simulator.notifications.idle()
  await heading(page, '已支付').waitFor()
  expect(recorded).toEqual([transactionId])
  expect((await rowOf(shop.database, id)).transaction_id).toBe(transactionId)
})

test.each([
  ['the notification', 0],
  ['the query', 99],
])(
  'every cache is emptied between order and payment, and %s settles it',
  async (_, lostNotifications) => {
    hold = () => Promise.resolve()
    const { page } = phone
    const id = await order(page)
    expect(writes).toBeGreaterThan(0)
    entries = memoryCache()
    simulator.notifications.lose(lostNotifications)
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
    await simulator.notifications.idle()
    expect(recorded).toEqual([transactionOf(id)])
    expect((await rowOf(shop.database, id)).transaction_id).toBe(transactionOf(id))
  },
)

test('every cache is emptied while a second attempt is open: its payment is settled too', async () => {
  const { page } = phone
  const id = await order(page)
  // The price changes, so the first attempt cannot be paid any more.
  await shop.database.query('update orders set total = 1700 where id = $1', [id])
  await tap(page, '关闭')
  await tap(page, '放弃')
  await tap(page, '继续支付')
  await button(page, '立即支付').waitFor()
  entries = memoryCache()
  simulator.notifications.lose(99)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  const atWeixin = simulator.orders().filter(({ attach }) => attach === id)
  expect(atWeixin.map(({ tradeState, total }) => [tradeState, total])).toEqual([
    ['CLOSED', 1800],
    ['SUCCESS', 1700],
  ])
  expect((await rowOf(shop.database, id)).transaction_id).toBe(atWeixin[1]?.transactionId)
})
