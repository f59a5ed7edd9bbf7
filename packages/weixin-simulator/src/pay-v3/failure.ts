import type { Middleware } from 'koa'
import type { CallState } from '../http/context.ts'
import type { Context } from '../context.ts'
import { PayRefusal } from './refusal.ts'
import { refuse } from './response.ts'

/** What goes wrong in the simulator itself is answered in WeChat Pay's form too: 500 SYSTEM_ERROR, in JSON, signed. */
export const payFailures = (context: Context): Middleware<CallState> =>
  async function payFailures(ctx, next) {
    try {
      await next()
    } catch (error) {
      if (!ctx.path.startsWith('/v3/')) throw error
      const reason = error instanceof Error ? error.message : String(error)
      const failure = new PayRefusal(
        { status: 500, code: 'SYSTEM_ERROR', message: '系统繁忙，请稍后重试', result: 268435462 },
        {
          en: `The simulator itself failed: ${reason}`,
          zh: `模拟器自身出错：${reason}`,
          field: null,
        },
      )
      refuse(context, ctx, failure)
      if (error instanceof Error) ctx.app.emit('error', error, ctx)
    }
  }
