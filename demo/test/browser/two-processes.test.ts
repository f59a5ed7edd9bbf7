import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TeaOrder } from '../../contract.ts'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { startPostgres, type Postgres } from '../../../tooling/postgres.ts'
import { openDatabase, type Database } from '../../server/database.ts'
import { openFrontDoor, type FrontDoor } from './front-door.ts'
import { button, heading, openPhone, payWithSheet, signIn, tap } from './phone.ts'
import { rowOf } from './row-of.ts'
import { startShopProcess, type ShopProcess } from './shop-process.ts'

let browser: Browser
let simulator: Simulator
let postgres: Postgres
let database: Database
let frontDoor: FrontDoor
let processes: ShopProcess[] = []

beforeAll(async () => {
  ;[browser, simulator, postgres, frontDoor] = await Promise.all([
    launchBrowser(),
    createSimulator(),
    startPostgres(),
    openFrontDoor(),
  ])
  const { url, credentials } = simulator
  const options = {
    settings: { databaseUrl: postgres.url },
    simulator: { url, credentials },
    weixin: {
      origin: frontDoor.url,
      encryptionKeys: 'the encryption key that two processes share',
    },
  }
  processes = await Promise.all([
    startShopProcess({ ...options, page: 'built' }),
    startShopProcess({ ...options, page: 'none' }),
  ])
  frontDoor.leadTo(processes.map((one) => one.url))
  database = await openDatabase({ url: postgres.url })
})
afterAll(async () => {
  await browser?.close()
  await Promise.all(processes.map((one) => one.stop()))
  await Promise.all([simulator?.close(), frontDoor?.close(), database?.close()])
  await postgres?.stop()
})

test('two tabs and two processes order at the same moment: one attempt is open, and it is settled', async () => {
  const { page: first, close } = await openPhone(browser, frontDoor.url)
  await signIn(first)
  const made = await first.request.post(`${frontDoor.url}/api/orders`, {
    data: { teaId: 'jasmine', cups: 1 },
  })
  const { id } = (await made.json()) as TeaOrder
  const second = await first.context().newPage()
  const tabs = [first, second]
  for (const tab of tabs) await tab.goto(`${frontDoor.url}/orders/${id}`)

  // Both requests have arrived before either is answered.
  frontDoor.gather(`/weixin/pay/${id}`)
  for (const tab of tabs) {
    await tab.bringToFront()
    await tap(tab, '微信支付')
  }
  for (const tab of tabs) {
    await tab.bringToFront()
    await button(tab, '立即支付').waitFor()
  }
  // A single process would have called once.
  const calls = simulator.log().filter(({ call }) => call === 'POST /v3/pay/transactions/jsapi')
  expect(calls.map(({ response }) => response.status)).toEqual([200, 200])
  expect(simulator.orders().map(({ attach, tradeState }) => [attach, tradeState])).toEqual([
    [id, 'NOTPAY'],
  ])

  await first.bringToFront()
  await payWithSheet(first)
  await heading(first, '已支付').waitFor()
  await second.bringToFront()
  await tap(second, '关闭')
  await tap(second, '放弃')
  await heading(second, '已支付').waitFor()
  const [atWeixin] = simulator.orders()
  expect((await rowOf(database, id)).transaction_id).toBe(atWeixin?.transactionId)
  expect(simulator.users()[0]?.balance).toBe(12850 - 1800)
  await close()
})
