import Router from '@koa/router'
import { jsonBody } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import type { Log } from '../log.ts'
import { streamEvents } from './events.ts'
import { fromText, readFields, type Fields } from './fields.ts'
import { openApi } from './open-api.ts'
import { CONTROLS } from './table.ts'
import type { Control, ControlTarget } from './table/control.ts'
import { isFaultName, triggerFault } from './trigger.ts'

/** A page from elsewhere can neither send application/json unasked nor read an answer: no CORS headers here. */
export function readBody(ctx: Ctx): Record<string, unknown> {
  if (!ctx.is('application/json')) ctx.throw(415, 'Send application/json')
  const body = jsonBody(ctx)
  if (!body) return ctx.throw(400, 'The body must be a JSON object')
  return body
}

function readQuery(ctx: Ctx, fields: Fields): Record<string, unknown> {
  // The token stands in the query too: `requireToken` has looked at it.
  const { token, ...query } = ctx.query
  void token
  const given = Object.entries(query).map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return [name, field ? fromText(field, String(value)) : value]
  })
  return Object.fromEntries(given)
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

/** Notes a control that changed something, so that a timeline shows it between the calls. */
function note(log: Log, call: string, request: Record<string, unknown>, ms: number): void {
  log.add({
    kind: 'control',
    call,
    outTradeNo: typeof request['outTradeNo'] === 'string' ? request['outTradeNo'] : null,
    milliseconds: Math.round(ms),
    request,
    checks: [],
    response: { status: 200 },
    reason: null,
  })
}

/** All controls by HTTP, below /simulator: JSON in and out, for tests in any language. */
export function controlRoutes(
  target: ControlTarget,
  log: Log,
  facts: () => { name: string; url: string },
): Router<CallState> {
  const router = new Router<CallState>({ prefix: '/simulator' })
  router.use(inJson)
  router.get('/', (ctx) => {
    ctx.body = facts()
  })
  router.get('/openapi.json', (ctx) => {
    ctx.body = openApi(facts().url)
  })
  router.get('/events', (ctx) => streamEvents(ctx, log))
  router.post('/faults/:name', async (ctx) => {
    const name = ctx.params['name'] ?? ''
    const body = readBody(ctx)
    if (!isFaultName(name)) ctx.throw(404, `There is no fault ${name}`)
    const startedAt = performance.now()
    ctx.body = { result: await triggerFault(target, name, body) }
    note(log, `fault ${name}`, body, performance.now() - startedAt)
  })
  // The table's entries have types of their own; here each is any control.
  const all: [string, Control][] = Object.entries(CONTROLS)
  for (const [name, control] of all) {
    const { method, path, fields } = control
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.register(pattern, [method], async (ctx: Ctx & { params: Record<string, string> }) => {
      const given = method === 'GET' ? readQuery(ctx, fields) : readBody(ctx)
      const body = readFields(fields, { ...given, ...ctx.params })
      const startedAt = performance.now()
      ctx.body = (await control.run(target, body)) ?? null
      if (method !== 'GET') note(log, `control ${name}`, body, performance.now() - startedAt)
    })
  }
  return router
}
