import type { OrderState, OrderStatus } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Requester, Order, Orders } from '../orders.ts'
import type { Settle } from '../settle/settle.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { Attempts } from './attempts.ts'
import { notFound } from './check-order.ts'

/** Says how an order stands, after asking WeChat where the app does not know it as paid. */
export type GetOrderStatus = (orderId: string, requester: Requester) => Promise<OrderStatus>

export interface OrderStatusOptions {
  orders: Orders
  numbers: Attempts
  settle: Settle
  /** Remembers when an order was asked about last. */
  lastQueries: Cache
  logger: Logger
}

const QUERY_EVERY_MS = 2_000
const SETTLE_WAIT_MS = 2_000

export function createOrderStatus({
  orders,
  numbers,
  settle,
  lastQueries,
  logger,
}: OrderStatusOptions): GetOrderStatus {
  const share = createSingleFlight<boolean>()

  return async function confirm(orderId, requester) {
    const order = await orders.find(orderId, requester)
    if (!order) throw notFound(requester)
    if (order.transactionId !== null) return { orderId, state: 'paid' }
    const isKnown = await share(orderId, () => ask(order))
    const found = await orders.find(orderId, requester)
    return { orderId, state: found ? stateOf(found, isKnown) : 'unknown' }
  }

  /** True when WeChat answered, and what it said was settled. */
  async function ask(order: Order): Promise<boolean> {
    const lately = lastQueries.get(order.id)
    if (typeof lately === 'boolean') return lately
    let isKnown = true
    try {
      for await (const { trade } of numbers.walk(order)) {
        if (trade.tradeState !== 'paid') continue
        const settled = await settle(trade.transaction, SETTLE_WAIT_MS)
        if (settled === 'recorded' || settled === 'already') break
      }
    } catch (thrown) {
      isKnown = false
      const { code, id, detail, response } = asWeixinError(thrown)
      logger.warn('Could not confirm an order with WeChat', { code, id, detail, response })
    }
    lastQueries.set(order.id, isKnown, QUERY_EVERY_MS)
    return isKnown
  }
}

function stateOf(order: Order, isKnown: boolean): OrderState {
  if (order.transactionId !== null) return 'paid'
  if (!isKnown) return 'unknown'
  return order.closed ? 'closed' : 'unpaid'
}
