import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import { createWeixin } from 'koa-weixin'
import type { Browser } from 'playwright'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { launchBrowser } from '../../../tooling/browser.ts'
import { startPostgres, type Postgres } from '../../../tooling/postgres.ts'
import { createApp } from '../../server/app.ts'
import { openDatabase, type Database } from '../../server/database.ts'
import { teaOrders } from '../../server/orders.ts'
import { simulatedAccount } from '../../server/weixin-account.ts'
import { weixinOrders } from '../../server/weixin-orders.ts'
import { openPhone, payWithSheet, tap } from './phone.ts'
import { rowOf } from './row-of.ts'

// The shop pays through WeixinJSBridge. This page pays through wx.chooseWXPay, with vue-weixin, the unmodified SDK, the
// shop's server and the simulator's bridge.
let browser: Browser
let simulator: Simulator
let postgres: Postgres
let database: Database
let server: Server
let url: string

beforeAll(async () => {
  let page: Middleware
  ;[browser, simulator, postgres, page] = await Promise.all([
    launchBrowser(),
    createSimulator(),
    startPostgres(),
    buildPage(),
  ])
  database = await openDatabase({ url: postgres.url })
  server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://localhost:${(server.address() as AddressInfo).port}`
  const weixin = createWeixin({
    ...simulatedAccount(simulator, url, ['the encryption key of this test, long enough']),
    orders: weixinOrders(database, Date.now),
  })
  const handle = createApp({
    weixin,
    orders: teaOrders(database, Date.now),
    allowsGuests: false,
    page,
  }).callback()
  server.on('request', (request, response) => void handle(request, response))
})
afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
  await Promise.all([simulator?.close(), database?.close()])
  await postgres?.stop()
})

async function buildPage(): Promise<Middleware> {
  const root = fileURLToPath(new URL('jssdk-page', import.meta.url))
  const built = await build({ root, configFile: false, logLevel: 'error', build: { write: false } })
  if (!('output' in built)) throw new Error('Vite did not build one page')
  const files = new Map(
    built.output.map((file) => [
      `/${file.fileName}`,
      file.type === 'chunk' ? file.code : file.source,
    ]),
  )
  return (ctx) => {
    const file = files.get(ctx.path)
    const bridge = `<head><script src="${simulator.url}/simulator/bridge.js"></script>`
    ctx.type = file === undefined ? 'html' : ctx.path.split('.').at(-1)!
    ctx.body = String(file ?? files.get('/index.html')).replace('<head>', bridge)
  }
}

test('wx.chooseWXPay: WeChat accepts wx.config and the payment, and the order is paid', async () => {
  const phone = await openPhone(browser, `${url}/weixin/oauth?returnTo=/pay`)
  const { page } = phone
  await tap(page, '付款')
  await payWithSheet(page)
  await page.getByText('paid', { exact: true }).waitFor()
  const [atWeixin] = simulator.orders()
  expect((await rowOf(database, atWeixin?.attach ?? '')).transaction_id).toBe(
    atWeixin?.transactionId,
  )
  const calls = simulator.log().map(({ call, response }) => `${call} ${response.code ?? 'ok'}`)
  expect(calls).toContain('POST /simulator/phone/config ok')
  expect(await page.evaluate(() => Reflect.has(window, 'wx'))).toBe(true)
  await phone.close()
})
