import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { startPostgres, type Postgres } from '../../../tooling/postgres.ts'
import { openDatabase, type Database } from '../../server/database.ts'
import { start, type Demo } from '../../server/main.ts'
import { confirmSheet, heading, openPhone, order, signIn } from './phone.ts'
import { rowOf } from './row-of.ts'

let browser: Browser
let simulator: Simulator
let postgres: Postgres
let database: Database
let shop: Demo | undefined

beforeAll(async () => {
  ;[browser, simulator, postgres] = await Promise.all([
    launchBrowser(),
    createSimulator(),
    startPostgres(),
  ])
  database = await openDatabase({ url: postgres.url })
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await Promise.all([simulator?.close(), database?.close()])
  await postgres?.stop()
})

/** WeChat, the database, the encryption key and the port outlive the server. */
const open = (port: number): Promise<Demo> =>
  start({
    settings: { port },
    simulator,
    database,
    page: 'built',
    weixin: { encryptionKeys: 'an encryption key that outlives the server' },
  })

test('the server restarts between payment and notification: WeChat repeats the notification, and the order is paid', async () => {
  shop = await open(0)
  const { url } = shop
  const { page, close } = await openPhone(browser, url)
  await signIn(page)
  const id = await order(page)
  await shop.close()

  await confirmSheet(page)
  await simulator.notifications.idle()
  const deliveries = () =>
    simulator.log().filter(({ call }) => call.startsWith('notification POST'))
  expect(deliveries().map(({ response }) => response.status)).toEqual([0])
  expect((await rowOf(database, id)).transaction_id).toBeNull()
  // The page is left, so that only WeChat can inform the shop.
  await page.goto('about:blank')

  shop = await open(Number(new URL(url).port))
  expect(shop.url).toBe(url)
  await simulator.advance(15)
  expect(deliveries().map(({ response }) => response.status)).toEqual([0, 204])
  const [paid] = simulator.orders()
  expect(await rowOf(database, id)).toMatchObject({ transaction_id: paid?.transactionId })

  await page.goto(`${url}/orders/${id}`)
  await heading(page, '已支付').waitFor()
  await close()
})
