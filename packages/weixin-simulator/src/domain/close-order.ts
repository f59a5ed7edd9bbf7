import type { Call } from '../http/call.ts'
import { orderState, type Order } from '../state/orders.ts'
import type { DomainContext } from './context.ts'
import { refuseFor } from './refusal.ts'

/** Closes an unpaid order; closing it again changes nothing. */
export function closeOrder({ state, clock }: DomainContext, call: Call, order: Order): void {
  const tradeState = orderState(order, clock.now())
  const isUnpaid = tradeState === 'NOTPAY' || tradeState === 'CLOSED'
  call.require('not paid', isUnpaid, refuseFor('order-paid'))
  order.state = 'CLOSED'
  state.orders.changed(order)
}

/** A number that was never ordered closes too, and can then not be ordered (one developer's report of 2026). */
export function closeUnused({ state }: DomainContext, outTradeNo: string): void {
  if (state.closedNumbers.get(outTradeNo) === undefined) state.closedNumbers.add(outTradeNo)
}
