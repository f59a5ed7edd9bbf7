import { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'
import type Koa from 'koa'
import type { DefaultContext, DefaultState } from 'koa'
import Koa3 from 'koa'
import Koa2 from 'koa2'
import { bodyParser } from '@koa/bodyparser'
import { koaBody } from 'koa-body'
import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { openShop } from './shop.ts'

type Setting = [string, (app: Koa) => void]

const settings: Setting[] = [
  ['no parser', () => {}],
  ['koa-body with includeUnparsed', (app) => app.use(koaBody({ includeUnparsed: true }))],
  ['@koa/bodyparser', (app) => app.use(bodyParser())],
  ['@koa/bodyparser for JSON only', (app) => app.use(bodyParser({ enableTypes: ['json'] }))],
]

/** As docs/deployment.md mounts the routes in Express, in front of its JSON parser. */
class KoaInExpress<S = DefaultState, C = DefaultContext> extends Koa3<S, C> {
  override callback(): ReturnType<Koa['callback']> {
    const koa = super.callback()
    const app = express()
    app.use((req, res, next) => (req.url.startsWith('/weixin/') ? koa(req, res) : next()))
    app.use(express.json())
    return async (req, res) => {
      if (req instanceof IncomingMessage && res instanceof ServerResponse) app(req, res)
    }
  }
}

describe.each([
  ['3', Koa3],
  ['2.16', Koa2],
  ['3 in Express', KoaInExpress],
])('Koa %s', (_version, AppClass) => {
  it.each(settings)('receives notifications with %s in front', async (_name, before) => {
    const shop = await openShop({ Koa: AppClass, before })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid, description: '茉莉冷泡 × 1' })
    const response = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
    if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    const { transactionId } = await shop.simulator.pay(response.params.package.slice(10))
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    const config = await customer.get(`/weixin/config?url=${encodeURIComponent(shop.url)}/`)
    expect(config.status).toBe(200)
  })

  it('names the line to change when a parser ate the bytes', async () => {
    const shop = await openShop({ Koa: AppClass, before: (app) => app.use(koaBody()) })
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect([response.status, await response.json()]).toEqual([
      500,
      { code: 'FAIL', message: 'body-eaten' },
    ])
    expect(shop.logged.join('\n')).toContain('koaBody({ includeUnparsed: true })')
  })

  it('refuses a body larger than any notification', async () => {
    const shop = await openShop({ Koa: AppClass })
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: 'x'.repeat(1024 * 1024 + 1),
    })
    expect(response.status).toBe(413)
  })

  it('refuses a body without the headers of WeChat Pay before it is read', async () => {
    const shop = await openShop({ Koa: AppClass })
    const response = await fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(1024 * 1024 + 1),
    })
    expect([response.status, await response.json()]).toEqual([
      401,
      { code: 'FAIL', message: 'header-missing' },
    ])
    expect(shop.alerts).toMatchObject([{ kind: 'unverified', count: 1 }])
  })
})
