import { randomBytes } from 'node:crypto'
import IoRedis from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderStatus, Payment } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { startRedis, type Redis } from '../../../../tooling/redis.ts'
import { outTradeNo } from '../../src/protocol/out-trade-no.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from '../as-weixin.ts'
import { childScript, type Child } from './child.ts'
import { setLeases } from './leases.ts'
import type { Task } from './handle-notifications.ts'

let redis: Redis
let database: IoRedis
let simulator: Simulator

beforeAll(async () => {
  redis = await startRedis()
  database = new IoRedis(redis.url)
  simulator = await createSimulator({ keys: WEIXIN_KEYS })
})
afterAll(async () => {
  database.disconnect()
  await simulator.close()
  await redis.stop()
})

const startChild = childScript<Task>(new URL('handle-notifications.ts', import.meta.url))

interface Shop extends Child {
  url: string
}

async function start(orderId: string, holds = false): Promise<Shop> {
  const openid = simulator.users()[0]?.openid ?? ''
  const { credentials, url: simulatorUrl } = simulator
  const task: Task = { ...credentials, simulatorUrl, redisUrl: redis.url, openid, orderId, holds }
  const child = startChild(task)
  return { ...child, url: await child.received(/^http:/) }
}

/** Orders and pays; the notification of WeChat itself is lost. Gives the payment's transactionId. */
async function payInSilence(shop: Shop, orderId: string): Promise<string> {
  const response = await fetch(`${shop.url}/weixin/pay/${orderId}`, { method: 'POST' })
  const payment = (await response.json()) as Payment
  if (payment.tradeType !== 'jsapi') throw new Error(`not prepaid: ${JSON.stringify(payment)}`)
  simulator.notifications.lose(1)
  return (await simulator.pay(payment.params.package.slice(10))).transactionId
}

/** WeChat's notification, which each of its servers may send. */
async function notify(shop: Shop, orderId: string, transactionId: string): Promise<number> {
  const { appId, mchId, apiV3Key } = simulator.credentials
  const order = { id: orderId, createdAt: new Date('2026-11-23T01:41:00Z') }
  const resource = {
    appid: appId,
    mchid: mchId,
    out_trade_no: outTradeNo(orderId, order, 1),
    transaction_id: transactionId,
    trade_state: 'SUCCESS',
    attach: orderId,
    success_time: '2026-11-23T09:41:05+08:00',
    amount: { total: 2800, payer_total: 2800, currency: 'CNY' },
  }
  const body = sealedBody(resource, { apiV3Key })
  const headers = { 'content-type': 'application/json', ...signedHeaders(body) }
  return (await fetch(`${shop.url}/weixin/notify`, { method: 'POST', headers, body })).status
}

async function orderStatus(shop: Shop, orderId: string): Promise<string> {
  const response = await fetch(`${shop.url}/weixin/pay/${orderId}`)
  return ((await response.json()) as OrderStatus).state
}

/** Another one in each run, because a Redis that was given keeps its entries between runs. */
const newId = (): string => `TEA-${randomBytes(6).toString('hex')}`
const calls = (orderId: string): Promise<number> => database.llen(`${orderId}:calls`)

describe('two processes on one Redis', () => {
  it('call the handler once for four notifications and two queries at the same moment, also after a restart', async () => {
    const orderId = newId()
    const [one, other] = await Promise.all([start(orderId, true), start(orderId)])
    const transactionId = await payInSilence(one, orderId)
    const first = notify(one, orderId, transactionId)
    await one.received('paying')
    const rest = [one, other, other].map((shop) => notify(shop, orderId, transactionId))
    const states = [one, other].map((shop) => orderStatus(shop, orderId))
    await other.received('waiting')
    one.send('go')
    expect(await Promise.all([first, ...rest])).toEqual([204, 204, 204, 204])
    expect(await Promise.all(states)).toEqual(['paid', 'paid'])
    expect(await calls(orderId)).toBe(1)

    await Promise.all([one.kill(), other.kill()])
    const again = await start(orderId)
    expect(await notify(again, orderId, transactionId)).toBe(204)
    expect(await calls(orderId)).toBe(1)
  })

  it('call the handler again when the one that ran it was killed before it had recorded', async () => {
    const orderId = newId()
    const [one, other] = await Promise.all([start(orderId, true), start(orderId)])
    const transactionId = await payInSilence(one, orderId)
    const cut = notify(one, orderId, transactionId).catch(() => 'no answer')
    await one.received('paying')
    await one.kill()
    expect(await cut).toBe('no answer')
    // The lock of the killed process outlives it, and WeChat sends the notification again.
    const { appId } = simulator.credentials
    await setLeases(database, appId, 600_000)
    expect(await notify(other, orderId, transactionId)).toBe(503)
    await setLeases(database, appId, 1)
    expect(await notify(other, orderId, transactionId)).toBe(204)
    expect(await database.get(`${orderId}:paid-by`)).toBe(transactionId)
    expect(await calls(orderId)).toBe(2)
  })
})
