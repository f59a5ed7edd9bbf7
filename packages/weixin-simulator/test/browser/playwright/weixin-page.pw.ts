import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test as base } from 'playwright/test'
import {
  simulatorFixtures,
  type TestFixtures,
  type WorkerFixtures,
} from '../../../src/playwright.ts'
import { merchant } from '../../merchant.ts'
import { signedPayment, startShop } from '../shop.ts'

const test = base.extend<TestFixtures, WorkerFixtures>(simulatorFixtures({ name: '山后茶铺' }))

test('a page without the bridge is inside WeChat: its user agent, its bridge, a payment', async ({
  weixinPage,
  simulator,
}) => {
  const shop = await startShop('')
  try {
    await weixinPage.goto(`${shop.url}/late`)
    expect(await weixinPage.evaluate(() => navigator.userAgent)).toContain('MicroMessenger')
    const prepayId = await merchant(simulator).prepayId({ amount: { total: 100 } })
    const answered = weixinPage.evaluate(
      (given) =>
        new Promise((resolve) => {
          const bridge: unknown = Reflect.get(window, 'WeixinJSBridge')
          const { invoke } = bridge as {
            invoke: (command: string, args: object, callback: (answer: object) => void) => void
          }
          invoke('getBrandWCPayRequest', given, resolve)
        }),
      signedPayment(simulator, prepayId),
    )
    await weixinPage.getByText('山后茶铺').waitFor()
    await weixinPage.getByRole('button', { name: '立即支付' }).click()
    await weixinPage.keyboard.type('123456')
    await weixinPage.getByRole('button', { name: '完成' }).click()
    expect(await answered).toEqual({ err_msg: 'get_brand_wcpay_request:ok' })
    expect(simulator.orders()[0]?.tradeState).toBe('SUCCESS')
  } finally {
    await shop.close()
  }
})

test('the worker’s simulator stays from test to test, the page does not', async ({
  weixinPage,
  simulator,
}) => {
  expect(simulator.orders()).toHaveLength(1)
  expect(weixinPage.url()).toBe('about:blank')
  expect(await weixinPage.context().cookies()).toEqual([])
})

test('follows redirects as a browser does: the address is the one of the page that is shown', async ({
  weixinPage,
}) => {
  const server = createServer((request, response) => {
    if (request.url === '/oauth') response.writeHead(302, { location: '/menu' }).end()
    else response.setHeader('content-type', 'text/html').end('<title>menu</title>')
  })
  await once(server.listen(0), 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    await weixinPage.goto(`${url}/oauth`)
    expect(await weixinPage.evaluate(() => location.href)).toBe(`${url}/menu`)
  } finally {
    server.close()
    server.closeAllConnections()
  }
})
