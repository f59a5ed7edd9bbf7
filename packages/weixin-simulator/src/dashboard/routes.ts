import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import Router from '@koa/router'
import { inJson, readBody } from '../control/routes.ts'
import type { Controls } from '../control/controls.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { isLoopback } from '../http/loopback.ts'
import { isObject, textOf } from '../http/body.ts'
import { chooseEnvironment, chosenEnvironment, letIn, phoneCookie } from '../phone/cookie.ts'
import { ENVIRONMENTS, findEnvironment } from '../phone/environments.ts'
import { findUser, phoneUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import { armedFaults, disarmFault } from './armed.ts'
import { pageFolder } from './page-folder.ts'
import { sendableCall } from './sendable.ts'
import type { DashboardState } from './state.ts'

/** The page frames the page under test, which may be any address of this machine or of the developer's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src *; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Orders that the dashboard lists. */
const LISTED = 200

async function sendFile(ctx: Ctx, name: string): Promise<void> {
  let content: Buffer
  try {
    content = await readFile(join(await pageFolder(), name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  ctx.type = extname(name)
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.body = content
}

function pageRoutes(context: Context, router: Router<CallState>): void {
  router.get('/', async (ctx) => {
    const { host, hostname } = new URL(context.url)
    // Cookies and the frame's bridge go by the name of the machine: there is to be one.
    if (isLoopback(ctx.hostname) && isLoopback(hostname) && ctx.host !== host) {
      ctx.redirect(`${context.url}/`)
      return
    }
    // The dashboard's phone is inside WeChat from the start.
    if (phoneCookie(ctx) === undefined) letIn(ctx, phoneUser(context.state.users, undefined).openid)
    ctx.set('Cache-Control', 'no-cache')
    ctx.set('Content-Security-Policy', POLICY)
    ctx.set('Referrer-Policy', 'no-referrer')
    await sendFile(ctx, 'index.html')
  })
  // The names of the built files carry a hash of their content.
  router.get('/simulator/dashboard/assets/:name', async (ctx) => {
    const { name = '' } = ctx.params
    if (!/^[\w-]+\.(js|css|svg|woff2)$/.test(name)) return
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    await sendFile(ctx, join('assets', name))
  })
}

function stateOf(
  context: Context,
  controls: Controls,
  ctx: Ctx,
  startedAt: number,
): Omit<DashboardState, 'address'> {
  const { phone, state, clock } = context
  return {
    startedAt,
    name: state.account.name,
    url: context.url,
    ahead: clock.ahead(),
    page: phone.page,
    users: controls.users(),
    coupons: controls.coupons(),
    orders: controls.orders().slice(-LISTED),
    phone: {
      openid: phoneUser(state.users, phoneCookie(ctx)).openid,
      environment: chosenEnvironment(ctx)?.name ?? 'auto',
    },
    environments: ENVIRONMENTS.map(({ name, en, zh, note }) => ({ name, en, zh, note })),
    sdk: controls.phone.commands(),
    registered: controls.phone.registered(),
    armed: armedFaults(context),
  }
}

/** The dashboard's page, at the simulator's own address, and what it reads and sets. */
export function dashboardRoutes(
  context: Context,
  controls: Controls,
  token: string | null,
): Router<CallState> {
  const router = new Router<CallState>()
  const startedAt = Date.now()
  router.use(inJson)
  pageRoutes(context, router)

  router.get('/simulator/dashboard/state', (ctx) => {
    ctx.set('Cache-Control', 'no-store')
    const address = token === null ? context.url : `${context.url}/?token=${token}`
    ctx.body = { ...stateOf(context, controls, ctx, startedAt), address }
  })
  router.get('/simulator/dashboard/notifications/:id', (ctx) => {
    const found = context.state.notifications.all().find(({ id }) => id === ctx.params['id'])
    if (!found) return ctx.throw(404, 'There is no such notification')
    const { url, body, form } = found
    const headers = form === 'xml' ? {} : context.signer.notification(body)
    const type = form === 'xml' ? 'text/xml' : 'application/json'
    ctx.body = { url, headers: { 'Content-Type': type, ...headers }, body }
  })
  router.post('/simulator/dashboard/calls', (ctx) => {
    const { call, request } = readBody(ctx)
    if (textOf(call) === undefined || !isObject(request))
      return ctx.throw(400, 'call and request are needed')
    ctx.body = sendableCall(context, { call: String(call), request })
  })
  router.post('/simulator/dashboard/faults/:name/disarm', (ctx) => {
    readBody(ctx)
    const { name = '' } = ctx.params
    if (!disarmFault(context, name)) ctx.throw(404, `${name} is not armed`)
    ctx.body = {}
  })
  router.post('/simulator/dashboard/phone', (ctx) => {
    const { openid, environment, page } = readBody(ctx)
    if (textOf(openid) !== undefined) {
      if (!findUser(context.state.users, textOf(openid)))
        ctx.throw(404, `There is no user ${String(openid)}`)
      letIn(ctx, String(openid))
    }
    if (textOf(environment) !== undefined)
      chooseEnvironment(ctx, findEnvironment(environment) ?? null)
    if (textOf(page) !== undefined) context.phone.page = String(page)
    ctx.body = {}
  })
  return router
}
