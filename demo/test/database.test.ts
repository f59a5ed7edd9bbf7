import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Order, Refund, Transaction } from 'koa-weixin'
import type { Context } from 'koa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type Postgres } from '../../tooling/postgres.ts'
import type { Tea, TeaOrder } from '../contract.ts'
import { openDatabase, type Database } from '../server/database.ts'
import { teaOrders } from '../server/orders.ts'
import { teas } from '../server/teas.ts'
import { weixinOrders } from '../server/weixin-orders.ts'

const longjing = teas[0]!
const begin = Date.parse('2026-11-23T09:41:06.123Z')
const minutes = 60_000

const transaction = (transactionId: string): Transaction => ({
  transactionId,
  outTradeNo: 'n1',
  orderId: null,
  tradeState: 'SUCCESS',
  total: 2800,
  tradeType: 'JSAPI',
  bankType: 'OTHERS',
  payerTotal: 2800,
  refunded: 0,
  promotions: [],
  raw: {},
  openid: 'o1',
  paidAt: new Date('2026-11-23T09:42:00Z'),
})

const refund = (refundId: string, transactionId: string, amount: number): Refund => ({
  outRefundNo: `R${refundId}`,
  refundId,
  transactionId,
  outTradeNo: 'n1',
  refundStatus: 'SUCCESS',
  total: 2800,
  amount,
  payerAmount: amount,
  userReceivedAccount: null,
  channel: null,
  fundsAccount: null,
  raw: {},
  succeededAt: new Date('2026-11-23T09:50:00Z'),
})

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
}, 60_000)
afterAll(() => postgres?.stop())

test('eight processes may create the schema at the same moment', async () => {
  const opened = await Promise.all(
    Array.from({ length: 8 }, () => openDatabase({ url: postgres.url })),
  )
  await Promise.all(opened.map((database) => database.close()))
  expect(opened).toHaveLength(8)
})

