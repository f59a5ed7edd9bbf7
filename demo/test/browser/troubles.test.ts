import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { memoryCache, type Cache, type Http } from 'koa-weixin'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { axiosHttp } from '../../../packages/koa-weixin/src/remote/http.ts'
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

let browser: Browser
let shop: Demo
let simulator: Simulator
let phone: Phone

/** Every cache that the shop was given, and how to empty it. */
let kept = memoryCache()
const cache: Cache = {
  get: (key) => kept.get(key),
  set(key, value, ttlMs) {
    remembered += 1
    kept.set(key, value, ttlMs)
  },
  delete: (key) => kept.delete(key),
}
let remembered = 0

/** Each transaction that the shop's own handler was called with, and what holds that handler open. */
const recorded: string[] = []
let hold = (): Promise<unknown> => Promise.resolve()

/** Told of each query that WeChat answered. */
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
    start({
      settings: {},
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

/** Resolves when so many notifications have reached the shop, to their last byte; counts from the call on. */
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

test('three notifications, two of them together with a confirm: the handler was called once', async () => {
  const { page } = phone
  const id = await order(page)
  const queried = new Promise<void>((resolve) => {
    onQueried = resolve
  })
  const everybody = Promise.all([notificationsArrived(3), queried])
  hold = async () => {
    await everybody
    // What has arrived is verified without waiting for anything, and stands in the queue behind us.
    await setImmediate()
  }
  await confirmSheet(page)
  await expect.poll(() => recorded).toHaveLength(1)
  expect((await rowOf(shop.database, id)).paid_by).toBeNull()

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
  expect((await rowOf(shop.database, id)).paid_by).toBe(transactionId)
})

test.each([
  ['the notification', 0],
  ['confirm', 99],
])(
  'every cache is emptied between order and payment, and %s settles it',
  async (_, lostNotifications) => {
    hold = () => Promise.resolve()
    const { page } = phone
    const id = await order(page)
    expect(remembered).toBeGreaterThan(0)
    kept = memoryCache()
    simulator.notifications.lose(lostNotifications)
    await payWithSheet(page)
    await heading(page, '已支付').waitFor()
    await simulator.notifications.idle()
    expect(recorded).toEqual([transactionOf(id)])
    expect((await rowOf(shop.database, id)).paid_by).toBe(transactionOf(id))
  },
)

test('every cache is emptied while a second number is open: its payment settles too', async () => {
  const { page } = phone
  const id = await order(page)
  // Somebody at the shop changes what is sold: the first number can't be paid any more.
  await shop.database.query('update orders set total = 1700 where id = $1', [id])
  await tap(page, '关闭')
  await tap(page, '放弃')
  await tap(page, '继续支付')
  await button(page, '立即支付').waitFor()
  kept = memoryCache()
  simulator.notifications.lose(99)
  await payWithSheet(page)
  await heading(page, '已支付').waitFor()
  const atWeixin = simulator.orders().filter(({ attach }) => attach === id)
  expect(atWeixin.map(({ tradeState, total }) => [tradeState, total])).toEqual([
    ['CLOSED', 1800],
    ['SUCCESS', 1700],
  ])
  expect((await rowOf(shop.database, id)).paid_by).toBe(atWeixin[1]?.transactionId)
})
