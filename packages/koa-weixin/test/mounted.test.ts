import type { Context, Next } from 'koa'
import Router from '@koa/router'
import Koa from 'koa'
import { koaBody } from 'koa-body'
import mount from 'koa-mount'
import { describe, expect, it } from 'vitest'
import { createWeixin, weixinRouter } from '../src/index.ts'
import { openShop, SECRET, type ShopOptions } from './shop.ts'

/** Removes the beginning of the path, as a proxy in front does. */
const without = (beginning: string) => async (ctx: Context, next: Next) => {
  if (ctx.path.startsWith(`${beginning}/`)) ctx.path = ctx.path.slice(beginning.length)
  await next()
}

const mounted: [string, string, NonNullable<ShopOptions['mount']>][] = [
  [
    'behind a proxy that removes a part of base',
    '/api/weixin',
    (app, weixin) =>
      app.use(without('/api')).use(weixinRouter(weixin, { prefix: '/weixin' }).routes()),
  ],
  [
    'behind a proxy that removes all of base',
    '/api/weixin',
    (app, weixin) =>
      app.use(without('/api/weixin')).use(weixinRouter(weixin, { prefix: '' }).routes()),
  ],
  [
    'in a router with a prefix, with the option prefix',
    '/api/weixin',
    (app, weixin) => {
      const router = new Router({ prefix: '/api' })
      router.use(weixinRouter(weixin, { prefix: '/weixin' }).routes())
      app.use(router.routes())
    },
  ],
  [
    'in a router with a prefix',
    '/api/weixin',
    (app, weixin) => {
      const router = new Router({ prefix: '/api' })
      router.use(weixinRouter(weixin).routes())
      app.use(router.routes())
    },
  ],
  [
    'in a router without a prefix',
    '/weixin',
    (app, weixin) => app.use(new Router().use(weixinRouter(weixin).routes()).routes()),
  ],
  [
    'at a path of a router',
    '/weixin',
    (app, weixin) => app.use(new Router().use('/weixin', weixinRouter(weixin).routes()).routes()),
  ],
  [
    'at a path of a router with a prefix',
    '/api/v1/weixin',
    (app, weixin) => {
      const router = new Router({ prefix: '/api' })
      router.use('/v1', weixinRouter(weixin).routes())
      app.use(router.routes())
    },
  ],
  [
    'in koa-mount with a part of base',
    '/api/weixin',
    (app, weixin) => app.use(mount('/api', new Koa().use(weixinRouter(weixin).routes()))),
  ],
  [
    'in koa-mount with all of base',
    '/weixin',
    (app, weixin) => app.use(mount('/weixin', weixinRouter(weixin).routes())),
  ],
  [
    'in koa-mount around a router with a prefix',
    '/api/v1/weixin',
    (app, weixin) => {
      const router = new Router({ prefix: '/v1' })
      router.use(weixinRouter(weixin, { prefix: '/weixin' }).routes())
      app.use(mount('/api', router.routes()))
    },
  ],
]

describe.each(mounted)('weixinRouter %s', (_name, base, mountRouter) => {
  it('signs in, signs pages and takes payments', async () => {
    const shop = await openShop({ weixin: { base }, mount: mountRouter })
    const someone = await shop.customer(base)
    const order = shop.orders.add({ openid: someone.openid })
    const payment = (await someone.post(`${base}/pay/${order.id}`)).body as {
      params: { package: string }
    }
    const { transactionId } = await shop.simulator.pay(payment.params.package.slice(10))
    await shop.simulator.notifications.idle()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    const url = encodeURIComponent(`${shop.url}/`)
    expect((await someone.get(`${base}/config?url=${url}`)).status).toBe(200)
    expect((await someone.get('/elsewhere')).status).toBe(404)
    expect(shop.logged).toEqual([])
  })

  it('finds a body parser that leaves no bytes with the first request, a GET', async () => {
    const shop = await openShop({
      weixin: { base },
      mount(app, weixin) {
        app.use(koaBody())
        mountRouter(app, weixin)
      },
    })
    await shop.client().get(`${base}/user`)
    await expect.poll(() => shop.logged.join()).toContain('includeUnparsed: true')
    await shop.client().get(`${base}/user`)
    expect(shop.logged).toHaveLength(1)
    expect(shop.alerts).toEqual([])
  })
})

const elsewhere: [string, NonNullable<ShopOptions['mount']>, path: string][] = [
  [
    'in a router with a prefix',
    (app, weixin) => {
      const router = new Router({ prefix: '/api' })
      router.use(weixinRouter(weixin).routes())
      app.use(router.routes())
    },
    '',
  ],
  [
    'in koa-mount',
    (app, weixin) => app.use(mount('/api', new Koa().use(weixinRouter(weixin).routes()))),
    '/api/weixin/user',
  ],
]

it.each(elsewhere)(
  'weixinRouter %s that base does not begin with is reported',
  async (_name, mountRouter, path) => {
    const shop = await openShop({ mount: mountRouter })
    if (path) await shop.client().get(path)
    expect(shop.logged.join()).toContain("write base: '/api/weixin'")
  },
)

it('two accounts under one base are refused with the first request', async () => {
  const shop = await openShop({
    after(app) {
      const other = createWeixin({
        appId: 'wxother',
        appSecret: 'other',
        origin: 'https://other.example.com',
        encryptionKeys: SECRET,
      })
      app.use(weixinRouter(other).routes())
    },
  })
  const response = await shop.client().get('/weixin/user')
  expect(response).toMatchObject({ status: 500, body: { error: { code: 'option-invalid' } } })
  expect((await shop.client().post('/weixin/notify')).status).toBe(500)
  expect(shop.logged).toMatchObject([expect.stringContaining('mounted for two instances')])
})
