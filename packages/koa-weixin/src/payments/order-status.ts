import type { OrderState, OrderStatus } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { CheckedOrders, Order, Requester } from '../orders.ts'
import type { Settle } from '../settle/settle.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { Attempts } from './attempts.ts'
import { notFound } from './check-order.ts'

/** How an order stands, after a query at WeChat where the app does not know it as paid. */
export type OrderStatusOf = (orderId: string, requester: Requester) => Promise<OrderStatus>

export interface OrderStatusDependencies {
  orders: CheckedOrders
  attempts: Attempts
  settle: Settle
  /** Holds for two seconds whether the last query of an order was answered. */
  lastQueries: Cache
  logger: Logger
}

const QUERY_EVERY_MS = 2_000
const SETTLE_WAIT_MS = 2_000

export function createOrderStatus(dependencies: OrderStatusDependencies): OrderStatusOf {
  const { orders, attempts, settle, lastQueries, logger } = dependencies
  const singleFlight = createSingleFlight<boolean>()

  return async function orderStatus(orderId, requester) {
    const order = await orders.find(orderId, requester)
    if (!order) throw notFound(requester)
    if (order.transactionId !== null) return { orderId, state: 'paid' }
    const isAnswered = await singleFlight(orderId, () => query(order))
    const found = await orders.find(orderId, requester)
    return { orderId, state: found ? stateOf(found, isAnswered) : 'unknown' }
  }

  /** True when WeChat answered, and what it returned was settled. */
  async function query(order: Order): Promise<boolean> {
    const last = lastQueries.get(order.id)
    if (typeof last === 'boolean') return last
    let isAnswered = true
    try {
      for await (const { trade } of attempts.walk(order)) {
        if (!('transaction' in trade)) continue
        const settled = await settle(trade.transaction, SETTLE_WAIT_MS)
        if (settled === 'recorded' || settled === 'already') break
      }
    } catch (thrown) {
      isAnswered = false
      const { code, id, detail, response } = asWeixinError(thrown)
      logger.warn('Could not query an order at WeChat', { code, id, detail, response })
    }
    lastQueries.set(order.id, isAnswered, QUERY_EVERY_MS)
    return isAnswered
  }
}

function stateOf(order: Order, isAnswered: boolean): OrderState {
  if (order.transactionId !== null) return 'paid'
  if (!isAnswered) return 'unknown'
  return order.closed ? 'closed' : 'unpaid'
}
