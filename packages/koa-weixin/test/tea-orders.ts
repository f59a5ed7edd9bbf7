import type {
  Requester,
  Decision,
  Order,
  Orders,
  Refund,
  Transaction,
  UnexpectedReason,
} from '../src/index.ts'

export interface TeaOrder extends Order {
  openid: string | null
}

/** The app's orders, in memory: what a database would keep, and what was asked of the app. */
export interface TeaOrders extends Orders<TeaOrder> {
  rows: Map<string, TeaOrder>
  /** Every call of `paid`, whether it changed a row or not. */
  paidCalls: { orderId: string; transaction: Transaction }[]
  unexpectedCalls: { orderId: string; why: UnexpectedReason }[]
  refunds: { order: TeaOrder | undefined; refund: Refund }[]
  /** Awaited inside `paid`, before the row changes. */
  beforePaid: (transaction: Transaction) => Promise<void>
  add(order?: Partial<TeaOrder>): TeaOrder
  row(id: string): TeaOrder
}

export function teaOrders(decide?: (why: UnexpectedReason) => Decision): TeaOrders {
  const rows = new Map<string, TeaOrder>()
  let last = 1023
  const orders: TeaOrders = {
    rows,
    paidCalls: [],
    unexpectedCalls: [],
    refunds: [],
    beforePaid: async () => {},
    add(order = {}) {
      last += 1
      const added: TeaOrder = {
        id: `TEA${last}`,
        createdAt: new Date('2026-11-23T01:41:00Z'),
        total: 2800,
        description: '明前龙井 × 1',
        transactionId: null,
        openid: '',
        ...order,
      }
      rows.set(added.id, added)
      return added
    },
    row(id) {
      const found = rows.get(id)
      if (!found) throw new Error(`no row ${id}`)
      return found
    },
    async find(id, requester: Requester) {
      const found = rows.get(id)
      if (requester.by === 'page' && found?.openid !== requester.openid) return undefined
      return found && { ...found }
    },
    async onPaid(order, transaction) {
      orders.paidCalls.push({ orderId: order.id, transaction })
      await orders.beforePaid(transaction)
      const row = orders.row(order.id)
      row.transactionId ??= transaction.transactionId
    },
    async onRefunded(order, refund) {
      orders.refunds.push({ order, refund })
    },
  }
  if (decide)
    orders.onUnexpectedPayment = async (order, _transaction, why) => {
      orders.unexpectedCalls.push({ orderId: order.id, why })
      return decide(why)
    }
  return orders
}
