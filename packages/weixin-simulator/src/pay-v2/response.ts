import { randomInt } from 'node:crypto'
import { randomWord } from '../crypto/random.ts'
import type { Ctx } from '../http/context.ts'
import type { Context } from '../context.ts'
import { BillRefusal, inBillWords } from './bill-refusal.ts'
import { NoCertificate, V2Refusal } from './refusal.ts'
import { v2Sign, type SignType } from './sign.ts'
import { buildXml, type Fields } from './xml.ts'

/** In any order: nobody may rely on one. */
const shuffled = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields)
      .map((field) => ({ field, at: randomInt(1_000_000) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ field }) => field),
  )

/** WeChat calls it text/plain, whatever it is. */
function write(ctx: Ctx, fields: Fields): void {
  ctx.status = 200
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body = buildXml(shuffled(fields))
}

/** A response signed as the request was. */
export function response(world: Context, ctx: Ctx, signType: SignType, said: Fields): void {
  const { appId, mchId, apiV2Key } = world.state.account.credentials
  const fields: Fields = {
    return_code: 'SUCCESS',
    return_msg: 'OK',
    appid: appId,
    mch_id: mchId,
    nonce_str: randomWord(16),
    result_code: 'SUCCESS',
    ...said,
    // WeChat adds fields without notification: they are signed too.
    ...(randomInt(4) === 0 && { simulated_field: 'x' }),
  }
  write(ctx, { ...fields, sign: v2Sign(fields, apiV2Key, signType) })
}

/** `signType` is undefined before the request's sign held: then nothing is signed. */
export function refuse(
  world: Context,
  ctx: Ctx,
  error: unknown,
  signType: SignType | undefined,
): void {
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
    write(ctx, { return_code: 'FAIL', return_msg: message })
  else
    response(world, ctx, signType, {
      result_code: 'FAIL',
      err_code: errCode,
      err_code_des: message,
    })
}

/** A refused bill: XML that nobody signs. */
export function refuseBill(
  world: Context,
  ctx: Ctx,
  error: unknown,
  about: 'trades' | 'fund-flow',
): void {
  const refusal = error instanceof V2Refusal ? inBillWords(error) : error
  if (!(refusal instanceof BillRefusal)) {
    refuse(world, ctx, error, undefined)
    return
  }
  const { call } = ctx.state
  const { message, errorCode, reason } = refusal
  call.code = reason.code
  call.reason = reason
  write(
    ctx,
    about === 'trades'
      ? {
          return_code: 'FAIL',
          return_msg: message,
          ...(errorCode !== null && { error_code: errorCode }),
        }
      : {
          return_code: 'SUCCESS',
          result_code: 'FAIL',
          err_code: reason.code,
          err_code_des: message,
        },
  )
}
