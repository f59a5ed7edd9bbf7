import Router, { type RouterMiddleware } from '@koa/router'
import type { CallState, Ctx } from '../http/context.ts'
import type { Context } from '../context.ts'
import { sendFile } from '../http/send-file.ts'
import { fundFlowBill, tradeBill, type V2Bill } from './bill.ts'
import type { V2Call, V2Reply } from './call.ts'
import { brokenRule } from './check-fields.ts'
import { signatureFault } from './check-sign.ts'
import { requireCertificate } from './client-certificate.ts'
import { close } from './close.ts'
import * as errors from './errors.ts'
import { order } from './order.ts'
import { checkPartner, partnerIds } from './parties.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'
import { V2Refusal } from './refusal.ts'
import { refuse, refuseBill, response } from './response.ts'
import { BILL, CLOSE, FUND_FLOW, QUERY, REFUND, REFUND_QUERY, type V2Rule } from './rules.ts'
import { signTypeOf, type SignType } from './sign.ts'
import { tradeTypeIn } from './trade-types.ts'
import { parseXml, type Fields } from './xml.ts'

type Handler = (context: Context, call: V2Call) => V2Reply

/** The form, the ids, then the sign: before it holds, nothing that is answered is signed. */
function readSigned(context: Context, ctx: Ctx): { fields: Fields; signType: SignType } {
  const { call, raw } = ctx.state
  const { credentials } = context.state.account
  call.require('POST', ctx.method === 'POST', errors.notPost)
  const fields = parseXml(raw.toString('utf8'))
  call.check('body is flat XML', fields !== undefined)
  if (!fields) throw errors.notXml()
  call.request = { ...fields }
  call.require('mch_id', fields['mch_id'] === credentials.mchId, () => errors.unknownId('mch_id'))
  call.require('appid', fields['appid'] === credentials.appId, () => errors.unknownId('appid'))
  const signType = signTypeOf(fields)
  call.check('sign_type', signType !== undefined)
  if (!signType) throw errors.unknownSignType()
  const fault = signatureFault(fields, fields['sign'] ?? '', signType, credentials)
  call.require('sign', fault === null, () => new V2Refusal(null, '签名错误', { ...fault! }))
  return { fields, signType }
}

function requireParameters(
  rules: readonly V2Rule[],
  { call, fields }: Pick<V2Call, 'call' | 'fields'>,
): void {
  const broken = brokenRule(rules, fields)
  call.check('parameters', broken === null, broken?.reason.en)
  if (broken) throw broken
}

/** api.mch.weixin.qq.com, API v2. */
export function payV2Routes(context: Context): Router<CallState> {
  const router = new Router<CallState>({ sensitive: true, strict: true })

  const answer = (
    rules: readonly V2Rule[] | ((fields: Fields) => readonly V2Rule[]),
    handler: Handler,
  ): RouterMiddleware<CallState> =>
    function answer(ctx) {
      const { call } = ctx.state
      let signType: SignType | undefined
      try {
        const signed = readSigned(context, ctx)
        signType = signed.signType
        if (ctx.path.startsWith('/secapi/'))
          requireCertificate(ctx, context.state.account.credentials.mchId)
        const { fields } = signed
        requireParameters(typeof rules === 'function' ? rules(fields) : rules, { call, fields })
        const partner = checkPartner(context, { call, fields })
        const reply = handler(context, { call, ...signed, partner })
        response(context, ctx, signType, { ...partnerIds(partner), ...reply })
      } catch (error) {
        refuse(context, ctx, error, signType)
      }
    }

  const answerFile = (
    about: 'trades' | 'fund-flow',
    rules: readonly V2Rule[],
    make: (context: Context, call: V2Call) => V2Bill,
  ): RouterMiddleware<CallState> =>
    function answerFile(ctx) {
      try {
        const { call } = ctx.state
        const signed = readSigned(context, ctx)
        const partner = checkPartner(context, { call, fields: signed.fields })
        const request = { call, ...signed, partner }
        if (about === 'fund-flow') requireCertificate(ctx, context.state.account.credentials.mchId)
        requireParameters(rules, request)
        const { headers, ...bill } = make(context, request)
        ctx.set(headers)
        sendFile(ctx, { ...bill, type: 'text/plain' }, context.overrides.spoiledDownloads)
      } catch (error) {
        refuseBill(context, ctx, error, about)
      }
    }

  router.all(
    '/pay/unifiedorder',
    answer((fields) => tradeTypeIn(fields).rules, order),
  )
  router.all('/pay/orderquery', answer(QUERY, query))
  router.all('/pay/closeorder', answer(CLOSE, close))
  router.all('/pay/refundquery', answer(REFUND_QUERY, queryRefund))
  router.all('/secapi/pay/refund', answer(REFUND, refund))
  router.all('/pay/downloadbill', answerFile('trades', BILL, tradeBill))
  router.all('/pay/downloadfundflow', answerFile('fund-flow', FUND_FLOW, fundFlowBill))
  return router
}
