import { DomainRefusal } from '../domain/refusal.ts'
import type { Random } from '../crypto/random.ts'
import type { Ctx } from '../http/context.ts'
import { maskSecrets } from '../http/mask.ts'
import type { Context } from '../context.ts'
import { asBillRefusal } from './bill-refusal.ts'
import { inV2 } from './domain-errors.ts'
import { NoCertificate, V2Refusal } from './refusal.ts'
import { v2Sign, type SignType } from './sign.ts'
import { buildXml, type Fields } from './xml.ts'

/** In any order: nobody may rely on one. */
const shuffled = (fields: Fields, random: Random): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .map((field) => ({ field, at: random.below(1_000_000) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ field }) => field),
  )

/** WeChat calls it text/plain, whatever it is. */
function write({ random }: Context, ctx: Ctx, fields: Fields): void {
  ctx.status = 200
  ctx.set('Server', 'nginx')
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body = buildXml(shuffled(fields, random))
  ctx.state.call.responseBody = maskSecrets(fields)
}

/** A response signed as the request was. */
export function response(context: Context, ctx: Ctx, signType: SignType, reply: Fields): void {
  const { appId, mchId, apiV2Key } = context.state.account.credentials
  const fields: Fields = {
    return_code: 'SUCCESS',
    return_msg: 'OK',
    appid: appId,
    mch_id: mchId,
    nonce_str: context.random.word(16),
    result_code: 'SUCCESS',
    ...reply,
    // WeChat adds fields without notification: they are signed too.
    ...(context.random.below(4) === 0 && { simulated_field: 'x' }),
  }
  write(context, ctx, { ...fields, sign: v2Sign(fields, apiV2Key, signType) })
}

/** `signType` is undefined before the request's sign held: then nothing is signed. */
export function refuse(
  context: Context,
  ctx: Ctx,
  thrown: unknown,
  signType: SignType | undefined,
): void {
  const error = thrown instanceof DomainRefusal ? inV2(thrown) : thrown
  const { call } = ctx.state
  if (error instanceof NoCertificate) {
    call.code = error.reason.code
    call.reason = error.reason
    ctx.status = 400
    ctx.type = 'html'
    ctx.body = `<html><body>400 ${error.message}</body></html>`
    return
  }
  if (!(error instanceof V2Refusal)) throw error
  const { errCode, message } = error
  call.code = errCode ?? error.reason.code
  call.reason = error.reason
  if (errCode === null || signType === undefined)
    write(context, ctx, { return_code: 'FAIL', return_msg: message })
  else
    response(context, ctx, signType, {
      result_code: 'FAIL',
      err_code: errCode,
      err_code_des: message,
    })
}

/** A refused bill: XML that nobody signs. */
export function refuseBill(
  context: Context,
  ctx: Ctx,
  error: unknown,
  about: 'trades' | 'fund-flow',
): void {
  const refusal = asBillRefusal(error)
  if (!refusal) {
    refuse(context, ctx, error, undefined)
    return
  }
  const { call } = ctx.state
  const { message, code, errorCode, reason } = refusal
  call.code = code
  call.reason = reason
  write(
    context,
    ctx,
    about === 'trades'
      ? {
          return_code: 'FAIL',
          return_msg: message,
          ...(errorCode !== null && { error_code: errorCode }),
        }
      : { return_code: 'SUCCESS', result_code: 'FAIL', err_code: code, err_code_des: message },
  )
}
