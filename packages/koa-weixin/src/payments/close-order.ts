import type { OrderState } from 'weixin-contract'
import { requireMilliseconds } from '../errors/option-invalid.ts'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import { refuseUnknown } from '../options/known-names.ts'
import type { CheckedOrders, Order } from '../orders.ts'
import type { Gateway, Trade, VerifiedTransaction } from '../remote/gateway.ts'
import type { Settle } from '../settle/settle.ts'
import type { AttemptCache } from './attempt-cache.ts'
import type { Attempts } from './attempts.ts'

/** Which orders are closed. */
export interface CloseOptions {
  /**
   * Milliseconds: an order that is younger is left alone, unless its `payBefore` is over. Anything but a number of at
   * least 0 is `option-invalid`, and so is any other name.
   * @default 0
   */
  olderThan?: number
}

/** Closes the unpaid attempts of an order, after a query of each: a payment found on the way is settled. */
export type CloseOrder = (orderId: string, options?: CloseOptions) => Promise<OrderState>

const SETTLE_WAIT_MS = 2_000

export function createCloseOrder(dependencies: {
  orders: CheckedOrders
  attempts: Attempts
  attemptCache: AttemptCache
  gateway: Pick<Gateway, 'close' | 'query' | 'mayLeaveOpen'>
  settle: Settle
  /** Milliseconds. */
  now: () => number
  logger: Logger
}): CloseOrder {
  const { orders, attempts, attemptCache, gateway, settle, now, logger } = dependencies

  return async function closeOrder(orderId, options = {}) {
    refuseUnknown(options, ['olderThan'], '')
    const { olderThan = 0 } = options
    requireMilliseconds('olderThan', olderThan)
    const order = await orders.find(orderId, { by: 'weixin' })
    if (!order) throw new WeixinError('order-not-found')
    const isPaid = order.transactionId !== null
    // Another attempt of a paid order may have been too young to be closed.
    if (isPaid && !gateway.mayLeaveOpen) return 'paid'
    if (!isPaid && !isOver(order, olderThan)) return order.closed ? 'closed' : 'unpaid'
    try {
      const state = await closeAttempts(order)
      return isPaid ? 'paid' : state
    } catch (thrown) {
      const { code, id, detail, response } = asWeixinError(thrown)
      logger.warn('Could not close an order at WeChat', { code, id, detail, response })
      return isPaid ? 'paid' : 'unknown'
    }
  }

  function isOver({ createdAt, payBefore }: Order, olderThan: number): boolean {
    if (payBefore && payBefore.getTime() <= now()) return true
    return now() - createdAt.getTime() >= olderThan
  }

  async function closeAttempts(order: Order): Promise<OrderState> {
    let isOpen = false
    for await (const { n, outTradeNo, trade } of attempts.walk(order, {
      goesPastPresent: true,
    })) {
      const after = trade.tradeState === 'NOTPAY' ? await closeAttempt(order, n, outTradeNo) : trade
      if (after.tradeState === 'NOTPAY') isOpen = true
      const isPayment = 'transaction' in after && order.transactionId === null
      if (isPayment && (await isPaidAfter(order, after.transaction))) return 'paid'
    }
    return isOpen ? 'unpaid' : 'closed'
  }

  async function closeAttempt(order: Order, n: number, outTradeNo: string): Promise<Trade> {
    if ((await gateway.close(outTradeNo)) === 'closed') {
      // What was prepaid must not be handed out again.
      if (order.transactionId === null) await attemptCache.set(order, { n })
      return { tradeState: 'CLOSED' }
    }
    // Refused: paid this very moment, or too early.
    return gateway.query(outTradeNo)
  }

  async function isPaidAfter(order: Order, transaction: VerifiedTransaction): Promise<boolean> {
    await settle(transaction, SETTLE_WAIT_MS)
    const found = await orders.find(order.id, { by: 'weixin' })
    return found !== undefined && found.transactionId !== null
  }
}
