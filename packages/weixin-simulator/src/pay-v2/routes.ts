import Router, { type RouterMiddleware } from '@koa/router'
import type { CallState, Ctx } from '../http/context.ts'
import type { World } from '../world.ts'
import type { V2Call, V2Reply } from './call.ts'
import { brokenRule } from './check-fields.ts'
import { signatureFault } from './check-sign.ts'
import { demandCertificate } from './client-certificate.ts'
import { close } from './close.ts'
import * as errors from './errors.ts'
import { order } from './order.ts'
import { checkPartner, partnerIds } from './parties.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'
import { V2Refusal } from './refusal.ts'
import { refuse, reply } from './reply.ts'
import { CLOSE, QUERY, REFUND, REFUND_QUERY, type V2Rule } from './rules.ts'
import { isSignType, type SignType } from './sign.ts'
import { wayOf } from './ways.ts'
import { parseXml, type Fields } from './xml.ts'

type Handler = (world: World, call: V2Call) => V2Reply

/** The form, the ids, then the sign: before it holds, nothing that is answered is signed. */
function readSigned(world: World, ctx: Ctx): { fields: Fields; signType: SignType } {
  const { call, raw } = ctx.state
  const { credentials } = world.state.account
  call.demand('POST', ctx.method === 'POST', errors.notPost)
  const fields = parseXml(raw.toString('utf8'))
  call.note('body is flat XML', fields !== undefined)
  if (!fields) throw errors.notXml()
  call.asked = { ...fields }
  call.demand('mch_id', fields['mch_id'] === credentials.mchId, () => errors.unknownId('mch_id'))
  call.demand('appid', fields['appid'] === credentials.appId, () => errors.unknownId('appid'))
  const signType = fields['sign_type'] || 'MD5'
  call.note('sign_type', isSignType(signType))
  if (!isSignType(signType)) throw errors.unknownSignType()
  const fault = signatureFault(fields, fields['sign'] ?? '', signType, credentials)
  call.demand('sign', fault === null, () => new V2Refusal(null, '签名错误', { ...fault! }))
  return { fields, signType }
}

/** api.mch.weixin.qq.com, API v2. */
export function payV2Routes(world: World): Router<CallState> {
  const router = new Router<CallState>()

  const answer = (
    rules: readonly V2Rule[] | ((fields: Fields) => readonly V2Rule[]),
    handler: Handler,
  ): RouterMiddleware<CallState> =>
    function answer(ctx) {
      const { call } = ctx.state
      let signType: SignType | undefined
      try {
        const signed = readSigned(world, ctx)
        signType = signed.signType
        if (ctx.path.startsWith('/secapi/'))
          demandCertificate(ctx, world.state.account.credentials.mchId)
        const { fields } = signed
        const broken = brokenRule(typeof rules === 'function' ? rules(fields) : rules, fields)
        call.note('parameters', broken === null, broken?.why.en)
        if (broken) throw broken
        const partner = checkPartner(world, { call, fields })
        const said = handler(world, { call, ...signed, partner })
        reply(world, ctx, signType, { ...partnerIds(partner), ...said })
      } catch (error) {
        refuse(world, ctx, error, signType)
      }
    }

  router.all(
    '/pay/unifiedorder',
    answer((fields) => wayOf(fields).rules, order),
  )
  router.all('/pay/orderquery', answer(QUERY, query))
  router.all('/pay/closeorder', answer(CLOSE, close))
  router.all('/pay/refundquery', answer(REFUND_QUERY, queryRefund))
  router.all('/secapi/pay/refund', answer(REFUND, refund))
  return router
}
