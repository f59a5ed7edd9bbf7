import { TRADE_STATES } from '../pay/transaction.ts'
import { orderState, tradeTypeOf, type Order } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { isOwn, partnerIds, payerIds } from './parties.ts'
import { shortTime } from './time.ts'
import type { Fields } from './xml.ts'

/** What a payment is, in a query's response and in its notification. */
export function payment(order: Order): Fields {
  return {
    ...partnerIds(order.partner),
    ...payerIds(order),
    trade_type: tradeTypeOf(order),
    bank_type: order.bankType ?? 'OTHERS',
    total_fee: String(order.total),
    fee_type: 'CNY',
    cash_fee: String(order.total),
    transaction_id: order.transactionId ?? '',
    out_trade_no: order.outTradeNo,
    attach: order.attach ?? '',
    time_end: shortTime(order.paidAt ?? 0),
  }
}

/** transaction_id wins over out_trade_no. */
export function findOrder(world: Context, { call, fields, partner }: V2Call): Order | undefined {
  const { transaction_id: id = '', out_trade_no: number = '' } = fields
  const found = world.state.orders.find((one) =>
    id === '' ? one.outTradeNo === number : one.transactionId === id,
  )
  if (!found) return undefined
  const isAskers = isOwn(found, partner)
  call.check('order of this merchant', isAskers)
  return isAskers ? found : undefined
}

/** POST /pay/orderquery */
export function query(world: Context, asked: V2Call): V2Reply {
  const { call, fields } = asked
  const isNamed = Boolean(fields['transaction_id'] || fields['out_trade_no'])
  call.require('transaction_id or out_trade_no', isNamed, () => errors.lacking('out_trade_no'))
  const found = findOrder(world, asked)
  call.check('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  const state = orderState(found, world.clock.now())
  const standing = { trade_state: state, trade_state_desc: TRADE_STATES[state], device_info: '' }
  if (found.transactionId === null)
    return { ...standing, out_trade_no: found.outTradeNo, total_fee: String(found.total) }
  return { ...standing, ...payment(found) }
}
