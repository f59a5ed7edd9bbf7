import type { OrderState, OrderStatus } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Asker, Order, Orders } from '../orders.ts'
import type { Settle } from '../settle/settle.ts'
import { createFlights } from './flights.ts'
import type { Numbers } from './numbers.ts'
import { notFound } from './payable.ts'

/** Says how an order stands, after asking WeChat where the app does not know it as paid. */
export type Confirm = (orderId: string, asker: Asker) => Promise<OrderStatus>

export interface ConfirmOptions {
  orders: Orders
  numbers: Numbers
  settle: Settle
  /** Remembers when an order was asked about last. */
  asked: Cache
  logger: Logger
}

const ASK_EVERY_MS = 2_000
const SETTLE_WAIT_MS = 2_000

export function createConfirm({ orders, numbers, settle, asked, logger }: ConfirmOptions): Confirm {
  const share = createFlights<boolean>()

  return async function confirm(orderId, asker) {
    const order = await orders.find(orderId, asker)
    if (!order) throw notFound(asker)
    if (order.paidBy !== null) return { orderId, state: 'paid' }
    const isKnown = await share(orderId, () => ask(order))
    const found = await orders.find(orderId, asker)
    return { orderId, state: found ? stateOf(found, isKnown) : 'unknown' }
  }

  /** True when WeChat answered, and what it said was settled. */
  async function ask(order: Order): Promise<boolean> {
    const lately = asked.get(order.id)
    if (typeof lately === 'boolean') return lately
    let isKnown = true
    try {
      for await (const { standing } of numbers.walk(order)) {
        if (standing.state !== 'paid') continue
        const settled = await settle(standing.transaction, SETTLE_WAIT_MS)
        if (settled === 'recorded' || settled === 'already') break
      }
    } catch (thrown) {
      isKnown = false
      const { code, id, detail, said } = asWeixinError(thrown)
      logger.warn('Could not confirm an order with WeChat', { code, id, detail, said })
    }
    asked.set(order.id, isKnown, ASK_EVERY_MS)
    return isKnown
  }
}

function stateOf(order: Order, isKnown: boolean): OrderState {
  if (order.paidBy !== null) return 'paid'
  if (!isKnown) return 'unknown'
  return order.closed ? 'closed' : 'unpaid'
}
