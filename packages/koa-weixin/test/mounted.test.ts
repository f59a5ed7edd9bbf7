import type { Context, Next } from 'koa'
import Router from '@koa/router'
import { describe, expect, it } from 'vitest'
import { weixinRouter, type Weixin } from '../src/index.ts'
import { openShop } from './shop.ts'

/** Removes the beginning of the path, as koa-mount and a proxy in front do. */
const without = (beginning: string) => async (ctx: Context, next: Next) => {
  if (ctx.path.startsWith(`${beginning}/`)) ctx.path = ctx.path.slice(beginning.length)
  await next()
}

const mounted: [string, Parameters<typeof openShop>[0]][] = [
  [
    'behind koa-mount or a proxy that removes a part of base',
    {
      before(app, weixin: Weixin) {
        app.use(without('/api'))
        app.use(weixinRouter(weixin, { prefix: '/weixin' }).routes())
      },
    },
  ],
  [
    'behind a proxy that removes all of base',
    {
      before(app, weixin) {
        app.use(without('/api/weixin'))
        app.use(weixinRouter(weixin, { prefix: '' }).routes())
      },
    },
  ],
  [
    'in a router of the app’s own',
    {
      before(app, weixin) {
        const router = new Router({ prefix: '/api' })
        router.use(weixinRouter(weixin, { prefix: '/weixin' }).routes())
        app.use(router.routes())
      },
    },
  ],
]

describe.each(mounted)('weixinRouter %s', (_name, options) => {
  it('signs in, signs pages and takes payments', async () => {
    const shop = await openShop({ ...options, weixin: { base: '/api/weixin' } })
    const someone = await shop.customer('/api/weixin')
    const order = shop.orders.add({ openid: someone.openid })
    const payment = (await someone.post(`/api/weixin/pay/${order.id}`)).body as {
      params: { package: string }
    }
    const { transactionId } = await shop.simulator.pay(payment.params.package.slice(10))
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    const url = encodeURIComponent(`${shop.url}/`)
    expect((await someone.get(`/api/weixin/config?url=${url}`)).status).toBe(200)
  })
})
