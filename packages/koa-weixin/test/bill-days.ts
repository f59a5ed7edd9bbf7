import type { Payment } from 'weixin-contract'
import { openShop, type ShopOptions } from './shop.ts'

/** 11:00 in China: the day's first tea. */
export const START = Date.parse('2026-11-22T11:00:00+08:00')
export const DAY = '2026-11-22'

/** The clock of both sides stands; only what `advance` moves goes on. */
export async function openTeaShop({ simulator, weixin, ...options }: ShopOptions = {}) {
  const now = (): number => START
  const shop = await openShop({
    ...options,
    simulator: { now, ...simulator },
    weixin: { now, ...weixin },
  })
  const customer = await shop.customer()
  return {
    ...shop,
    customer,
    pay: async (order: { total: number; description: string }) => {
      const { id } = shop.orders.add({ openid: customer.openid, ...order })
      const response = (await customer.post(`/weixin/pay/${id}`)).body as Payment
      if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')
      const paid = await shop.simulator.pay(response.params.package.slice(10))
      await shop.simulator.notifications.idle()
      return { id, ...paid }
    },
  }
}

/** Two teas are paid, a part of the first goes back, and it is 10:00 of the next day. */
export async function nextDay(options?: ShopOptions) {
  const shop = await openTeaShop(options)
  const first = await shop.pay({ total: 2800, description: '明前龙井 × 1, 热' })
  await shop.simulator.advance(60)
  const second = await shop.pay({ total: 109, description: '茉莉花茶 × 1' })
  await shop.simulator.advance(60)
  const { transactionId } = first
  const request = { outRefundNo: 'back-1', amount: 1000 }
  const refund = await shop.weixin.refunds.create({ transactionId, total: 2800, ...request })
  await shop.simulator.advance(23 * 3600 - 120)
  await shop.simulator.notifications.idle()
  return { ...shop, first, second, refund }
}

export async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

export const codeOf = async (bill: Promise<unknown>): Promise<unknown> =>
  bill.then(
    () => null,
    (error: { code?: string }) => error.code,
  )
