import { setTimeout as sleep } from 'node:timers/promises'
import type { Middleware } from 'koa'
import type { Context } from './context.ts'
import type { Why } from './http/call.ts'
import type { CallState, Ctx } from './http/context.ts'
import { v2Faults } from './pay-v2/faults.ts'
import { v3Faults } from './pay-v3/faults.ts'
import type { PayFault } from './types.ts'

/** What a dialect answers in place of the right response. */
interface Dialect {
  systemError(context: Context, ctx: Ctx, why: Why): void
  tooManyRequests(context: Context, ctx: Ctx, why: Why): void
  /** Null: it has no such answer. */
  accepted: ((context: Context, ctx: Ctx) => void) | null
  spoilSignature(ctx: Ctx): void
}

const WHY: Why = {
  code: 'fault',
  en: 'A fault that was set makes this call fail (faults.failPay).',
  zh: '按 faults.failPay 的设置模拟的故障。',
  field: null,
}

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

/** The dialect of a path; null: it is none of WeChat Pay's. */
function dialectOf(path: string): Dialect | null {
  if (path.startsWith('/v3/')) return v3Faults
  return /^\/(pay|secapi)\//.test(path) ? v2Faults : null
}

/** The next one that is for this call; each counts down by itself, and is gone when it is spent. */
function take(
  waiting: Required<PayFault>[],
  path: string,
  { accepted }: Dialect,
): Required<PayFault> | undefined {
  const fault = waiting.find(
    (one) =>
      one.times > 0 &&
      path.includes(one.path) &&
      (accepted !== null || one.response !== 'accepted'),
  )
  if (fault && --fault.times === 0) waiting.splice(waiting.indexOf(fault), 1)
  return fault
}

/** Resolves when nobody listens any more. */
const gone = (ctx: Ctx): Promise<void> =>
  new Promise((resolve) => {
    if (ctx.req.socket.destroyed) resolve()
    else ctx.req.socket.once('close', () => resolve())
  })

/** Nobody gets an answer, so Koa must not write one. */
async function answerNothing(ctx: Ctx, how: 'hang' | 'reset'): Promise<void> {
  ctx.respond = false
  ctx.state.call.code = how === 'reset' ? 'RESET' : 'HANG'
  if (how === 'reset') ctx.req.socket.resetAndDestroy()
  else await gone(ctx)
}

function badGateway(ctx: Ctx): void {
  for (const name of Object.keys(ctx.response.headers)) ctx.remove(name)
  ctx.state.call.code = 'BAD_GATEWAY'
  ctx.status = 502
  ctx.type = 'html'
  ctx.body = BAD_GATEWAY
}

async function fail(
  context: Context,
  ctx: Ctx,
  { response, dialect }: { response: PayFault['response']; dialect: Dialect },
): Promise<void> {
  if (typeof response === 'object') {
    await ('until' in response ? response.until : sleep(response.milliseconds))
    return
  }
  ctx.state.call.reason = WHY
  if (response === 'system-error') dialect.systemError(context, ctx, WHY)
  else if (response === 'too-many-requests') dialect.tooManyRequests(context, ctx, WHY)
  else if (response === 'accepted') dialect.accepted?.(context, ctx)
  else if (response === 'wrong-signature') dialect.spoilSignature(ctx)
  else if (response === 'bad-gateway') badGateway(ctx)
  else await answerNothing(ctx, response)
}

/** What goes wrong on demand: before WeChat Pay acts, or after it acted and before it answers. */
export const payFaults = (context: Context): Middleware<CallState> =>
  async function payFaults(ctx, next) {
    const dialect = dialectOf(ctx.path)
    const fault = dialect && take(context.overrides.payFaults, ctx.path, dialect)
    if (!fault) return next()
    const { response, when } = fault
    // A signature is spoiled after the response was made.
    if (when === 'before' && response !== 'wrong-signature') {
      await fail(context, ctx, { response, dialect })
      if (typeof response === 'object') await next()
      return
    }
    await next()
    await context.save()
    await fail(context, ctx, { response, dialect })
  }