describe.each(['PGlite', 'PostgreSQL'] as const)('the orders in %s', (kind) => {
  const folder = kind === 'PGlite' ? mkdtempSync(join(tmpdir(), 'orders-')) : null
  let database: Database
  let now = begin

  const open = (): Promise<Database> => openDatabase({ url: folder ? null : postgres.url, folder })

  beforeAll(async () => {
    database = await open()
  })
  afterAll(async () => {
    await database?.close()
    if (folder) rmSync(folder, { recursive: true })
  })

  const shop = () => teaOrders(database, () => now)
  const weixin = () => weixinOrders(database, () => now)
  const create = (customer: string, tea: Tea, cups: number): Promise<TeaOrder> =>
    shop().create(customer, { tea, cups, table: null })
  const find = async (id: string): Promise<Order> => {
    const order = await weixin().find(id, { by: 'weixin' })
    if (!order) throw new Error('not found')
    return order
  }

  test('an order stores its price and its id, and its times to the millisecond', async () => {
    now = begin
    const made = await create('o1', longjing, 2)
    expect(made).toMatchObject({
      state: 'unpaid',
      teaName: '明前龙井',
      cups: 2,
      total: 5600,
      createdAt: '2026-11-23T09:41:06.123Z',
      payBefore: '2026-11-23T09:56:06.123Z',
      paidAt: null,
      transactionId: null,
      cancelledAt: null,
      refunded: 0,
      refundedAt: null,
    })
    expect(made.id).toMatch(/^TEA[2-9A-HJ-NP-Z]{10}$/)
    expect(await find(made.id)).toStrictEqual({
      id: made.id,
      createdAt: new Date(begin),
      total: 5600,
      description: '明前龙井 × 2',
      transactionId: null,
      payBefore: new Date(begin + 15 * minutes),
      closed: false,
    })
  })

  test('nobody reads the order of somebody else', async () => {
    const { id } = await create('o1', longjing, 1)
    await create('o2', longjing, 1)
    const ctx = { cookies: { get: () => undefined } } as unknown as Context
    expect(await weixin().find(id, { by: 'page', ctx, openid: 'o1' })).toBeDefined()
    expect(await weixin().find(id, { by: 'page', ctx, openid: 'o2' })).toBeUndefined()
    expect(await weixin().find(id, { by: 'page', ctx, openid: null })).toBeUndefined()
    expect(await shop().find('o2', id)).toBeUndefined()
    expect((await shop().list('o2')).orders.map((order) => order.id)).not.toContain(id)
    expect(await shop().list('o2', id)).toStrictEqual({ orders: [], next: null })
    expect(await shop().cancel('o2', id)).toBe(false)
    expect(await weixin().find("' or true --", { by: 'weixin' })).toBeUndefined()
  })

  test('the first transaction keeps the order, however many come and however often', async () => {
    const { id } = await create('o1', longjing, 1)
    const order = await find(id)
    const first = transaction('t1')
    await weixin().onPaid(order, first)
    await weixin().onPaid(order, first)
    await Promise.all(['t2', 't3', 't4'].map((t) => weixin().onPaid(order, transaction(t))))
    expect((await find(id)).transactionId).toBe('t1')
    expect(await shop().find('o1', id)).toMatchObject({
      state: 'paid',
      transactionId: 't1',
      paidAt: '2026-11-23T09:42:00.000Z',
    })
  })

  test('of ten payments at once, from two connections, exactly one is recorded', async () => {
    // A PGlite may be open once only; two pools are two processes as PostgreSQL sees them.
    const other = kind === 'PostgreSQL' ? await open() : database
    try {
      const { id } = await create('o1', longjing, 1)
      const order = await find(id)
      const tries = Array.from({ length: 10 }, (_, n) => `t${n}`)
      await Promise.all(
        tries.map((t, n) =>
          weixinOrders(n % 2 ? database : other, () => now).onPaid(order, transaction(t)),
        ),
      )
      const { transactionId } = await find(id)
      expect(tries).toContain(transactionId)
      const { rows } = await database.query<{ transaction_id: string }>(
        'select transaction_id from orders where id = $1',
        [id],
      )
      expect(rows).toStrictEqual([{ transaction_id: transactionId }])
    } finally {
      if (other !== database) await other.close()
    }
  })

  test('after 15 minutes an unpaid order is cancelled and closed, and a late payment still counts', async () => {
    now = begin
    const { id } = await create('o1', longjing, 1)
    now = begin + 15 * minutes
    expect(await shop().find('o1', id)).toMatchObject({ state: 'cancelled' })
    const order = await find(id)
    expect(order.closed).toBe(true)
    expect(await weixin().onUnexpectedPayment(order, transaction('t1'), 'closed')).toBe('take')
    await weixin().onPaid(order, transaction('t1'))
    expect(await shop().find('o1', id)).toMatchObject({ state: 'paid' })
  })

  test('refunds add up once each; those of another transaction do not count', async () => {
    now = begin
    const { id } = await create('o1', longjing, 1)
    await weixin().onPaid(await find(id), transaction('t1'))
    const refunds = [
      refund('r1', 't1', 1000),
      refund('r1', 't1', 1000),
      refund('r2', 't-second', 2800),
      { ...refund('r3', 't1', 1800), refundStatus: 'ABNORMAL' as const },
    ]
    for (const one of refunds) await weixin().onRefunded(await find(id), one)
    const part = { state: 'paid', refunded: 1000, refundedAt: '2026-11-23T09:50:00.000Z' }
    expect(await shop().find('o1', id)).toMatchObject(part)
    await weixin().onRefunded(await find(id), refund('r3', 't1', 1800))
    expect(await shop().find('o1', id)).toMatchObject({ state: 'refunded', refunded: 2800 })
    await weixin().onRefunded(undefined, refund('r9', 't1', 1))
  })

  test('a cancelled order takes no payment, and one that arrives all the same goes back', async () => {
    now = begin
    const { id } = await create('o1', longjing, 1)
    expect(await shop().cancel('o1', id)).toBe(true)
    expect(await shop().cancel('o1', id)).toBe(false)
    const cancelled = { state: 'cancelled', cancelledAt: '2026-11-23T09:41:06.123Z' }
    expect(await shop().find('o1', id)).toMatchObject(cancelled)
    const order = await find(id)
    expect(order.closed).toBe(true)
    expect(await weixin().onUnexpectedPayment(order, transaction('t1'), 'closed')).toBe('refund')
    await weixin().onRefunded(order, refund('r-cancelled', 't1', 2800))
    expect(await shop().find('o1', id)).toMatchObject({ state: 'refunded', transactionId: null })
  })

  test('neither a paid nor a lapsed order can be cancelled', async () => {
    now = begin
    const paid = await create('o1', longjing, 1)
    await weixin().onPaid(await find(paid.id), transaction('t1'))
    expect(await shop().cancel('o1', paid.id)).toBe(false)
    const lapsed = await create('o1', longjing, 1)
    now = begin + 15 * minutes
    expect(await shop().cancel('o1', lapsed.id)).toBe(false)
  })

  test('every order is on exactly one page, also those of the same millisecond', async () => {
    now = begin
    const created: string[] = []
    for (let i = 0; i < 53; i++) {
      if (i % 10 === 0) now += 1
      created.push((await create('o-many', longjing, 1)).id)
    }
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await shop().list('o-many', after)
      pages.push(page.orders.map(({ id }) => id))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(pages.map(({ length }) => length)).toStrictEqual([20, 20, 13])
    expect(pages.flat().toSorted()).toStrictEqual(created.toSorted())
    expect((await shop().list('o-many')).orders[0]!.createdAt).toBe('2026-11-23T09:41:06.129Z')
  })

  test('the time of the first attempt to pay stays, and only its payer sets it', async () => {
    now = begin
    const { id } = await create('o1', longjing, 1)
    await shop().markPaying('o2', id)
    expect((await shop().find('o1', id))?.payingAt).toBeNull()
    now = begin + 6000
    await shop().markPaying('o1', id)
    now = begin + 9000
    await shop().markPaying('o1', id)
    expect((await shop().find('o1', id))?.payingAt).toBe('2026-11-23T09:41:12.123Z')
  })

  test('amounts and counts are numbers', async () => {
    const { rows } = await database.query<{ total: unknown; pickup: unknown }>(
      'select total, pickup from orders limit 1',
    )
    expect(rows).toStrictEqual([{ total: expect.any(Number), pickup: expect.any(Number) }])
  })

  test('the database refuses an order without cups or without a price', async () => {
    await expect(create('o1', longjing, 0)).rejects.toThrow(/check/)
    await expect(create('o1', { ...longjing, price: 0 }, 1)).rejects.toThrow(/check/)
  })

  test('a database of the first version keeps its orders', async () => {
    const { id } = await create('o1', longjing, 1)
    await weixin().onPaid(await find(id), transaction('t1'))
    await database.query('alter table orders rename column transaction_id to paid_by')
    await database.query('alter table orders rename column customer to openid')
    await database.query('alter table orders rename column pickup to number')
    await database.query('alter table orders drop column table_number')
    await database.query('alter table orders drop column cancelled_at')
    await database.query('drop table refunds')
    await database.close()
    database = await open()
    expect(await shop().find('o1', id)).toMatchObject({ state: 'paid', transactionId: 't1' })
  })

  test('opened again, also twice at once where that is possible, it has every order', async () => {
    const { id } = await create('o1', longjing, 1)
    await database.close()
    const [again, other] = await Promise.all([open(), ...(folder ? [] : [open()])])
    await other?.close()
    database = again!
    expect((await find(id)).id).toBe(id)
  })
})
