import { paymentAmounts, refundAmounts } from '../amounts.ts'
import { isPaid, type PaidOrder } from '../../state/orders.ts'
import { isCounted, type Refund } from '../../state/refunds.ts'
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

const sumOf = (order: PaidOrder, refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + refundAmounts(order, refund).settlement, 0)

/** All that ever moved money, oldest first. */
export function eventsOf({ orders, refunds }: Books): Event[] {
  const events = orders
    .all()
    .filter(isPaid)
    .flatMap((order): Event[] => {
      // Both the fee and what of it comes back go by what is settled.
      const { settlement } = paymentAmounts(order)
      const given = refunds.byTransactionId(order.transactionId).filter((one) => isCounted(one))
      return [
        { is: 'payment', at: order.paidAt, order, fee: feeOf(settlement) },
        ...given.map((refund, i): Event => {
          const before = sumOf(order, given.slice(0, i))
          const fee = feeBack(settlement, before, refundAmounts(order, refund).settlement)
          return { is: 'refund', at: refund.createdAt, order, fee, refund }
        }),
      ]
    })
  return events.toSorted((a, b) => a.at - b.at)
}
