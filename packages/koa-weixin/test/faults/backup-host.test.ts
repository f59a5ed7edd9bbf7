import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator } from 'weixin-simulator'
import type { Http } from '../../src/index.ts'
import { openShop } from '../shop.ts'
import { codeOf, expectPaidOnce, timingOutOnce } from './paid-once.ts'

const ORDER = '/v3/pay/transactions/jsapi'

describe('the backup host', () => {
  /** A port that refuses every connection. */
  async function deadHost(): Promise<string> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    return `http://localhost:${port}`
  }

  async function withBackup(pay: (url: string) => Promise<readonly [string, string]>) {
    const hosts: string[] = []
    const real = timingOutOnce()
    const http: Http = (request) => {
      if (request.url.includes('/v3/')) hosts.push(new URL(request.url).origin)
      return real(request)
    }
    const simulator = await createSimulator()
    onTestFinished(() => simulator.close())
    const { url } = simulator
    const endpoints = { api: url, open: url, pay: await pay(url) }
    const shop = await openShop({ simulator, weixin: { endpoints, http } })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    return { shop, hosts, url, order, pay: () => customer.post(`/weixin/pay/${order.id}`) }
  }

  it('takes the order where the main one refuses the connection', async () => {
    const main = await deadHost()
    const { shop, hosts, url, order, pay } = await withBackup(async (own) => [main, own])
    const { body } = await pay()
    expect(hosts).toEqual([main, url])
    await expectPaidOnce(shop, body, order.id)
  })

  it('is asked after a time-out too: the order that the main one took stays one', async () => {
    const { shop, hosts, order, pay } = await withBackup(async (own) => [
      own,
      own.replace('localhost', '127.0.0.1'),
    ])
    shop.simulator.faults.failPay({ path: ORDER, when: 'after', response: 'hang' })
    const { body } = await pay()
    expect(hosts.map((host) => new URL(host).hostname)).toEqual(['localhost', '127.0.0.1'])
    await expectPaidOnce(shop, body, order.id)
  })

  it('is asked once, and not after an answer of any kind', async () => {
    const main = await deadHost()
    const { hosts, pay } = await withBackup(async () => [
      main,
      main.replace('localhost', '127.0.0.1'),
    ])
    expect(codeOf((await pay()).body)).toBe('weixin-unreachable')
    expect(hosts).toHaveLength(2)

    const other = await withBackup(async (own) => [own, main])
    other.shop.simulator.faults.failPay({ path: ORDER, times: 2, response: 'bad-gateway' })
    expect((await other.pay()).status).toBe(200)
    expect(new Set(other.hosts)).toEqual(new Set([other.url]))
  })
})
