import { orderState } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { checkBody, unknownField } from './check-body.ts'
import * as errors from './errors.ts'
import { numberOf } from './query.ts'
import { MCHID } from './rules.ts'
import { checkMerchants, checkOwner } from './parties.ts'
import { SP_MCHID, SUB_MCHID } from './trade-type-rules.ts'
import { textOf } from '../http/body.ts'

/**
 * POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close. May be repeated. A number that was never ordered
 * closes too, and can then not be ordered (one developer's report of 2026).
 */
export function close(world: Context, pay: PayCall): PayReply {
  const { call, body, mchid, isPartner } = pay
  const { state, clock } = world
  const number = numberOf(pay)
  const rules = isPartner ? [SP_MCHID, SUB_MCHID] : [MCHID]
  const violation = checkBody(rules, body)
  call.check('merchant given', violation === null)
  if (violation) throw errors.badField(violation, 'body')
  const unknown = unknownField(rules, body)
  call.require('no unknown field', unknown === undefined, () =>
    errors.unknownParameter(unknown ?? ''),
  )
  const [spMchId, subMchId] = [textOf(body['sp_mchid']), textOf(body['sub_mchid'])]
  if (isPartner) checkMerchants(world, pay, spMchId, subMchId)
  else
    call.require('mchid of body and Authorization', body['mchid'] === mchid, errors.otherMerchant)
  const found = state.orders.find((one) => one.outTradeNo === number)
  if (found) {
    checkOwner(pay, found, subMchId)
    const isUnpaid = ['NOTPAY', 'CLOSED'].includes(orderState(found, clock.now()))
    call.require('not paid', isUnpaid, errors.alreadyPaid)
    found.state = 'CLOSED'
  } else if (!state.closedNumbers.includes(number)) {
    state.closedNumbers.push(number)
  }
  return { status: 204 }
}
