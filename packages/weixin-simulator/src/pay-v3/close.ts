import { closeOrder, closeUnused } from '../domain/close-order.ts'
import { lookUp } from '../domain/find-order.ts'
import { checkOwner } from '../domain/parties.ts'
import { textOf } from '../http/body.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { checkBody, requireKnown } from './check-body.ts'
import * as errors from './errors.ts'
import { checkMerchants } from './parties.ts'
import { readOutTradeNo } from './query.ts'
import { MCHID } from './rules.ts'
import { SP_MCHID, SUB_MCHID } from './trade-type-rules.ts'

/** POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close. May be repeated. */
export function close(context: Context, pay: PayCall): PayReply {
  const { call, body, mchid, isPartner } = pay
  const outTradeNo = readOutTradeNo(pay)
  const rules = isPartner ? [SP_MCHID, SUB_MCHID] : [MCHID]
  const violation = checkBody(rules, body)
  call.check('merchant given', violation === null)
  if (violation) throw errors.badField(violation, 'body')
  requireKnown(call, rules, body)
  const [spMchId, subMchId] = [textOf(body['sp_mchid']), textOf(body['sub_mchid'])]
  if (isPartner) checkMerchants(context, pay, spMchId, subMchId)
  else
    call.require('mchid of body and Authorization', body['mchid'] === mchid, errors.otherMerchant)
  const order = lookUp(context, call, { outTradeNo })
  if (order) {
    checkOwner(call, order, subMchId)
    closeOrder(context, call, order)
  } else {
    closeUnused(context, outTradeNo)
  }
  return { status: 204 }
}
