import { findOrder } from '../domain/find-order.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import * as errors from './errors.ts'
import { checkField, type FieldRule } from './fields.ts'
import { checkMerchants } from './parties.ts'
import { MCHID, OUT_TRADE_NO } from './rules.ts'
import { SP_MCHID, SUB_MCHID } from './trade-type-rules.ts'
import { transaction } from './transaction.ts'

/** Gives the sub-merchant for whom a service provider asks. */
function checkQuery(context: Context, pay: PayCall): string | undefined {
  const { call, mchid, isPartner } = pay
  if (isPartner) {
    const spMchId = givenIn(pay, SP_MCHID)
    return checkMerchants(context, pay, spMchId, givenIn(pay, SUB_MCHID))
  }
  const isSame = givenIn(pay, MCHID) === mchid
  call.require('mchid of query and Authorization', isSame, errors.otherMerchant)
  return undefined
}

function givenIn({ call, query }: PayCall, rule: FieldRule): string | undefined {
  const value = query.get(rule.name) ?? undefined
  const violation = checkField(rule, value, `/query/${rule.name}`)
  call.check(`${rule.name} given`, violation === null)
  if (violation) throw errors.badField(violation, 'query')
  return value
}

/** The out_trade_no in the path, by the rules of one. */
export function readOutTradeNo({ call, param }: PayCall): string {
  const outTradeNo = param('out_trade_no')
  const violation = checkField(OUT_TRADE_NO, outTradeNo, '/uri_template/out_trade_no')
  call.check('out_trade_no', violation === null)
  if (violation) throw errors.badField(violation, 'uri_template')
  return outTradeNo
}

/** GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid= */
export function queryByNumber(context: Context, pay: PayCall): PayReply {
  const outTradeNo = readOutTradeNo(pay)
  const subMchId = checkQuery(context, pay)
  const order = findOrder(context, pay.call, { outTradeNo }, subMchId)
  return { status: 200, body: transaction(context, order, context.clock.now()) }
}

/** GET /v3/pay/transactions/id/{transaction_id}?mchid= */
export function queryById(context: Context, pay: PayCall): PayReply {
  const transactionId = pay.param('transaction_id')
  const subMchId = checkQuery(context, pay)
  const order = findOrder(context, pay.call, { transactionId }, subMchId)
  return { status: 200, body: transaction(context, order, context.clock.now()) }
}
