import { setTimeout as sleep } from 'node:timers/promises'
import type { Middleware } from 'koa'
import type { CallState, Ctx } from '../http/context.ts'
import type { PayFault } from '../types.ts'
import type { Context } from '../context.ts'
import { PayRefusal } from './refusal.ts'
import { refuse, response } from './response.ts'

const WORDS = {
  en: 'A fault that was set makes this call fail (faults.failPay).',
  zh: '按 faults.failPay 的设置模拟的故障。',
  field: null,
}

const BAD_GATEWAY =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
  '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

const systemError = (): PayRefusal =>
  new PayRefusal(
    { status: 500, code: 'SYSTEM_ERROR', message: '系统繁忙，请稍后重试', result: 268435462 },
    { ...WORDS, code: 'fault' },
  )

/** A refund may have been accepted all the same: `when: 'after'`. */
const tooManyRequests = (): PayRefusal =>
  new PayRefusal(
    { status: 429, code: 'FREQUENCY_LIMITED', message: '频率限制', result: 268447840 },
    { ...WORDS, code: 'fault' },
  )

/** Not finished: the same request has to be sent again. */
const NOT_FINISHED = { code: 'USERPAYING', message: '用户支付中，需要输入密码' }

/** The next one that is for this path; each counts down by itself, and is gone when it is spent. */
function take(waiting: Required<PayFault>[], path: string): Required<PayFault> | undefined {
  const fault = waiting.find((one) => one.times > 0 && path.includes(one.path))
  if (fault && --fault.times === 0) waiting.splice(waiting.indexOf(fault), 1)
  return fault
}

/** Resolves when nobody listens any more. */
const gone = (ctx: Ctx): Promise<void> =>
  new Promise((resolve) => {
    if (ctx.req.socket.destroyed) resolve()
    else ctx.req.socket.once('close', () => resolve())
  })

async function fail(context: Context, ctx: Ctx, answer: PayFault['response']): Promise<void> {
  ctx.state.call.reason = { ...WORDS, code: 'fault' }
  if (answer === 'system-error') {
    refuse(context, ctx, systemError())
  } else if (answer === 'too-many-requests') {
    refuse(context, ctx, tooManyRequests())
  } else if (answer === 'bad-gateway') {
    for (const name of Object.keys(ctx.response.headers)) ctx.remove(name)
    ctx.state.call.code = 'BAD_GATEWAY'
    ctx.status = 502
    ctx.type = 'html'
    ctx.body = BAD_GATEWAY
  } else if (answer === 'accepted') {
    response(context, ctx, { status: 202, body: NOT_FINISHED })
  } else if (answer === 'wrong-signature') {
    ctx.set('Wechatpay-Signature', Buffer.alloc(256, 1).toString('base64'))
  } else if (answer === 'reset' || answer === 'hang') {
    // Nobody gets an answer, so Koa must not write one.
    ctx.respond = false
    ctx.state.call.code = answer === 'reset' ? 'RESET' : 'HANG'
    if (answer === 'reset') ctx.req.socket.resetAndDestroy()
    else await gone(ctx)
  } else {
    ctx.state.call.reason = null
    await ('until' in answer ? answer.until : sleep(answer.milliseconds))
  }
}

/** What goes wrong on demand: before WeChat Pay acts, or after it acted and before it answers. */
export const faults = (context: Context): Middleware<CallState> =>
  async function faults(ctx, next) {
    const fault = ctx.path.startsWith('/v3/')
      ? take(context.overrides.payFaults, ctx.path)
      : undefined
    if (!fault) return next()
    const isDelay = typeof fault.response === 'object'
    // A signature is spoiled after the response was made.
    if (fault.when === 'before' && fault.response !== 'wrong-signature') {
      await fail(context, ctx, fault.response)
      if (isDelay) await next()
      return
    }
    await next()
    await context.save()
    await fail(context, ctx, fault.response)
  }
