import { randomInt } from 'node:crypto'
import type { Tea, TeaOrder, TeaOrderPage } from '../contract.ts'
import type { Sql } from './database.ts'

/** Milliseconds until an unpaid order lapses: 15 minutes. */
export const PAY_WITHIN_MS = 15 * 60_000

const ORDERS_PER_PAGE = 20

/** A row of the table `orders`, with the sum of its refunds. */
export interface OrderRow {
  id: string
  pickup: number
  /** The openid, or `guest:…` for a browser outside WeChat. */
  customer: string
  tea_id: string
  tea_name: string
  cups: number
  table_number: number | null
  total: number
  created_at: Date
  pay_before: Date
  paying_at: Date | null
  transaction_id: string | null
  paid_at: Date | null
  cancelled_at: Date | null
  refunded: number
  refunded_at: Date | null
}

/** Refunds of a second payment are not refunds of the order: only the transaction that paid the order counts. */
export const SELECT_ORDERS = `select o.*, r.refunded, r.refunded_at from orders o, lateral (
  select coalesce(sum(amount), 0)::int as refunded, max(succeeded_at) as refunded_at from refunds
  where order_id = o.id and (o.transaction_id is null or transaction_id = o.transaction_id)
) r`

/** What a customer orders. `table`: where the tea is brought to; null: it is fetched at the counter. */
export interface OrderRequest {
  tea: Tea
  cups: number
  table: number | null
}

/** The orders as the shop's own routes need them. Each method takes a customer and sees no other orders. */
export interface TeaOrders {
  create(customer: string, request: OrderRequest): Promise<TeaOrder>
  /** One page of orders, the newest first; `after` is the `next` of the page before. */
  list(customer: string, after?: string): Promise<TeaOrderPage>
  find(customer: string, id: string): Promise<TeaOrder | undefined>
  /** Writes down when the page first received its payment parameters. */
  markPaying(customer: string, id: string): Promise<void>
  /** Marks an unpaid order as cancelled, so that it takes no payment any more. False when it is not unpaid. */
  cancel(customer: string, id: string): Promise<boolean>
  /** The ids of all orders whose payment was started and is neither recorded nor closed at WeChat. */
  pending(): Promise<string[]>
  /** Writes down that nothing of the order can be paid at WeChat any more. */
  markClosed(id: string): Promise<void>
}

/** `now` in milliseconds. */
export function teaOrders(sql: Sql, now: () => number): TeaOrders {
  async function find(customer: string, id: string): Promise<TeaOrder | undefined> {
    const text = `${SELECT_ORDERS} where o.id = $1 and o.customer = $2`
    const { rows } = await sql.query<OrderRow>(text, [id, customer])
    return rows[0] && toTeaOrder(rows[0], now())
  }

  return {
    find,
    async create(customer, { tea, cups, table }) {
      const createdAt = now()
      const { rows } = await sql.query<OrderRow>(
        `insert into orders
           (id, customer, tea_id, tea_name, cups, table_number, total, created_at, pay_before)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *, 0 as refunded, null as refunded_at`,
        [
          newOrderId(),
          customer,
          tea.id,
          tea.name,
          cups,
          table,
          tea.price * cups,
          new Date(createdAt),
          new Date(createdAt + PAY_WITHIN_MS),
        ],
      )
      return toTeaOrder(rows[0]!, createdAt)
    },
    async list(customer, after) {
      // One row more than a page shows whether there is a next page.
      const { rows } = await sql.query<OrderRow>(
        `${SELECT_ORDERS} where o.customer = $1 and ($2::text is null or
           (o.created_at, o.id) < (select created_at, id from orders where id = $2 and customer = $1))
         order by o.created_at desc, o.id desc limit ${ORDERS_PER_PAGE + 1}`,
        [customer, after ?? null],
      )
      const page = rows.slice(0, ORDERS_PER_PAGE).map((row) => toTeaOrder(row, now()))
      return { orders: page, next: rows.length > ORDERS_PER_PAGE ? page.at(-1)!.id : null }
    },
    async markPaying(customer, id) {
      await sql.query(
        'update orders set paying_at = $3 where id = $1 and customer = $2 and paying_at is null',
        [id, customer, new Date(now())],
      )
    },
    async cancel(customer, id) {
      const { rows } = await sql.query(
        `update orders set cancelled_at = $3 where id = $1 and customer = $2
           and transaction_id is null and cancelled_at is null and pay_before > $3 returning id`,
        [id, customer, new Date(now())],
      )
      return rows.length > 0
    },
    async pending() {
      const { rows } = await sql.query<{ id: string }>(
        `select id from orders
         where paying_at is not null and transaction_id is null and closed_at is null`,
      )
      return rows.map(({ id }) => id)
    },
    async markClosed(id) {
      await sql.query('update orders set closed_at = $2 where id = $1 and closed_at is null', [
        id,
        new Date(now()),
      ])
    },
  }
}

function toTeaOrder(row: OrderRow, now: number): TeaOrder {
  return {
    id: row.id,
    state: stateOf(row, now),
    pickup: `A${String(row.pickup % 1000).padStart(3, '0')}`,
    teaId: row.tea_id,
    teaName: row.tea_name,
    cups: row.cups,
    table: row.table_number,
    total: row.total,
    createdAt: row.created_at.toISOString(),
    payBefore: row.pay_before.toISOString(),
    payingAt: row.paying_at?.toISOString() ?? null,
    paidAt: row.paid_at?.toISOString() ?? null,
    transactionId: row.transaction_id,
    cancelledAt: row.cancelled_at?.toISOString() ?? null,
    refunded: row.refunded,
    refundedAt: row.refunded_at?.toISOString() ?? null,
  }
}

function stateOf(row: OrderRow, now: number): TeaOrder['state'] {
  if (row.refunded >= row.total) return 'refunded'
  if (row.transaction_id) return 'paid'
  return takesNoPayment(row, now) ? 'cancelled' : 'unpaid'
}

/** Whether an unpaid order was cancelled or lapsed. `now` in milliseconds. */
export function takesNoPayment(row: OrderRow, now: number): boolean {
  return row.cancelled_at !== null || row.pay_before.getTime() <= now
}

/** 50 random bits, so that nobody guesses another order, in letters that cannot be mistaken for digits. */
function newOrderId(): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return `TEA${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`
}
