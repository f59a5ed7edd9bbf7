import type { Call } from '../http/call.ts'
import type { Order } from '../state/orders.ts'
import type { DomainContext } from './context.ts'
import { checkOwner } from './parties.ts'
import { DomainRefusal } from './refusal.ts'

/** How a request names an order. */
export type OrderName = { outTradeNo: string } | { transactionId: string }

/** The order, when there is one; the log learns which one it is. */
export function lookUp({ state }: DomainContext, call: Call, name: OrderName): Order | undefined {
  const order =
    'outTradeNo' in name
      ? state.orders.byOutTradeNo(name.outTradeNo)
      : state.orders.byTransactionId(name.transactionId)
  call.outTradeNo = order?.outTradeNo ?? ('outTradeNo' in name ? name.outTradeNo : null)
  return order
}

/** The order of this merchant; refuses when there is none, or when it is another merchant's. */
export function findOrder(
  context: DomainContext,
  call: Call,
  name: OrderName,
  subMchId: string | undefined,
): Order {
  const order = lookUp(context, call, name)
  call.check('order exists', order !== undefined)
  if (!order) throw new DomainRefusal('order-not-found')
  checkOwner(call, order, subMchId)
  return order
}
