import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import { findOrder } from '../find-order.ts'
import type { Order, Orders, UnexpectedReason } from '../orders.ts'
import { attemptNumber } from '../protocol/out-trade-no.ts'
import type { Gateway, VerifiedTransaction } from '../remote/gateway.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { Alerts } from './alerts.ts'
import type { WithLock } from './with-lock.ts'

/** What became of a payment. `already`: it was recorded before, and nothing ran. */
export type Settled = 'recorded' | 'already' | 'refunded' | 'kept'

/**
 * The one road by which the app learns that an order is paid, whoever brought the news. Throws
 * what refused it; `waitMs` is how long it may wait for its turn.
 */
export type Settle = (transaction: VerifiedTransaction, waitMs: number) => Promise<Settled>

export interface SettleOptions {
  appId: string
  mchId: string
  serviceProvider: ServiceProvider | undefined
  environment: string
  orders: Orders
  gateway: Pick<Gateway, 'refund'>
  withLock: WithLock
  alerts: Alerts
  /** Runs once the app has recorded a payment. */
  onRecorded: (order: Order, transaction: VerifiedTransaction) => void
}

export function createSettle(options: SettleOptions): Settle {
  const { appId, mchId, serviceProvider, environment, orders, gateway } = options
  const { withLock, alerts, onRecorded } = options

  return async function settle(transaction, waitMs) {
    try {
      const orderId = requireOurs(transaction)
      return await withLock(orderId, waitMs, () => settleOne(orderId, transaction))
    } catch (thrown) {
      const error = asWeixinError(thrown)
      if (error.code !== 'busy') alerts.refused(error, transaction.outTradeNo)
      throw error
    }
  }

  /** Checks that need no order. Gives the order's id, which WeChat kept for us. */
  function requireOurs(transaction: VerifiedTransaction): string {
    if (transaction.mchId !== mchId || transaction.subMchId !== serviceProvider?.subMchId)
      throw new WeixinError('not-our-merchant')
    if (transaction.appId !== appId || transaction.spAppId !== serviceProvider?.spAppId)
      throw new WeixinError('not-our-app')
    if ((transaction.currency ?? 'CNY') !== 'CNY') throw new WeixinError('currency-wrong')
    if (transaction.orderId === null)
      throw new WeixinError('not-this-order', { detail: 'no attach' })
    return transaction.orderId
  }

  async function settleOne(orderId: string, transaction: VerifiedTransaction): Promise<Settled> {
    const order = await findOrder(orders, orderId, { by: 'weixin' })
    if (!order) throw new WeixinError('order-unknown')
    if (attemptNumber(environment, order, transaction.outTradeNo) === undefined)
      throw new WeixinError('not-this-order')
    if (order.transactionId === transaction.transactionId) return 'already'
    const why = unexpected(order, transaction)
    if (why) {
      const decision = await decide(order, transaction, why)
      if (decision === 'keep') {
        alerts.kept(new WeixinError(`unexpected-${why}`), transaction.outTradeNo)
        return 'kept'
      }
      if (decision === 'refund') {
        await giveBack(transaction)
        return 'refunded'
      }
    }
    await record(order, transaction)
    return 'recorded'
  }

  async function decide(order: Order, transaction: VerifiedTransaction, why: UnexpectedReason) {
    if (!orders.onUnexpectedPayment) throw new WeixinError(`unexpected-${why}`)
    const decision = await orders.onUnexpectedPayment(order, transaction, why)
    if (why === 'second' && decision === 'take')
      throw new WeixinError('unexpected-second', { detail: 'a second payment cannot be taken' })
    return decision
  }

  /** The number makes a repeat the same refund. */
  async function giveBack({ transactionId, total }: VerifiedTransaction): Promise<void> {
    await gateway.refund({ transactionId, total, amount: total, outRefundNo: `R${transactionId}` })
  }

  async function record(order: Order, transaction: VerifiedTransaction): Promise<void> {
    try {
      await orders.onPaid(order, transaction)
    } catch (cause) {
      throw new WeixinError('not-recorded', { cause })
    }
    const recorded = await findOrder(orders, order.id, { by: 'weixin' })
    if (recorded?.transactionId !== transaction.transactionId) throw new WeixinError('not-recorded')
    onRecorded(recorded, transaction)
  }
}

/** Never `payerTotal`: a coupon makes it smaller. */
function unexpected(order: Order, transaction: VerifiedTransaction): UnexpectedReason | undefined {
  if (order.transactionId !== null) return 'second'
  if (transaction.tradeState === 'REFUND') return 'refunded'
  if (order.closed) return 'closed'
  if (transaction.total !== order.total) return 'price'
  return undefined
}
