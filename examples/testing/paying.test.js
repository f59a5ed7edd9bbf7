import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect } from 'vitest'
import { test } from 'weixin-simulator/vitest'
import { createApp } from './app.js'

async function start({ url, credentials }) {
  const { appId, appSecret, mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } =
    credentials
  const publicKeys = { [publicKeyId]: publicKey }
  const merchant = { mchId, serialNo, privateKey, apiV3Key, publicKeys }
  const server = createServer().listen(0)
  await once(server, 'listening')
  const origin = `http://localhost:${server.address().port}`
  const app = createApp({ account: { appId, appSecret, merchant, endpoints: url }, origin })
  server.on('request', app.callback())
  return { origin, close: () => server.close() }
}

test('an order is paid', async ({ simulator }) => {
  const { origin, close } = await start(simulator)
  const pay = `${origin}/weixin/pay/42`
  const { codeUrl } = await (await fetch(`${pay}?tradeType=native`, { method: 'POST' })).json()
  expect(codeUrl).toMatch(/^weixin:/)

  const notification = simulator.nextNotification()
  await simulator.payer.pay(simulator.orders()[0].outTradeNo)
  expect(await notification).toMatchObject({ status: 204 })
  expect(await (await fetch(pay)).json()).toEqual({ orderId: '42', state: 'paid' })
  close()
})

test('an order whose notification is lost is paid all the same', async ({ simulator }) => {
  const { origin, close } = await start(simulator)
  const pay = `${origin}/weixin/pay/42`
  await fetch(`${pay}?tradeType=native`, { method: 'POST' })

  await simulator.trigger('notification-lost')
  await simulator.payer.pay(simulator.orders()[0].outTradeNo)
  // The page asks for the status, and the server queries WeChat.
  expect(await (await fetch(pay)).json()).toEqual({ orderId: '42', state: 'paid' })
  close()
})
