import type { Order } from '../state/orders.ts'
import { refundedSum, refundsOf, type Refund } from '../state/refunds.ts'
import type { State } from '../state/state.ts'
import { feeBack, feeOf } from './fees.ts'

export type Books = Pick<State, 'account' | 'orders' | 'refunds'>

export type PaidOrder = Order & { transactionId: string; paidAt: number }

/** What a bill has a line for. A refund counts from the moment it was accepted. */
export type Event = {
  /** Milliseconds. */
  at: number
  order: PaidOrder
  /** Fen; of a refund: what of the fee comes back. */
  fee: number
} & ({ is: 'payment' } | { is: 'refund'; refund: Refund })

const isPaid = (order: Order): order is PaidOrder =>
  order.transactionId !== null && order.paidAt !== null

/** All that ever moved money, oldest first. */
export function eventsOf({ orders, refunds }: Books): Event[] {
  const events = orders.filter(isPaid).flatMap((order): Event[] => {
    const given = refundsOf(refunds, order.transactionId)
    return [
      { is: 'payment', at: order.paidAt, order, fee: feeOf(order.total) },
      ...given.map((refund, i): Event => {
        const before = refundedSum(given.slice(0, i))
        const fee = feeBack(order.total, before, refund.refund)
        return { is: 'refund', at: refund.createdAt, order, fee, refund }
      }),
    ]
  })
  return events.toSorted((a, b) => a.at - b.at)
}
