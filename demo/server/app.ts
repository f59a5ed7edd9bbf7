import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import { koaBody } from 'koa-body'
import { sessionOf, weixinRouter, type Weixin } from 'koa-weixin'
import type { TeaOrders } from './orders.ts'
import { teas } from './teas.ts'

const MOST_CUPS = 20

export interface Parts {
  weixin: Weixin
  orders: TeaOrders
  page: Middleware
}

export function createApp({ weixin, orders, page }: Parts): Koa {
  const app = new Koa()
  // includeUnparsed keeps the notification's text as it came, which its signature is about.
  app.use(koaBody({ includeUnparsed: true }))
  app.use(notePaying(weixin, orders))
  app.use(weixinRouter(weixin).routes())
  app.use(shopRoutes(weixin, orders).routes())
  app.use((ctx, next) => (/^\/(api|weixin)\//.test(ctx.path) ? next() : page(ctx, next)))
  return app
}

function shopRoutes(weixin: Weixin, orders: TeaOrders): Router {
  const router = new Router({ prefix: '/api' })

  router.get('/teas', (ctx) => {
    ctx.body = teas
  })
  router.post('/orders', async (ctx) => {
    const openid = await visitor(weixin, ctx)
    const wish = readWish(ctx.request.body)
    if (!wish) {
      ctx.status = 400
      ctx.body = 'teaId must be a tea of ours, cups a whole number from 1 to 20'
      return
    }
    ctx.status = 201
    ctx.body = await orders.create(openid, wish.tea, wish.cups)
  })
  router.get('/orders', async (ctx) => {
    ctx.body = await orders.list(await visitor(weixin, ctx))
  })
  router.get('/orders/:id', async (ctx) => {
    const order = await orders.find(await visitor(weixin, ctx), ctx.params['id'] ?? '')
    if (!order) ctx.throw(404)
    ctx.body = order
  })
  return router
}

/** Never a price: that comes from our own list. */
function readWish(body: unknown): { tea: (typeof teas)[number]; cups: number } | undefined {
  if (typeof body !== 'object' || body === null || !('teaId' in body) || !('cups' in body)) return
  const { teaId, cups } = body
  const tea = teas.find(({ id }) => id === teaId)
  if (!tea || typeof cups !== 'number' || !Number.isInteger(cups)) return
  return cups >= 1 && cups <= MOST_CUPS ? { tea, cups } : undefined
}

/** Remembers when a page first got its payment parameters, for the order's timeline. */
function notePaying(weixin: Weixin, orders: TeaOrders): Middleware {
  return async (ctx, next) => {
    await next()
    const [, id] = /^\/weixin\/pay\/([^/]+)$/.exec(ctx.path) ?? []
    if (id === undefined || ctx.method !== 'POST' || ctx.status !== 200) return
    await orders.markPaying(await visitor(weixin, ctx), decodeURIComponent(id))
  }
}

/** The openid of who asks, out of koa-weixin's own session. A snapshot's virtual visitor can only look. */
async function visitor(weixin: Weixin, ctx: Context): Promise<string> {
  const session = await sessionOf(ctx, weixin)
  if (!session) ctx.throw(401)
  if (session.isSnapshot) ctx.throw(403)
  return session.openid
}
