import { createServer } from 'node:http'
import { once } from 'node:events'
import Koa from 'koa'
import type { Credentials } from 'weixin-simulator'
import {
  createWeixin,
  memoryCache,
  weixinRouter,
  type Cache,
  type Orders,
} from '../../src/index.ts'
import { fileOrders } from './file-orders.ts'

/** Where the process reports to its parent and then stops for ever. */
export type Point =
  | 'its answer arrived'
  | 'the notification is verified'
  | '`paid` has committed'
  | 'before the acknowledgement leaves'

export interface Task {
  port: number
  folder: string
  simulatorUrl: string
  credentials: Credentials
  stopsAt: Point | null
}

/** One shop as a process of its own, on a given port, with its orders in a folder. */
export async function run({
  port,
  folder,
  simulatorUrl,
  credentials,
  stopsAt,
}: Task): Promise<void> {
  const reach = async (point: Point): Promise<void> => {
    if (point !== stopsAt) return
    process.send?.(point)
    await new Promise(() => {})
  }
  const files = fileOrders(folder)
  const orders: Orders = {
    async find(id, requester) {
      if (requester.by === 'weixin') await reach('the notification is verified')
      return files.find(id, requester)
    },
    async onPaid(order, transaction) {
      await files.onPaid(order, transaction)
      await reach('`paid` has committed')
    },
  }
  const memory = memoryCache({ now: Date.now })
  const cache: Cache = {
    ...memory,
    async set(key, value, ttlMs) {
      // Noted only once WeChat's answer was verified.
      if (key.includes(':attempt:')) await reach('its answer arrived')
      return memory.set(key, value, ttlMs)
    },
  }
  const { appId, appSecret, publicKeyId, publicKey, ...merchant } = credentials
  const { mchId, serialNo, privateKey, apiV3Key } = merchant
  const weixin = createWeixin({
    appId,
    appSecret,
    origin: `http://localhost:${port}`,
    encryptionKeys: 'encryption key of a child process',
    merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys: { [publicKeyId]: publicKey } },
    orders,
    cache,
    endpoints: simulatorUrl,
  })
  const app = new Koa()
  app.use(async function acknowledged(ctx, next) {
    await next()
    // The router's own request that looks for body parsers comes here too, without a signature.
    if (ctx.path.endsWith('/notify') && ctx.get('wechatpay-signature') !== '')
      await reach('before the acknowledgement leaves')
  })
  app.use(weixinRouter(weixin).routes())
  const answer = app.callback()
  const server = createServer((request, response) => void answer(request, response))
  await once(server.listen(port, 'localhost'), 'listening')
  process.send?.('ready')
  await once(process, 'disconnect')
}
