import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Order, Transaction } from 'koa-weixin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type Postgres } from '../../tooling/postgres.ts'
import { openDatabase, type Database } from '../server/database.ts'
import { teaOrders, weixinOrders } from '../server/orders.ts'
import { teas } from '../server/teas.ts'

const longjing = teas[0]!
const begin = Date.parse('2026-11-23T09:41:06.123Z')
const minutes = 60_000

const transaction = (transactionId: string): Transaction => ({
  transactionId,
  outTradeNo: 'n1',
  orderId: null,
  tradeState: 'SUCCESS',
  total: 2800,
  payerTotal: 2800,
  openid: 'o1',
  paidAt: new Date('2026-11-23T09:42:00Z'),
})

describe.each(['PGlite', 'PostgreSQL'] as const)('the orders in %s', (kind) => {
  let postgres: Postgres | undefined
  let folder: string | undefined
  let database: Database
  let now = begin

  const open = (): Promise<Database> =>
    openDatabase({ url: postgres?.url ?? null, folder: folder ?? null })

  beforeAll(async () => {
    if (kind === 'PostgreSQL') postgres = await startPostgres()
    else folder = mkdtempSync(join(tmpdir(), 'orders-'))
    database = await open()
  }, 60_000)
  afterAll(async () => {
    await database?.close()
    await postgres?.stop()
    if (folder) rmSync(folder, { recursive: true })
  })

  const shop = () => teaOrders(database, () => now)
  const weixin = () => weixinOrders(database, () => now)
  const find = async (id: string): Promise<Order> => {
    const order = await weixin().find(id, { by: 'weixin' })
    if (!order) throw new Error('not found')
    return order
  }

  test('an order keeps its price, its times to the millisecond, and its id for ever', async () => {
    now = begin
    const made = await shop().create('o1', longjing, 2)
    expect(made).toMatchObject({
      state: 'unpaid',
      teaName: '明前龙井',
      cups: 2,
      total: 5600,
      createdAt: '2026-11-23T09:41:06.123Z',
      payBefore: '2026-11-23T09:56:06.123Z',
      paidAt: null,
      transactionId: null,
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
    const { id } = await shop().create('o1', longjing, 1)
    await shop().create('o2', longjing, 1)
    const ctx = undefined as never
    expect(await weixin().find(id, { by: 'page', ctx, openid: 'o1' })).toBeDefined()
    expect(await weixin().find(id, { by: 'page', ctx, openid: 'o2' })).toBeUndefined()
    expect(await weixin().find(id, { by: 'page', ctx, openid: null })).toBeUndefined()
    expect(await shop().find('o2', id)).toBeUndefined()
    expect((await shop().list('o2')).map((order) => order.id)).not.toContain(id)
    expect(await weixin().find("' or true --", { by: 'weixin' })).toBeUndefined()
  })

  test('paid keeps the first payment, however often and however many at once', async () => {
    const { id } = await shop().create('o1', longjing, 1)
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
      const { id } = await shop().create('o1', longjing, 1)
      const order = await find(id)
      const tries = Array.from({ length: 10 }, (_, n) => `t${n}`)
      await Promise.all(
        tries.map((t, n) =>
          weixinOrders(n % 2 ? database : other, () => now).onPaid(order, transaction(t)),
        ),
      )
      const { transactionId } = await find(id)
      expect(tries).toContain(transactionId)
      const { rows } = await database.query<{ paid_by: string }>(
        'select paid_by from orders where id = $1',
        [id],
      )
      expect(rows).toStrictEqual([{ paid_by: transactionId }])
    } finally {
      if (other !== database) await other.close()
    }
  })

  test('after 15 minutes an unpaid order is cancelled and closed, and a late payment still counts', async () => {
    now = begin
    const { id } = await shop().create('o1', longjing, 1)
    now = begin + 15 * minutes
    expect(await shop().find('o1', id)).toMatchObject({ state: 'cancelled' })
    const order = await find(id)
    expect(order.closed).toBe(true)
    expect(await weixin().onUnexpectedPayment!(order, transaction('t1'), 'closed')).toBe('take')
    await weixin().onPaid(order, transaction('t1'))
    expect(await shop().find('o1', id)).toMatchObject({ state: 'paid' })
  })

  test('the time of the first try to pay stays, and only its payer sets it', async () => {
    now = begin
    const { id } = await shop().create('o1', longjing, 1)
    await shop().markPaying('o2', id)
    expect((await shop().find('o1', id))?.payingAt).toBeNull()
    now = begin + 6000
    await shop().markPaying('o1', id)
    now = begin + 9000
    await shop().markPaying('o1', id)
    expect((await shop().find('o1', id))?.payingAt).toBe('2026-11-23T09:41:12.123Z')
  })

  test('amounts and counts are numbers', async () => {
    const { rows } = await database.query<{ total: unknown; number: unknown }>(
      'select total, number from orders limit 1',
    )
    expect(rows).toStrictEqual([{ total: expect.any(Number), number: expect.any(Number) }])
  })

  test('the database refuses an order without cups or without a price', async () => {
    await expect(shop().create('o1', longjing, 0)).rejects.toThrow(/check/)
    await expect(shop().create('o1', { ...longjing, price: 0 }, 1)).rejects.toThrow(/check/)
  })

  test('opened again, also twice at once where that is possible, nothing is forgotten', async () => {
    const { id } = await shop().create('o1', longjing, 1)
    await database.close()
    const [again, other] = await Promise.all([open(), ...(postgres ? [open()] : [])])
    await other?.close()
    database = again!
    expect((await find(id)).id).toBe(id)
  })
})

test('two processes may make the schema at the same moment', async () => {
  const postgres = await startPostgres()
  try {
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => openDatabase({ url: postgres.url })),
    )
    await Promise.all(opened.map((database) => database.close()))
    expect(opened).toHaveLength(8)
  } finally {
    await postgres.stop()
  }
}, 60_000)
