import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { expect, it, onTestFinished } from 'vitest'
import type { JssdkConfig, Payment } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import { createWeixin, weixinRouter, type Cache } from '../src/index.ts'
import { SECRET } from './shop.ts'
import { teaOrders } from './tea-orders.ts'
import { client } from './cookie-client.ts'

/** Two accounts of two merchants in one app: one host, one secret, one cache. */
async function openTwo() {
  const stored = new Map<string, unknown>()
  const cache: Cache = {
    get: (key) => stored.get(key),
    set: (key, value) => stored.set(key, value),
    delete: (key) => stored.delete(key),
  }
  const app = new Koa()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const accounts = await Promise.all(
    ['/tea', '/cake'].map(async (base) => {
      const simulator = await createSimulator()
      onTestFinished(() => simulator.close())
      const { appId, appSecret, mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } =
        simulator.credentials
      const orders = teaOrders()
      const weixin = createWeixin({
        appId,
        appSecret,
        origin: url,
        base,
        encryptionKeys: SECRET,
        cache,
        merchant: {
          mchId,
          serialNo,
          privateKey,
          apiV3Key,
          publicKeys: { [publicKeyId]: publicKey },
        },
        orders,
        endpoints: simulator.url,
      })
      app.use(weixinRouter(weixin).routes())
      return { base, simulator, orders, weixin }
    }),
  )
  const answer = app.callback()
  server.on('request', (request, response) => void answer(request, response))
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const [tea, cake] = accounts
  if (!tea || !cake) throw new Error('two accounts')
  return { url, stored, tea, cake }
}

it('several accounts side by side share nothing by accident', async () => {
  const { url, stored, tea, cake } = await openTwo()
  const someone = client(url)

  // Signed in to the one is not signed in to the other.
  await someone.signIn('', '/tea/oauth')
  expect((await someone.get('/tea/user')).body).not.toEqual({ user: null })
  expect((await someone.get('/cake/user')).body).toEqual({ user: null })

  // Nor does a session fit when it is renamed, or a state when it is taken elsewhere.
  const session = [...someone.cookies].find(([name]) => name.startsWith('weixin_session_'))
  someone.cookies.set(`weixin_session_${cake.simulator.credentials.appId}`, session?.[1] ?? '')
  expect((await someone.get('/cake/user')).body).toEqual({ user: null })

  // Each page is signed with its own account's ticket.
  for (const { base, simulator } of [tea, cake]) {
    const answer = await someone.get(`${base}/config?url=${encodeURIComponent(`${url}/`)}`)
    expect((answer.body as JssdkConfig).appId).toBe(simulator.credentials.appId)
  }
  expect([...stored.keys()].filter((key) => key.endsWith('jsapi_ticket'))).toHaveLength(2)

  // Both have an order 7; the payment of one pays its own.
  const openid = tea.simulator.users()[0]?.openid ?? ''
  for (const { orders } of [tea, cake]) orders.add({ id: '7', openid })
  const payment = (await someone.post('/tea/pay/7')).body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
  await tea.simulator.pay(payment.params.package.slice('prepay_id='.length))
  await tea.simulator.notifications.idle()
  expect(tea.orders.row('7').transactionId).not.toBeNull()
  expect(cake.orders.row('7').transactionId).toBeNull()
  expect(cake.simulator.orders()).toEqual([])
})

it('what lies in the cache names the account, never a secret, a token or an openid', async () => {
  const { url, stored, tea } = await openTwo()
  const someone = client(url)
  await someone.signIn('', '/tea/oauth')
  const openid = tea.simulator.users()[0]?.openid ?? ''
  tea.orders.add({ id: '7', openid })
  await someone.post('/tea/pay/7')
  await someone.get(`/tea/config?url=${encodeURIComponent(`${url}/`)}`)
  expect(stored.size).toBeGreaterThan(3)
  const { appId, appSecret, apiV3Key } = tea.simulator.credentials
  for (const [key, value] of stored) {
    expect(key).toContain(appId)
    const all = key + JSON.stringify(value)
    for (const secret of [appSecret, apiV3Key, openid, 'prepay_id', 'access_token":'])
      expect(all).not.toContain(secret)
  }
})
