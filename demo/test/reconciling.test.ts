import { afterEach, expect, test } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { TeaOrder } from '../contract.ts'
import { start, type Demo } from '../server/main.ts'
import { Visitor } from './cookie-client.ts'

let shop: Demo | undefined
afterEach(async () => {
  await shop?.close()
  shop = undefined
})

const minutes = 60_000

/** A shop that asks often, a visitor with an order whose payment is begun, and a hand on the clock. */
async function openShop() {
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const opened = await start({ settings: { reconcileEvery: 100 }, page: 'none', now })
  shop = opened
  const visitor = new Visitor()
  await visitor.signIn(opened.url)
  const { id } = await visitor.order(opened.url, 'jasmine', 1)
  const response = await visitor.post(`${opened.url}/weixin/pay/${id}`, {})
  const prepared = (await response.json()) as Payment
  if (prepared.tradeType !== 'jsapi') throw new Error(`prepared ${JSON.stringify(prepared)}`)
  return {
    simulator: opened.simulator!,
    database: opened.database,
    prepayId: prepared.params.package.slice('prepay_id='.length),
    order: () => visitor.get<TeaOrder>(`${opened.url}/api/orders/${id}`),
    wait: (ms: number): void => {
      ahead += ms
    },
  }
}

test('an order is paid although the notification got lost and no page asks', async () => {
  const { simulator, prepayId, order } = await openShop()
  simulator.notifications.lose(100)
  const { transactionId } = await simulator.pay(prepayId)
  await expect.poll(order, { timeout: 15_000 }).toMatchObject({ state: 'paid', transactionId })
})

test('an order that lapsed is closed at WeChat, and not asked about again', async () => {
  const { simulator, database, wait } = await openShop()
  wait(16 * minutes)
  await expect
    .poll(() => simulator.orders().map(({ tradeState }) => tradeState), { timeout: 15_000 })
    .toEqual(['CLOSED'])
  const closed = (): Promise<{ rows: object[] }> =>
    database.query('select id from orders where closed_at is not null')
  await expect.poll(async () => (await closed()).rows.length, { timeout: 15_000 }).toBe(1)
})
