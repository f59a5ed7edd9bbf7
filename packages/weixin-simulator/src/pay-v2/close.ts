import { orderState } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { findOrder } from './query.ts'

/** An order is closed no earlier than this after it was made, in milliseconds. */
const YOUTH = 5 * 60_000

/** POST /pay/closeorder */
export function close(world: Context, asked: V2Call): V2Reply {
  const { call } = asked
  const now = world.clock.now()
  const found = findOrder(world, asked)
  call.check('order exists', found !== undefined)
  if (!found) throw errors.noSuchOrder()
  const state = orderState(found, now)
  call.require('not paid', state === 'NOTPAY' || state === 'CLOSED', errors.orderPaid)
  call.require('not closed', state !== 'CLOSED', errors.orderClosed)
  const isOld = now - found.createdAt >= YOUTH
  call.require('five minutes after it was ordered', isOld, errors.tooYoung)
  found.state = 'CLOSED'
  return { result_msg: 'OK' }
}
