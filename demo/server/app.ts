import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import { koaBody } from 'koa-body'
import { sessionOf, weixinRouter, type Weixin } from 'koa-weixin'
import type { Tea } from '../contract.ts'
import type { TeaOrders } from './orders.ts'
import { teas } from './teas.ts'

const MAX_CUPS = 20

export interface AppParts {
  weixin: Weixin
  orders: TeaOrders
  /** Answers everything that is neither the shop's API nor koa-weixin's router. */
  page: Middleware
}

/** The Koa app: koa-weixin's router, the shop's own routes, the page. */
export function createApp({ weixin, orders, page }: AppParts): Koa {
  const app = new Koa()
  // includeUnparsed keeps the exact text of a notification, over which its signature is made.
  app.use(koaBody({ includeUnparsed: true }))
  app.use(recordPayingTime(weixin, orders))
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
    const openid = await customerOf(weixin, ctx)
    const request = readOrderRequest(ctx.request.body)
    if (!request) {
      ctx.status = 400
      ctx.body = `teaId must be a tea of the menu, cups a whole number from 1 to ${MAX_CUPS}`
      return
    }
    ctx.status = 201
    ctx.body = await orders.create(openid, request.tea, request.cups)
  })
  router.get('/orders', async (ctx) => {
    const { after } = ctx.query
    const openid = await customerOf(weixin, ctx)
    ctx.body = await orders.list(openid, typeof after === 'string' ? after : undefined)
  })
  router.get('/orders/:id', async (ctx) => {
    const order = await orders.find(await customerOf(weixin, ctx), ctx.params['id'] ?? '')
    if (!order) ctx.throw(404)
    ctx.body = order
  })
  router.post('/orders/:id/cancel', async (ctx) => {
    const openid = await customerOf(weixin, ctx)
    const id = ctx.params['id'] ?? ''
    // Marked first, so that no page opens another attempt. WeChat is asked next: a payment found there goes back.
    if ((await orders.cancel(openid, id)) && (await weixin.orders.close(id)) === 'closed')
      await orders.markClosed(id)
    const order = await orders.find(openid, id)
    if (!order) ctx.throw(404)
    ctx.body = order
  })
  return router
}

/** Never reads a price: that comes from the menu alone. */
function readOrderRequest(body: unknown): { tea: Tea; cups: number } | undefined {
  if (typeof body !== 'object' || body === null || !('teaId' in body) || !('cups' in body)) return
  const { teaId, cups } = body
  const tea = teas.find(({ id }) => id === teaId)
  if (!tea || typeof cups !== 'number' || !Number.isInteger(cups)) return
  return cups >= 1 && cups <= MAX_CUPS ? { tea, cups } : undefined
}

/** Records when a page first received its payment parameters, for the timeline of the order. */
function recordPayingTime(weixin: Weixin, orders: TeaOrders): Middleware {
  return async (ctx, next) => {
    await next()
    const [, id] = /^\/weixin\/pay\/([^/]+)$/.exec(ctx.path) ?? []
    if (id === undefined || ctx.method !== 'POST' || ctx.status !== 200) return
    await orders.markPaying(await customerOf(weixin, ctx), decodeURIComponent(id))
  }
}

/**
 * The openid of the user who makes this request, from koa-weixin's session. Throws 401 for a user who is not signed
 * in, and 403 for the virtual user of a snapshot page (快照页), who can only look.
 */
async function customerOf(weixin: Weixin, ctx: Context): Promise<string> {
  const session = await sessionOf(ctx, weixin)
  if (!session) ctx.throw(401)
  if (session.isSnapshot) ctx.throw(403)
  return session.openid
}
