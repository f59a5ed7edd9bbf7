import { closeOrder } from '../domain/close-order.ts'
import { findOrder } from '../domain/find-order.ts'
import { refuseFor } from '../domain/refusal.ts'
import { orderState } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'

/** API v2 closes an order no earlier than this after it was made, in milliseconds. */
const YOUTH = 5 * 60_000

/** POST /pay/closeorder */
export function close(context: Context, { call, fields, partner }: V2Call): V2Reply {
  const now = context.clock.now()
  const { out_trade_no: outTradeNo = '' } = fields
  const order = findOrder(context, call, { outTradeNo }, partner?.subMchId)
  const state = orderState(order, now)
  call.require('not closed', state !== 'CLOSED', refuseFor('order-closed'))
  const isOld = state !== 'NOTPAY' || now - order.createdAt >= YOUTH
  call.require('five minutes after it was ordered', isOld, errors.tooYoung)
  closeOrder(context, call, order)
  return { result_msg: 'OK' }
}
