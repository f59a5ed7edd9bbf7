import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { findOrder } from './find-order.ts'
import type { Order } from './orders.ts'

const order: Order = {
  id: 'TEA1',
  createdAt: new Date('2026-11-25T01:00:00Z'),
  total: 2800,
  description: '茶',
  transactionId: null,
}

/** What the app's database may give: anything. */
const find = (found: unknown, id = 'TEA1') =>
  findOrder({ find: () => found as Order }, id, { by: 'weixin' })

describe('an order that is as it should be', () => {
  it.each<[string, object]>([
    ['unpaid', {}],
    ['paid', { transactionId: '4200000000202611230000000001' }],
    ['closed', { closed: true }],
    ['with null in the columns that may be empty', { closed: null, payBefore: null, extras: null }],
    ['with a date of another realm', { createdAt: runInNewContext('new Date(0)') as Date }],
  ])('is found: %s', async (_, change) => {
    await expect(find({ ...order, ...change })).resolves.toMatchObject({ id: 'TEA1' })
  })

  it('is the very object that the app returned', async () => {
    await expect(find(order)).resolves.toBe(order)
  })

  it('may be none', async () => {
    await expect(find(undefined)).resolves.toBeUndefined()
    await expect(find(null)).resolves.toBeUndefined()
  })

  it('may be found later', async () => {
    await expect(find(Promise.resolve(order))).resolves.toBe(order)
  })
})

describe('an order that cannot be right is order-invalid, with the field', () => {
  const without = (name: keyof Order): object =>
    Object.fromEntries(Object.entries(order).filter(([one]) => one !== name))

  it.each<[string, unknown]>([
    // "Not paid", spelt as databases and ODMs spell it: none of them may read as paid.
    ['transactionId', without('transactionId')],
    ...[
      '',
      '0',
      '000',
      ' ',
      'null',
      'NULL',
      'undefined',
      'false',
      'none',
      '-',
      'N/A',
      'unpaid',
      '-1',
      '1',
      '17',
      'paid1',
      '_42',
      '2026-11-26',
      '2026-11-26 10:00',
      '4200 0000',
    ].map((text): [string, object] => ['transactionId', { ...order, transactionId: text }]),
    ...[
      0,
      false,
      true,
      undefined,
      1,
      Number.NaN,
      [],
      {},
      42n,
      new Date(),
      Object('4200000000202611230000000001'),
    ].map((value): [string, object] => ['transactionId', { ...order, transactionId: value }]),
    ['transactionId', { ...order, transactionId: '4'.repeat(33) }],
    ['transactionId', { ...order, transactionId: ' 4200000000202611230000000001' }],
    ['createdAt', without('createdAt')],
    ['createdAt', { ...order, createdAt: '2026-11-25T01:00:00Z' }],
    ['createdAt', { ...order, createdAt: '2026-11-25 09:00:00' }],
    ['createdAt', { ...order, createdAt: 1764032400000 }],
    ['createdAt', { ...order, createdAt: new Date('never') }],
    ['total', without('total')],
    ...['2800', 28.5, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2800n, null].map(
      (value): [string, object] => ['total', { ...order, total: value }],
    ),
    ['closed', { ...order, closed: 0 }],
    ['closed', { ...order, closed: 'false' }],
    ['payBefore', { ...order, payBefore: '2036-01-01T00:00:00Z' }],
    ['payBefore', { ...order, payBefore: new Date('never') }],
    ['payBefore', { ...order, payBefore: 0 }],
    ['id', without('id')],
    ['id', { ...order, id: 1024 }],
    ['id', { ...order, id: 'TEA2' }],
    // A database that compares without case or trailing spaces finds it all the same.
    ['id', { ...order, id: 'tea1' }],
    ['id', { ...order, id: 'TEA1 ' }],
    ['find', 'TEA1'],
    ['find', true],
  ])('%s', async (field, found) => {
    const refused = find(found)
    await expect(refused).rejects.toMatchObject({
      code: 'order-invalid',
      detail: expect.stringMatching(`^${field}: `),
    })
  })

  it.each([
    ['emoji', 'TEA🍵'],
    ['a lone surrogate', 'TEA\ud83c'],
    ['a control character', 'TEA\u0007'],
    ['a line break', 'TEA\n1'],
    ['what XML does not have', 'TEA\uffff'],
    ['a space before it', ' TEA'],
    ['too many bytes', '茶'.repeat(43)],
    ['nothing', ''],
  ])('id: %s', async (_, id) => {
    await expect(find({ ...order, id }, id)).rejects.toMatchObject({
      code: 'order-invalid',
      detail: expect.stringMatching('^id: '),
    })
  })

  it.each(['订单 1', 'a/b?c#d', 'x'.repeat(128), '1024'])('but the id %s is fine', async (id) => {
    await expect(find({ ...order, id }, id)).resolves.toMatchObject({ id })
  })

  it('quotes nothing of it', async () => {
    const error = await find({ ...order, transactionId: 'a b c' }).catch((one: Error) => one)
    expect((error as Error).message).not.toContain('a b c')
  })
})
