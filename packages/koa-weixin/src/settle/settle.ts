import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { CheckedOrders, Order, UnexpectedReason } from '../orders.ts'
import { attemptNumber } from '../protocol/out-trade-no.ts'
import type { Gateway, VerifiedTransaction } from '../remote/gateway.ts'
import type { Alerts } from './alerts.ts'
import { requireOurs, type Ours } from './require-ours.ts'
import type { WithLock } from './with-lock.ts'

/**
 * What became of a payment: the app recorded it now, had recorded it before (then nothing runs), refunds it, or keeps it
 * although its order does not count it.
 */
export type Settled = 'recorded' | 'already' | 'refunded' | 'ignored'

/**
 * Passes a verified payment on to the app, from a notification, a query or the reconciler alike. This is the only place
 * that calls `orders.onPaid`. Waits for up to `waitMs` milliseconds for other settlements of the order; throws what the
 * payment was refused for, and reports it.
 */
export type Settle = (transaction: VerifiedTransaction, waitMs: number) => Promise<Settled>

export interface SettleOptions extends Ours {
  environment: string
  orders: CheckedOrders
  gateway: Pick<Gateway, 'refund' | 'refundedTotal'>
  withLock: WithLock
  alerts: Alerts
  /** Called once the app has recorded a payment. */
  onRecorded: (order: Order, transaction: VerifiedTransaction) => void
}

export function createSettle(options: SettleOptions): Settle {
  const { environment, orders, gateway, withLock, alerts, onRecorded } = options

  return async function settle(transaction, waitMs) {
    try {
      const orderId = requireOrderId(transaction)
      return await withLock(orderId, waitMs, () => settleOne(orderId, transaction))
    } catch (thrown) {
      const error = asWeixinError(thrown)
      const { outTradeNo } = transaction
      if (error.code === 'busy') alerts.delayed(error, { outTradeNo })
      else alerts.refused(error, { outTradeNo })
      throw error
    }
  }

  /** The checks that need no order. Returns the order's id, which WeChat returns as `attach`. */
  function requireOrderId(transaction: VerifiedTransaction): string {
    requireOurs(transaction, options)
    if ((transaction.currency ?? 'CNY') !== 'CNY') throw new WeixinError('currency-wrong')
    if (transaction.orderId === null)
      throw new WeixinError('not-this-order', { detail: 'no attach' })
    return transaction.orderId
  }

  async function settleOne(orderId: string, transaction: VerifiedTransaction): Promise<Settled> {
    const order = await orders.find(orderId, { by: 'weixin' })
    if (!order) throw new WeixinError('order-unknown')
    if (attemptNumber(environment, order, transaction.outTradeNo) === undefined)
      throw new WeixinError('not-this-order')
    if (order.transactionId === transaction.transactionId) return 'already'
    return passOn(order, await withRefunded(transaction))
  }

  /** A query in state REFUND does not say how much went back: a part is not the whole. */
  async function withRefunded(transaction: VerifiedTransaction): Promise<VerifiedTransaction> {
    if (transaction.tradeState !== 'REFUND' || transaction.refunded !== null) return transaction
    return { ...transaction, refunded: await gateway.refundedTotal(transaction.transactionId) }
  }

  async function passOn(order: Order, transaction: VerifiedTransaction): Promise<Settled> {
    const reason = unexpected(order, transaction)
    if (reason) {
      const decision = await decide(order, transaction, reason)
      if (decision === 'keep') {
        const { outTradeNo } = transaction
        alerts.ignored(new WeixinError(`unexpected-${reason}`), { outTradeNo })
        return 'ignored'
      }
      if (decision === 'refund') {
        await refundAll(transaction)
        return 'refunded'
      }
    }
    await record(order, transaction)
    return 'recorded'
  }

  async function decide(order: Order, transaction: VerifiedTransaction, reason: UnexpectedReason) {
    if (!orders.onUnexpectedPayment) throw new WeixinError(`unexpected-${reason}`)
    const decision = await orders.onUnexpectedPayment(order, transaction, reason)
    if (reason === 'second' && decision === 'take')
      throw new WeixinError('unexpected-second', { detail: 'a second payment cannot be taken' })
    return decision
  }

  /** Refunds what has not gone back yet. Its `out_refund_no` makes a repeat the same refund. */
  async function refundAll({ transactionId, total, refunded }: VerifiedTransaction): Promise<void> {
    const amount = total - (refunded ?? 0)
    if (amount <= 0) return
    await gateway.refund({ transactionId, total, amount, outRefundNo: `R${transactionId}` })
  }

  async function record(order: Order, transaction: VerifiedTransaction): Promise<void> {
    try {
      await orders.onPaid(order, transaction)
    } catch (cause) {
      throw new WeixinError('not-recorded', { cause })
    }
    const recorded = await orders.find(order.id, { by: 'weixin' })
    if (recorded?.transactionId !== transaction.transactionId) throw new WeixinError('not-recorded')
    onRecorded(recorded, transaction)
  }
}

/** Compares `total`, never `payerTotal`: a coupon makes that smaller. */
function unexpected(order: Order, transaction: VerifiedTransaction): UnexpectedReason | undefined {
  if (order.transactionId !== null) return 'second'
  if (transaction.tradeState === 'REFUND') return 'refunded'
  if (order.closed) return 'closed'
  if (transaction.total !== order.total) return 'price'
  return undefined
}
