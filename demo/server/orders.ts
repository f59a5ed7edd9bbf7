import { randomInt } from 'node:crypto'
import type { Order, Orders } from 'koa-weixin'
import type { Tea, TeaOrder } from '../contract.ts'
import type { Sql } from './database.ts'

/** An order is kept for the payer for 15 minutes. */
export const PAY_WITHIN_MS = 15 * 60_000

interface Row {
  id: string
  number: number
  openid: string
  tea_id: string
  tea_name: string
  cups: number
  total: number
  created_at: Date
  pay_before: Date
  paying_at: Date | null
  paid_by: string | null
  paid_at: Date | null
}

/** The shop's own side: what its pages ask for. */
export interface TeaOrders {
  create(openid: string, tea: Tea, cups: number): Promise<TeaOrder>
  list(openid: string): Promise<TeaOrder[]>
  find(openid: string, id: string): Promise<TeaOrder | undefined>
  markPaying(openid: string, id: string): Promise<void>
  /** Ids of orders whose payment was begun and came to no end. */
  pending(): Promise<string[]>
  /** It can't be paid at WeChat any more. */
  markClosed(id: string): Promise<void>
}

/** `now` in milliseconds. */
export function teaOrders(sql: Sql, now: () => number): TeaOrders {
  const show = (row: Row): TeaOrder => ({
    id: row.id,
    state: row.paid_by ? 'paid' : row.pay_before.getTime() <= now() ? 'cancelled' : 'unpaid',
    pickup: `A${String(row.number % 1000).padStart(3, '0')}`,
    teaId: row.tea_id,
    teaName: row.tea_name,
    cups: row.cups,
    total: row.total,
    createdAt: row.created_at.toISOString(),
    payBefore: row.pay_before.toISOString(),
    payingAt: row.paying_at?.toISOString() ?? null,
    paidAt: row.paid_at?.toISOString() ?? null,
    transactionId: row.paid_by,
  })

  return {
    async create(openid, tea, cups) {
      const createdAt = now()
      const { rows } = await sql.query<Row>(
        `insert into orders (id, openid, tea_id, tea_name, cups, total, created_at, pay_before)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning *`,
        [
          newOrderId(),
          openid,
          tea.id,
          tea.name,
          cups,
          tea.price * cups,
          new Date(createdAt),
          new Date(createdAt + PAY_WITHIN_MS),
        ],
      )
      return show(rows[0]!)
    },
    async list(openid) {
      const { rows } = await sql.query<Row>(
        'select * from orders where openid = $1 order by created_at desc limit 50',
        [openid],
      )
      return rows.map(show)
    },
    async find(openid, id) {
      const { rows } = await sql.query<Row>('select * from orders where id = $1 and openid = $2', [
        id,
        openid,
      ])
      return rows[0] && show(rows[0])
    },
    async markPaying(openid, id) {
      await sql.query(
        'update orders set paying_at = $3 where id = $1 and openid = $2 and paying_at is null',
        [id, openid, new Date(now())],
      )
    },
    async pending() {
      const { rows } = await sql.query<{ id: string }>(
        'select id from orders where paying_at is not null and paid_by is null and closed_at is null',
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

/** WeChat's side: how koa-weixin finds an order and says that it is paid. */
export function weixinOrders(sql: Sql, now: () => number): Orders<Order> {
  return {
    async find(id, requester) {
      const { rows } = await sql.query<Row>('select * from orders where id = $1', [id])
      const row = rows[0]
      // A page sees only its own visitor's orders; to everybody else they do not exist.
      if (!row || (requester.by === 'page' && requester.openid !== row.openid)) return undefined
      return {
        id: row.id,
        createdAt: row.created_at,
        total: row.total,
        description: `${row.tea_name} × ${row.cups}`,
        transactionId: row.paid_by,
        payBefore: row.pay_before,
        closed: row.pay_before.getTime() <= now(),
      }
    },

    // One statement, safe to repeat, also from two processes at once: the first transaction keeps the order.
    async onPaid(order, transaction) {
      await sql.query(
        'update orders set paid_by = $2, paid_at = $3 where id = $1 and paid_by is null',
        [order.id, transaction.transactionId, transaction.paidAt],
      )
    },

    async onUnexpectedPayment(_order, _transaction, why) {
      switch (why) {
        // Paid in the last seconds before the order lapsed, told to us after: the money is right, so make the tea.
        case 'closed':
          return 'take'
        // Somebody paid for the same cups twice: give the second payment back.
        case 'second':
          return 'refund'
        // The price is fixed when the order is made, so this needs a person to look; until then nothing is given out.
        case 'price':
        // Given back in the console already: no tea, and no second refund.
        case 'refunded':
          return 'keep'
      }
    },
  }
}

/** 50 random bits, without letters that read like digits, so that nobody guesses another's and a person can read it out. */
function newOrderId(): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return `TEA${Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')}`
}
