import { isPaid, type PaidOrder } from '../../state/orders.ts'
import { isCounted, refundedSum, type Refund } from '../../state/refunds.ts'
import type { State } from '../../state/state.ts'
import { feeBack, feeOf } from './fees.ts'

/** What a bill is made from. */
export type Books = Pick<State, 'account' | 'orders' | 'refunds'>

/** What a bill has a line for. A refund counts from the moment it was accepted. */
export type Event = {
  /** Milliseconds. */
  at: number
  order: PaidOrder
  /** Fen; of a refund: what of the fee comes back. */
  fee: number
} & ({ is: 'payment' } | { is: 'refund'; refund: Refund })

/** All that ever moved money, oldest first. */
export function eventsOf({ orders, refunds }: Books): Event[] {
  const events = orders
    .all()
    .filter(isPaid)
    .flatMap((order): Event[] => {
      const given = refunds.byTransactionId(order.transactionId).filter((one) => isCounted(one))
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
