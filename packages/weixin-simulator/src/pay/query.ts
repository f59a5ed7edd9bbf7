import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import * as errors from './errors.ts'
import { checkField, type FieldRule } from './fields.ts'
import { checkMerchants, checkOwner } from './parties.ts'
import { MCHID, OUT_TRADE_NO } from './rules.ts'
import { SP_MCHID, SUB_MCHID } from './trade-type-rules.ts'
import { transaction } from './transaction.ts'

/** Gives the sub-merchant for whom a service provider asks. */
function checkQuery(world: Context, pay: PayCall): string | undefined {
  const { call, mchid, isPartner } = pay
  if (isPartner) {
    const spMchId = givenIn(pay, SP_MCHID)
    return checkMerchants(world, pay, spMchId, givenIn(pay, SUB_MCHID)).mchId
  }
  const isSame = givenIn(pay, MCHID) === mchid
  call.require('mchid of query and Authorization', isSame, errors.otherMerchant)
  return undefined
}

function givenIn({ call, query }: PayCall, rule: FieldRule): string | undefined {
  const asked = query.get(rule.name) ?? undefined
  const violation = checkField(rule, asked, `/query/${rule.name}`)
  call.check(`${rule.name} given`, violation === null)
  if (violation) throw errors.badField(violation, 'query')
  return asked
}

/** The number in the path, by the rules of a number. */
export function numberOf({ call, param }: PayCall): string {
  const number = param('out_trade_no')
  const violation = checkField(OUT_TRADE_NO, number, '/uri_template/out_trade_no')
  call.check('out_trade_no', violation === null)
  if (violation) throw errors.badField(violation, 'uri_template')
  return number
}

/** GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid= */
export function queryByNumber(world: Context, pay: PayCall): PayReply {
  const number = numberOf(pay)
  const subMchId = checkQuery(world, pay)
  const found = world.state.orders.find((one) => one.outTradeNo === number)
  pay.call.check('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  checkOwner(pay, found, subMchId)
  return { status: 200, body: transaction(world, found, world.clock.now()) }
}

/** GET /v3/pay/transactions/id/{transaction_id}?mchid= */
export function queryById(world: Context, pay: PayCall): PayReply {
  const id = pay.param('transaction_id')
  const subMchId = checkQuery(world, pay)
  const found = world.state.orders.find((one) => one.transactionId === id)
  pay.call.check('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  checkOwner(pay, found, subMchId)
  return { status: 200, body: transaction(world, found, world.clock.now()) }
}
