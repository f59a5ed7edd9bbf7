import { seconds } from '../clock.ts'
import { rsaVerify } from '../crypto/rsa.ts'
import { explain } from '../explain/explain.ts'
import { REQUEST_MISTAKES, requestText, type RequestFacts } from '../explain/request.ts'
import { isBase64, rsaFormFault } from '../explain/rsa-form.ts'
import type { Ctx } from '../http/context.ts'
import { merchantPublicKey } from '../state/certificate.ts'
import type { Context } from '../context.ts'
import { parseAuthorization, type Authorization } from './authorization-header.ts'
import * as errors from './unauthorised.ts'

/** Seconds that a request's timestamp may be away from the server's clock. */
const WINDOW = 300

/**
 * WeChat Pay's checks of `Authorization`, in its order: present and parsable, timestamp, merchant, serial,
 * signature. Gives the merchant.
 */
export function authorise(context: Context, ctx: Ctx): string {
  const { call } = ctx.state
  const isTransactions = ctx.path.startsWith('/v3/pay/transactions/')
  const parsed = parseAuthorization(ctx.get('Authorization'))
  const isReadable = parsed.problem === null
  call.check('Authorization', isReadable, isReadable ? undefined : parsed.why.en)
  if (parsed.problem !== null) throw errors.unreadable(parsed, isTransactions)
  const { fields } = parsed

  const given = /^\d+$/.test(fields.timestamp) ? Number(fields.timestamp) : Number.NaN
  const age = Math.abs(seconds(context.clock.wall()) - given)
  call.require('timestamp within 5 minutes', age <= WINDOW, () => errors.clock(fields.timestamp))
  const { mchId, serialNo, publicKeyId } = context.state.account.credentials
  call.require('mchid', fields.mchid === mchId, () => errors.unknownMerchant(fields.mchid))
  const isLowerCase = fields.serial_no !== serialNo && fields.serial_no.toUpperCase() === serialNo
  if (isLowerCase) call.check('serial_no in upper case', true, 'WeChat shows it in upper case.')
  call.require('serial_no', fields.serial_no.toUpperCase() === serialNo, () =>
    errors.serial(fields.serial_no, serialNo, publicKeyId),
  )
  checkSignature(context, ctx, fields)
  return mchId
}

function checkSignature(context: Context, ctx: Ctx, fields: Authorization): void {
  const { call, raw } = ctx.state
  const facts: RequestFacts = {
    method: ctx.method,
    url: ctx.req.url ?? '/',
    timestamp: fields.timestamp,
    nonce: fields.nonce_str,
    body: raw.toString('utf8'),
    host: ctx.host,
  }
  const { certificate } = context.state.account.credentials
  const key = merchantPublicKey(certificate)
  const { signature } = fields
  const reproduces = (signed: string | Buffer): boolean => rsaVerify(signed, signature, key)
  const right = requestText(facts)
  call.require('signature', isBase64(signature) && reproduces(right), () => {
    const explained = explain(REQUEST_MISTAKES, facts, {
      right,
      reproduces,
      mask: (text) => text,
      formFault: () => rsaFormFault(right, signature, key),
    })
    return errors.signature(facts, right, explained)
  })
}
