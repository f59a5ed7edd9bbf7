import type { World } from '../world.ts'
import type { PayCall, PayReply } from './call.ts'
import * as errors from './errors.ts'
import { checkField } from './fields.ts'
import { MCHID, OUT_TRADE_NO } from './rules.ts'
import { transaction } from './transaction.ts'

function checkQuery({ call, query, mchid }: PayCall): void {
  const asked = query.get('mchid') ?? undefined
  const violation = checkField(MCHID, asked, '/query/mchid')
  call.note('mchid given', violation === null)
  if (violation) throw errors.badField(violation, 'query')
  call.demand('mchid of query and Authorization', asked === mchid, errors.otherMerchant)
}

/** The number in the path, by the rules of a number. */
export function numberOf({ call, param }: PayCall): string {
  const number = param('out_trade_no')
  const violation = checkField(OUT_TRADE_NO, number, '/uri_template/out_trade_no')
  call.note('out_trade_no', violation === null)
  if (violation) throw errors.badField(violation, 'uri_template')
  return number
}

/** GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid= */
export function queryByNumber(world: World, pay: PayCall): PayReply {
  const number = numberOf(pay)
  checkQuery(pay)
  const found = world.state.orders.find((one) => one.outTradeNo === number)
  pay.call.note('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  return { status: 200, body: transaction(world.state, found, world.clock.now()) }
}

/** GET /v3/pay/transactions/id/{transaction_id}?mchid= */
export function queryById(world: World, pay: PayCall): PayReply {
  const id = pay.param('transaction_id')
  checkQuery(pay)
  const found = world.state.orders.find((one) => one.transactionId === id)
  pay.call.note('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  return { status: 200, body: transaction(world.state, found, world.clock.now()) }
}
