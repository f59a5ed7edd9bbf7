import { hash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { weixinRouter } from '../src/index.ts'
import { randomNonce } from '../src/nonce.ts'
import { paidOrders, readKeys, type Fixture, type PaidOrder } from './fixture.ts'
import { ORIGIN, warmWeixin } from './instance.ts'
import { TICKET } from './signing.ts'
import { openBare } from './notification.ts'
import { openBareV2 } from './v2.ts'

/** What the process that measures says, and what this one answers. */
export type ToServer = { start: Kind; fixture: Fixture } | 'cpu'
export type FromServer = { url: string } | { cpu: number }

/** `limit`: Koa with @koa/router and handlers written by hand, which check what koa-weixin checks. */
export type Kind = 'ours' | 'ours v2' | `limit ${'config' | 'notify' | 'notify v2'}`

const TAKEN =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>'
const MOST_BYTES = 65_536
const BODY_TIMEOUT_MS = 5_000
const MOST_SECONDS = 300

/** The body, at most 64 KiB of it within five seconds. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS)
  try {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) throw new Error('too large')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(timer)
  }
}

/** The fields of `wx.config`, signed. */
function signPageByHand(appId: string, url: string): object {
  const nonceStr = randomNonce()
  const timestamp = Math.floor(Date.now() / 1000)
  const text = `jsapi_ticket=${TICKET}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
  return { appId, timestamp, nonceStr, signature: hash('sha1', text) }
}

/** Finds the order, and once more as under a lock; what was paid has to be what it records. */
async function settleByHand(
  orders: { find: (id: string) => Promise<PaidOrder | undefined> },
  paid: {
    id: string | undefined
    outTradeNo: string | undefined
    transactionId: string | undefined
  },
): Promise<void> {
  const { id = '', outTradeNo, transactionId } = paid
  const found = await orders.find(id)
  if (!found || found.outTradeNo !== outTradeNo) throw new Error('not an attempt of this order')
  const order = await orders.find(id)
  if (order?.transactionId !== transactionId) throw new Error('not recorded')
}

async function createApp(kind: Kind, fixture: Fixture): Promise<Koa> {
  const weixin = await warmWeixin(fixture, kind === 'ours v2' ? 'v2' : 'v3')
  const keys = readKeys(fixture)
  const paid = paidOrders(fixture)
  const orders = { find: async (id: string) => paid.get(id) }
  const config: Middleware = (ctx) => {
    const { url } = ctx.query
    if (typeof url !== 'string' || !url.startsWith(`${ORIGIN}/`)) return ctx.throw(403)
    ctx.vary('Origin')
    ctx.set('cache-control', 'no-store')
    ctx.body = signPageByHand(fixture.appId, url)
  }
  const notify: Middleware = async (ctx) => {
    const ageSeconds = Date.now() / 1000 - Number(ctx.get('wechatpay-timestamp'))
    if (!(Math.abs(ageSeconds) <= MOST_SECONDS)) throw new Error('stale')
    const transaction = openBare(await bodyOf(ctx.req), ctx.headers, keys)
    const { attach: id, out_trade_no: outTradeNo, transaction_id: transactionId } = transaction
    await settleByHand(orders, { id, outTradeNo, transactionId })
    ctx.status = 204
  }
  const notifyV2: Middleware = async (ctx) => {
    const fields = openBareV2(await bodyOf(ctx.req), fixture.apiV2Key)
    const id = fields.get('attach')
    const outTradeNo = fields.get('out_trade_no')
    await settleByHand(orders, { id, outTradeNo, transactionId: fields.get('transaction_id') })
    ctx.type = 'text/xml'
    ctx.body = TAKEN
  }
  const limit = (handler: Middleware): Router =>
    new Router({ prefix: '/weixin' }).get('/config', config).post('/notify', handler)
  const routers: Record<Kind, () => Router> = {
    ours: () => weixinRouter(weixin),
    'ours v2': () => weixinRouter(weixin),
    'limit config': () => limit(notify),
    'limit notify': () => limit(notify),
    'limit notify v2': () => limit(notifyV2),
  }
  const app = new Koa()
  app.use(routers[kind]().routes())
  return app
}

const tell = (message: FromServer): void => void process.send?.(message)

process.on('message', (message: ToServer) => {
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage()
    tell({ cpu: user + system })
    return
  }
  void createApp(message.start, message.fixture).then((app) => {
    const handle = app.callback()
    const server = createServer((request, response) => void handle(request, response))
    server.listen(0, '127.0.0.1', () => {
      tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
    })
  })
})
process.on('disconnect', () => process.exit(0))
