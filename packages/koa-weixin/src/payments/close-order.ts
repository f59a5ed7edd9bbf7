import type { OrderState } from 'weixin-contract'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Order, Orders } from '../orders.ts'
import type { Gateway, VerifiedTransaction } from '../remote/gateway.ts'
import type { Settle } from '../settle/settle.ts'
import type { AttemptCache } from './attempt-cache.ts'
import type { Attempts } from './attempts.ts'

export interface CloseOptions {
  /**
   * Milliseconds: leave an order alone that was made later than that ago, unless its `payBefore`
   * is over. @default 0
   */
  olderThan?: number
}

/** Closes what is open of an order, after asking: a payment found on the way is settled. */
export type CloseOrder = (orderId: string, options?: CloseOptions) => Promise<OrderState>

const SETTLE_WAIT_MS = 2_000

export function createCloseOrder(options: {
  orders: Orders
  numbers: Attempts
  attempts: AttemptCache
  gateway: Pick<Gateway, 'close' | 'query'>
  settle: Settle
  /** Milliseconds. */
  now: () => number
  logger: Logger
}): CloseOrder {
  const { orders, numbers, attempts, gateway, settle, now, logger } = options

  return async function close(orderId, { olderThan = 0 } = {}) {
    const order = await orders.find(orderId, { by: 'weixin' })
    if (!order) throw new WeixinError('order-not-found')
    if (order.transactionId !== null) return 'paid'
    if (!isOver(order, olderThan)) return order.closed ? 'closed' : 'unpaid'
    try {
      return await closeNumbers(order)
    } catch (thrown) {
      const { code, id, detail, response } = asWeixinError(thrown)
      logger.warn('Could not close an order at WeChat', { code, id, detail, response })
      return 'unknown'
    }
  }

  function isOver({ createdAt, payBefore }: Order, olderThan: number): boolean {
    if (payBefore && payBefore.getTime() <= now()) return true
    return now() - createdAt.getTime() >= olderThan
  }

  async function closeNumbers(order: Order): Promise<OrderState> {
    let isOpen = false
    for await (const { n, outTradeNo, trade } of numbers.walk(order)) {
      let found = trade
      if (found.tradeState === 'open') {
        if (await gateway.close(outTradeNo)) {
          // Nobody may be handed what was opened under this number again.
          await attempts.set(order, { n })
          continue
        }
        // Refused: paid this very moment, or too early.
        found = await gateway.query(outTradeNo)
        if (found.tradeState === 'open') isOpen = true
      }
      if (found.tradeState === 'paid' && (await isPaidBy(order, found.transaction))) return 'paid'
    }
    return isOpen ? 'unpaid' : 'closed'
  }

  async function isPaidBy(order: Order, transaction: VerifiedTransaction): Promise<boolean> {
    await settle(transaction, SETTLE_WAIT_MS)
    const found = await orders.find(order.id, { by: 'weixin' })
    return found !== undefined && found.transactionId !== null
  }
}
