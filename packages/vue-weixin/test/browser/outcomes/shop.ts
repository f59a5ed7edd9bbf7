import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { type Order, createWeixin, weixinRouter } from 'koa-weixin'
import { type Simulator, createSimulator } from 'weixin-simulator'
import { buildPage } from '../build-page.ts'
import { type BridgeTrouble, pageHead } from './page-head.ts'

/**
 * How the server fails. `401` and `404` are koa-weixin's own responses, `500` is what it makes of an app whose database
 * throws, `502` is the page of a proxy, `hang` never responds.
 */
export type ServerTrouble = '401' | '404' | '500' | '502' | 'hang'

/** The requests of a page that may fail. */
export type Call = 'POST /weixin/pay' | 'GET /weixin/pay' | 'GET /weixin/config'

/** A shop with koa-weixin and the built page, and the simulated WeChat. */
export interface Shop {
  readonly url: string
  readonly simulator: Simulator
  /** Adds an order and one more beside it, `<id>b`. @returns its id */
  addOrder(): string
  order(id: string): Order
  /** What fails now. */
  readonly troubles: Map<Call, ServerTrouble>
  /** How the bridge of the next page misbehaves. */
  bridge: BridgeTrouble
  /** Requests of the pages for an order. */
  readonly requests: string[]
  /** Moves the clocks of the shop and of WeChat. */
  wait(ms: number): void
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const [simulator, files] = await Promise.all([
    createSimulator({ now }),
    buildPage('outcomes/page'),
  ])
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const { credentials } = simulator
  const { mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = credentials
  const [user] = simulator.users()
  const orders = new Map<string, Order>()
  const requests: string[] = []
  const troubles: Shop['troubles'] = new Map()
  const troubleOf = ({ method, path }: { method: string; path: string }) =>
    [...troubles].find(([call]) => `${method} ${path}`.startsWith(call))?.[1]

  const weixin = createWeixin({
    appId: credentials.appId,
    appSecret: credentials.appSecret,
    origin: url,
    encryptionKeys: 'the encryption key of this test, long enough',
    merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys: { [publicKeyId]: publicKey } },
    tradeTypes: ['jsapi', 'h5', 'native'],
    endpoints: simulator.url,
    payer: (ctx) => (troubleOf(ctx) === '401' ? undefined : user?.openid),
    now,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    orders: {
      async find(id, requester) {
        const trouble = requester.by === 'page' ? troubleOf(requester.ctx) : undefined
        if (trouble === '500') throw new Error('The database is away')
        if (trouble === '404' || trouble === '401') return undefined
        return orders.get(id)
      },
      async onPaid(order, { transactionId }) {
        order.transactionId = transactionId
      },
    },
  })

  const app = new Koa({ proxy: true })
  app.silent = true
  app.use(async (ctx, next) => {
    const { method, path } = ctx
    if (path.startsWith('/weixin/') && !path.endsWith('/notify')) requests.push(`${method} ${path}`)
    const trouble = troubleOf(ctx)
    if (trouble === 'hang') return void (ctx.respond = false)
    // The app itself throws before koa-weixin is called.
    if (trouble === '500' && path.endsWith('/config')) ctx.throw(500)
    if (trouble !== '502') return next()
    ctx.status = 502
    ctx.type = 'html'
    ctx.body = '<html><body><h1>502 Bad Gateway</h1></body></html>'
  })
  app.use(weixinRouter(weixin).routes())
  const byPath = new Map(files.map(({ path, body }) => [path, body]))
  app.use((ctx) => {
    const file = byPath.get(ctx.path)
    ctx.type = file === undefined ? 'html' : (ctx.path.split('.').at(-1) ?? '')
    ctx.body =
      file ??
      byPath
        .get('/index.html')
        ?.replace('<head>', `<head>${pageHead(simulator.url, ctx.query, shop.bridge)}`)
  })
  const handle = app.callback()
  server.on('request', (request, response) => void handle(request, response))

  let last = 0
  const shop: Shop = {
    url,
    simulator,
    troubles,
    bridge: 'none',
    requests,
    addOrder() {
      last += 1
      for (const id of [`TEA${last}`, `TEA${last}b`])
        orders.set(id, {
          id,
          createdAt: new Date(now()),
          total: 2800,
          description: '明前龙井 × 1',
          transactionId: null,
        })
      return `TEA${last}`
    },
    order(id) {
      const found = orders.get(id)
      if (!found) throw new Error(`no order ${id}`)
      return found
    },
    wait: (ms) => void (ahead += ms),
    async close() {
      server.closeAllConnections()
      server.close()
      await weixin.drain()
      await simulator.close()
    },
  }
  return shop
}
