import Router from '@koa/router'
import type { Middleware } from 'koa'
import { jsonBody } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { streamEvents } from './events.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Log } from '../log.ts'
import type { Simulator } from '../types.ts'

type Controls = Pick<
  Simulator,
  'users' | 'createCode' | 'pay' | 'orders' | 'refunds' | 'notifications' | 'advance' | 'log'
>

interface Facts {
  name: string
  url: string
}

/** A page from elsewhere can neither send application/json unasked nor read an answer: no CORS headers here. */
function readControl(ctx: Ctx): Record<string, unknown> {
  if (!ctx.is('application/json')) ctx.throw(415, 'Send application/json')
  const body = jsonBody(ctx)
  if (!body) return ctx.throw(400, 'The body must be a JSON object')
  return body
}

/** Refusals as JSON too: 400 for what WeChat would not do. */
export async function inJson(ctx: Ctx, next: () => Promise<unknown>): Promise<void> {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    ctx.status = 'status' in error && typeof error.status === 'number' ? error.status : 400
    ctx.body = { error: error.message }
  }
}

/** Keeps out a name from elsewhere that was made to point to this machine (DNS rebinding). */
export const ownName = (isLocal: boolean): Middleware<CallState> =>
  async function ownName(ctx, next) {
    if (!ctx.path.startsWith('/simulator') || !isLocal || isLoopback(ctx.hostname)) return next()
    ctx.status = 403
    ctx.body = { error: `The simulator is not ${ctx.host}` }
  }

/** The payer's steps by HTTP, for tests in any language: JSON in and out. */
export function controlRoutes(controls: Controls, log: Log, facts: () => Facts): Router<CallState> {
  const router = new Router<CallState>()
  router.use(inJson)
  router.get('/simulator', (ctx) => {
    ctx.body = facts()
  })
  router.get('/simulator/users', (ctx) => {
    ctx.body = controls.users()
  })
  router.get('/simulator/log', (ctx) => {
    ctx.body = controls.log()
  })
  router.get('/simulator/events', (ctx) => streamEvents(ctx, log))
  router.get('/simulator/orders', (ctx) => {
    ctx.body = controls.orders()
  })
  router.get('/simulator/refunds', (ctx) => {
    ctx.body = controls.refunds()
  })
  router.get('/simulator/notifications', (ctx) => {
    ctx.body = controls.notifications.list()
  })
  router.post('/simulator/notifications/:about/deliveries', async (ctx) => {
    readControl(ctx)
    ctx.body = await controls.notifications.deliver(ctx.params['about'] ?? '')
  })
  router.post('/simulator/codes', async (ctx) => {
    const { openid, scope } = readControl(ctx)
    const isScope = scope === 'snsapi_base' || scope === 'snsapi_userinfo'
    if (typeof openid !== 'string' || !isScope) return ctx.throw(400, 'openid and scope are needed')
    ctx.body = await controls.createCode({ openid, scope })
  })
  router.post('/simulator/payments', async (ctx) => {
    const { prepayId, codeUrl, h5Url } = readControl(ctx)
    const opened = [prepayId, codeUrl, h5Url].filter((one) => typeof one === 'string')
    const [one] = opened
    if (one === undefined || opened.length > 1)
      return ctx.throw(400, 'one of prepayId, codeUrl and h5Url is needed')
    ctx.body = await controls.pay(one)
  })
  router.post('/simulator/clock', async (ctx) => {
    const { advance } = readControl(ctx)
    if (typeof advance !== 'number') return ctx.throw(400, 'advance is needed, in seconds')
    await controls.advance(advance)
    ctx.body = { advanced: advance }
  })
  return router
}
