import Router from '@koa/router'
import Koa, { type Middleware } from 'koa'
import { koaBody } from 'koa-body'
import { weixinRouter, type Weixin } from 'koa-weixin'
import { createGuest, customerOf } from './customers.ts'
import type { OrderRequest, TeaOrders } from './orders.ts'
import { teas } from './teas.ts'

const MAX_CUPS = 20
const MAX_TABLE = 99

export interface AppParts {
  weixin: Weixin
  orders: TeaOrders
  /** Whether browsers outside WeChat may order: only when H5 or Native payments are offered. */
  allowsGuests: boolean
  /** Answers everything that is neither the shop's API nor koa-weixin's router. */
  page: Middleware
}

/** The Koa app: koa-weixin's router, the shop's own routes, the page. */
export function createApp({ weixin, orders, allowsGuests, page }: AppParts): Koa {
  const app = new Koa()
  // includeUnparsed keeps the exact text of a notification, over which its signature is made.
  app.use(koaBody({ includeUnparsed: true }))
  app.use(recordPayingTime(weixin, orders))
  app.use(weixinRouter(weixin).routes())
  app.use(shopRoutes(weixin, orders, allowsGuests).routes())
  app.use((ctx, next) => (/^\/(api|weixin)\//.test(ctx.path) ? next() : page(ctx, next)))
  return app
}

function shopRoutes(weixin: Weixin, orders: TeaOrders, allowsGuests: boolean): Router {
  const router = new Router({ prefix: '/api' })

  router.get('/teas', (ctx) => {
    ctx.body = teas
  })
  router.post('/guest', (ctx) => {
    if (!allowsGuests) ctx.throw(404)
    createGuest(ctx)
    ctx.status = 204
  })
  router.post('/orders', async (ctx) => {
    const customer = await customerOf(weixin, ctx)
    const request = readOrderRequest(ctx.request.body)
    if (!request) {
      ctx.status = 400
      ctx.body = `teaId must be a tea of the menu, cups 1 to ${MAX_CUPS}, table 1 to ${MAX_TABLE} or null`
      return
    }
    ctx.status = 201
    ctx.body = await orders.create(customer, request)
  })
  router.get('/orders', async (ctx) => {
    const { after } = ctx.query
    const customer = await customerOf(weixin, ctx)
    ctx.body = await orders.list(customer, typeof after === 'string' ? after : undefined)
  })
  router.get('/orders/:id', async (ctx) => {
    const order = await orders.find(await customerOf(weixin, ctx), ctx.params['id'] ?? '')
    if (!order) ctx.throw(404)
    ctx.body = order
  })
  router.post('/orders/:id/cancel', async (ctx) => {
    const customer = await customerOf(weixin, ctx)
    const id = ctx.params['id'] ?? ''
    // Marked first, so that no page opens another attempt. WeChat is asked next: a payment found there goes back.
    if ((await orders.cancel(customer, id)) && (await weixin.orders.close(id)) === 'closed')
      await orders.markClosed(id)
    const order = await orders.find(customer, id)
    if (!order) ctx.throw(404)
    ctx.body = order
  })
  return router
}

/** Never reads a price: that comes from the menu alone. */
function readOrderRequest(body: unknown): OrderRequest | undefined {
  if (typeof body !== 'object' || body === null) return
  const { teaId, cups, table = null } = body as Record<string, unknown>
  const tea = teas.find(({ id }) => id === teaId)
  if (!tea || !isWithin(cups, MAX_CUPS)) return
  if (table !== null && !isWithin(table, MAX_TABLE)) return
  return { tea, cups, table }
}

/** Whether a value is a whole number from 1 to `max`. */
const isWithin = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max

/** Records when a page first received its payment parameters, for the timeline of the order. */
function recordPayingTime(weixin: Weixin, orders: TeaOrders): Middleware {
  return async (ctx, next) => {
    await next()
    const [, id] = /^\/weixin\/pay\/([^/]+)$/.exec(ctx.path) ?? []
    if (id === undefined || ctx.method !== 'POST' || ctx.status !== 200) return
    await orders.markPaying(await customerOf(weixin, ctx), decodeURIComponent(id))
  }
}
