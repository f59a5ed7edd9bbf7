import type { Context } from '../context.ts'
import type { Why } from '../http/call.ts'
import type { Ctx } from '../http/context.ts'
import { PayRefusal } from './refusal.ts'
import { refuse, response } from './response.ts'

/** Not finished: the same request has to be sent again. */
const NOT_FINISHED = { code: 'USERPAYING', message: '用户支付中，需要输入密码' }

/** What API v3 answers in place of the right response. */
export const v3Faults = {
  systemError(context: Context, ctx: Ctx, why: Why): void {
    const error = { code: 'SYSTEM_ERROR', message: '系统繁忙，请稍后重试', result: 268435462 }
    refuse(context, ctx, new PayRefusal({ status: 500, ...error }, why))
  },
  /** A refund may have been accepted all the same: `when: 'after'`. */
  tooManyRequests(context: Context, ctx: Ctx, why: Why): void {
    const error = { code: 'FREQUENCY_LIMITED', message: '频率限制', result: 268447840 }
    refuse(context, ctx, new PayRefusal({ status: 429, ...error }, why))
  },
  accepted(context: Context, ctx: Ctx): void {
    response(context, ctx, { status: 202, body: NOT_FINISHED })
  },
  spoilSignature(ctx: Ctx): void {
    ctx.set('Wechatpay-Signature', Buffer.alloc(256, 1).toString('base64'))
  },
}
