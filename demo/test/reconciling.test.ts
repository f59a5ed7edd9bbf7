import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { TeaOrder } from '../contract.ts'
import { start, type Demo } from '../server/main.ts'
import { Customer } from './cookie-client.ts'
import { startTestShop } from './test-shop.ts'

const minutes = 60_000

let shop: Demo
let ahead = 0
const now = (): number => Date.now() + ahead
const customer = new Customer()
beforeAll(async () => {
  shop = await startTestShop({ page: 'none', now })
  await customer.signIn(shop.url)
})
afterAll(() => shop?.close())
beforeEach(() => shop.simulator!.notifications.lose(100))

/** An order whose payment was started. */
async function startPaying(): Promise<{ id: string; prepayId: string }> {
  const { id } = await customer.order(shop.url, 'jasmine', 1)
  const response = await customer.post(`${shop.url}/weixin/pay/${id}`, {})
  const payment = (await response.json()) as Payment
  if (payment.tradeType !== 'jsapi') throw new Error(`not JSAPI: ${JSON.stringify(payment)}`)
  return { id, prepayId: payment.params.package.slice('prepay_id='.length) }
}

const read = (id: string): Promise<TeaOrder> => customer.get(`${shop.url}/api/orders/${id}`)
const tradeState = (id: string): string | undefined =>
  shop.simulator!.orders().find(({ attach }) => attach === id)?.tradeState
const isClosed = async (id: string): Promise<boolean> => {
  const text = 'select id from orders where id = $1 and closed_at is not null'
  return (await shop.database.query(text, [id])).rows.length > 0
}

test('an order is paid although the notification was lost and no page asks', async () => {
  const { id, prepayId } = await startPaying()
  const { transactionId } = await shop.simulator!.pay(prepayId)
  expect(await read(id)).toMatchObject({ state: 'unpaid' })
  await shop.reconcile()
  expect(await read(id)).toMatchObject({ state: 'paid', transactionId })
})

test('an order that lapsed is closed at WeChat, and not queried again', async () => {
  const { id } = await startPaying()
  await shop.reconcile()
  expect([tradeState(id), await isClosed(id)]).toEqual(['NOTPAY', false])
  ahead = 16 * minutes
  await shop.reconcile()
  expect([tradeState(id), await isClosed(id)]).toEqual(['CLOSED', true])
  const calls = (): number => shop.simulator!.log().length
  const before = calls()
  await shop.reconcile()
  expect(calls()).toBe(before)
})

test('the timer reconciles', async () => {
  const every = await start({
    settings: { reconcileEvery: 1 },
    page: 'none',
    database: shop.database,
    simulator: shop.simulator!,
    now,
  })
  const { id, prepayId } = await startPaying()
  await shop.simulator!.pay(prepayId)
  await expect.poll(() => read(id)).toMatchObject({ state: 'paid' })
  await every.close()
})
