import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import IoRedis from 'ioredis'
import Koa from 'koa'
import { createWeixin, weixinRouter, type Cache, type Orders } from '../../src/index.ts'
import { redisCache } from '../../src/redis.ts'

export interface Task {
  appId: string
  appSecret: string
  mchId: string
  serialNo: string
  privateKey: string
  apiV3Key: string
  publicKeyId: string
  publicKey: string
  simulatorUrl: string
  redisUrl: string
  openid: string
  orderId: string
  /** Runs `paid` up to the word `go`, and never comes back from it without. */
  holds: boolean
}

/** Redis is this shop's database too: `<order>:paid-by`, and `<order>:calls`, the calls of `paid`. */
export async function run(task: Task): Promise<void> {
  const { redisUrl, orderId, openid, simulatorUrl, publicKeyId, publicKey } = task
  const { appId, appSecret, mchId, serialNo, privateKey, apiV3Key } = task
  const client = new IoRedis(redisUrl)
  const go = new Promise<void>((resolve) => {
    process.on('message', (word) => word === 'go' && resolve())
  })
  const orders: Orders = {
    async find(id) {
      if (id !== orderId) return undefined
      return {
        id,
        createdAt: new Date('2026-11-23T01:41:00Z'),
        total: 2800,
        description: '明前龙井 × 1',
        transactionId: await client.get(`${id}:paid-by`),
      }
    },
    async onPaid({ id }, { transactionId }) {
      await client.rpush(`${id}:calls`, transactionId)
      process.send?.('paying')
      if (task.holds) await go
      // Unconditional on purpose: that it runs once is what is tested.
      await client.set(`${id}:paid-by`, transactionId)
    },
  }
  const shared = redisCache(client)
  const cache: Cache = {
    ...shared,
    async lock(key, leaseMs) {
      const lock = await shared.lock(key, leaseMs)
      if (!lock) process.send?.('waiting')
      return lock
    },
  }
  const weixin = createWeixin({
    appId,
    appSecret,
    // Nobody is there: the notifications in these tests are the parent's alone.
    origin: 'http://localhost:9',
    encryptionKeys: 'encryption key of a child process',
    merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys: { [publicKeyId]: publicKey } },
    orders,
    payer: () => openid,
    endpoints: simulatorUrl,
    environment: orderId,
    cache,
    onAlert: () => {},
  })
  const app = new Koa()
  app.silent = true
  app.use(weixinRouter(weixin).routes())
  const handle = app.callback()
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await new Promise((resolve) => process.once('disconnect', resolve))
}
