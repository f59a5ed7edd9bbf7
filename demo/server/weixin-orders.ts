import type { Orders } from 'koa-weixin'
import { guestOf } from './customers.ts'
import type { Sql } from './database.ts'
import { SELECT_ORDERS, takesNoPayment, type OrderRow } from './orders.ts'

/** All four handlers, each of them asynchronous. */
type WeixinOrders = {
  [Name in keyof Orders]-?: (
    ...args: Parameters<NonNullable<Orders[Name]>>
  ) => Promise<Awaited<ReturnType<NonNullable<Orders[Name]>>>>
}

/** The handlers by which koa-weixin finds an order and records its payment and its refunds. `now` in milliseconds. */
export function weixinOrders(sql: Sql, now: () => number): WeixinOrders {
  async function findRow(id: string): Promise<OrderRow | undefined> {
    const { rows } = await sql.query<OrderRow>(`${SELECT_ORDERS} where o.id = $1`, [id])
    return rows[0]
  }

  return {
    async find(id, requester) {
      const row = await findRow(id)
      if (!row) return undefined
      // A page sees only its own customer's orders; for everybody else they do not exist.
      if (requester.by === 'page' && (requester.openid ?? guestOf(requester.ctx)) !== row.customer)
        return undefined
      return {
        id: row.id,
        createdAt: row.created_at,
        total: row.total,
        description: `${row.tea_name} × ${row.cups}`,
        transactionId: row.transaction_id,
        payBefore: row.pay_before,
        closed: takesNoPayment(row, now()),
      }
    },

    // One statement that is safe to repeat, also in two processes at once: the first transaction keeps the order.
    async onPaid(order, transaction) {
      await sql.query(
        `update orders set transaction_id = $2, paid_at = $3
         where id = $1 and transaction_id is null`,
        [order.id, transaction.transactionId, transaction.paidAt],
      )
    },

    async onUnexpectedPayment(order, _transaction, reason) {
      switch (reason) {
        // The customer cancelled: the money goes back. An order that lapsed while it was being paid is made all the same.
        case 'closed':
          return (await findRow(order.id))?.cancelled_at ? 'refund' : 'take'
        // The customer paid twice for the same cups: the second payment goes back.
        case 'second':
          return 'refund'
        // The price is fixed when the order is created, so a person has to look at this; no tea is made until then.
        case 'price':
        // The money went back from the console already: no tea, and no second refund.
        case 'refunded':
          return 'keep'
      }
    },

    // Runs at least once for each refund, hence the primary key.
    async onRefunded(order, { refundId, refundStatus, transactionId, amount, succeededAt }) {
      if (!order || refundStatus !== 'SUCCESS') return
      await sql.query(
        `insert into refunds (refund_id, order_id, transaction_id, amount, succeeded_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [refundId, order.id, transactionId, amount, succeededAt ?? new Date(now())],
      )
    },
  }
}
