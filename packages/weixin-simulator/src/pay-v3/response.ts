import { requestId } from '../crypto/wechatpay-headers.ts'
import type { Ctx } from '../http/context.ts'
import type { Context } from '../context.ts'
import { DomainRefusal } from '../domain/refusal.ts'
import { inV3 } from './domain-errors.ts'
import { Unauthorised } from './unauthorised.ts'
import type { PayReply } from './call.ts'
import { PayRefusal } from './refusal.ts'

function write(ctx: Ctx, { status, body }: PayReply): string {
  const text = body ? JSON.stringify(body) : ''
  ctx.status = status
  if (body) ctx.body = text
  if (body) ctx.type = 'application/json; charset=utf-8'
  ctx.set({
    Server: 'nginx',
    'Content-Language': 'zh-CN',
    'Cache-Control': 'no-cache, must-revalidate',
    'X-Content-Type-Options': 'nosniff',
  })
  return text
}

function sign(context: Context, ctx: Ctx, text: string, result: number): void {
  ctx.set('Request-ID', requestId(context.random, result))
  ctx.set(context.signer.response(text, ctx.get('Wechatpay-Serial')))
}

/** A signed response. */
export const response = (context: Context, ctx: Ctx, answer: PayReply): void =>
  sign(context, ctx, write(ctx, answer), 0)

/** An error response: signed too, but not before the request's own signature held. */
export function refuse(context: Context, ctx: Ctx, thrown: unknown): void {
  const error = thrown instanceof DomainRefusal ? inV3(thrown) : thrown
  if (!(error instanceof PayRefusal)) throw error
  const { call } = ctx.state
  const { status, code, message, detail, result = 268435461 } = error.error
  call.code = code
  call.reason = error.reason
  const text = write(ctx, { status, body: { code, ...(detail && { detail }), message } })
  if (!(error instanceof Unauthorised)) sign(context, ctx, text, result)
  else if (!ctx.path.startsWith('/v3/pay/transactions/'))
    ctx.set('Request-ID', requestId(context.random, result))
}
