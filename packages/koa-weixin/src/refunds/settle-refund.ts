import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Order, Orders } from '../orders.ts'
import { attemptNumber } from '../protocol/out-trade-no.ts'
import type { Gateway, VerifiedRefund, VerifiedTransaction } from '../remote/gateway.ts'
import type { Alerts } from '../settle/alerts.ts'
import { requireOurs, type Ours } from '../settle/require-ours.ts'
import type { WithLock } from '../settle/with-lock.ts'

/**
 * Passes a refund that came to its end on to `orders.onRefunded`. It is held to its payment and to its order as payments
 * are, and runs under the order's lock. Waits for up to `waitMs` milliseconds for other settlements of the order; throws
 * what the refund was refused for, and reports it.
 */
export type SettleRefund = (refund: VerifiedRefund, waitMs: number) => Promise<void>

export interface SettleRefundOptions extends Ours {
  environment: string
  orders: Orders
  gateway: Pick<Gateway, 'queryTransaction'>
  withLock: WithLock
  alerts: Alerts
}

/** A refund in one of these states has come to its end; after the first two it stays there. */
const ENDED = new Set(['SUCCESS', 'CLOSED', 'ABNORMAL'])
const FINAL = new Set(['SUCCESS', 'CLOSED'])

export function createSettleRefund(options: SettleRefundOptions): SettleRefund {
  const { mchId, serviceProvider, environment, orders, gateway, withLock, alerts } = options

  return async function settleRefund(refund, waitMs) {
    try {
      requireOurMerchant(refund)
      if (!ENDED.has(refund.refundStatus)) throw mismatch('status')
      if (!orders.onRefunded) return
      const payment = await paymentOf(refund)
      await withLock(payment.orderId ?? payment.outTradeNo, waitMs, () => pass(refund, payment))
    } catch (thrown) {
      const error = asWeixinError(thrown)
      const { outTradeNo, outRefundNo } = refund
      if (error.code === 'busy') alerts.delayed(error, { outTradeNo, outRefundNo })
      else alerts.refused(error, { outTradeNo, outRefundNo })
      throw error
    }
  }

  /** A v2 response to a service provider names no sub-merchant: the query of its payment does. */
  function requireOurMerchant(money: { mchId: string | null; subMchId?: string }): void {
    const ours = serviceProvider?.subMchId
    if (money.mchId !== mchId || (money.subMchId ?? ours) !== ours)
      throw new WeixinError('not-our-merchant')
  }

  /** The payment that went back, as WeChat returns it. Throws `refund-mismatch` where the two do not fit. */
  async function paymentOf(refund: VerifiedRefund): Promise<VerifiedTransaction> {
    const trade = await gateway.queryTransaction(refund.transactionId)
    if (!('transaction' in trade)) throw mismatch('transaction')
    const { transaction } = trade
    requireOurMerchant(transaction)
    if (transaction.transactionId !== refund.transactionId) throw mismatch('transaction')
    if (transaction.outTradeNo !== refund.outTradeNo) throw mismatch('outTradeNo')
    if (transaction.total !== refund.total) throw mismatch('total')
    if (!(refund.amount >= 1 && refund.amount <= refund.total)) throw mismatch('amount')
    return transaction
  }

  async function pass(refund: VerifiedRefund, payment: VerifiedTransaction): Promise<void> {
    const order = await orderOf(payment)
    if (order && isRecorded(order, refund)) return
    await orders.onRefunded?.(order, refund)
  }

  /**
   * Undefined for a payment that is not an attempt of an order here: the merchant platform has one address for refunds
   * made there, so those of other systems on this merchant account come here too.
   */
  async function orderOf(payment: VerifiedTransaction): Promise<Order | undefined> {
    try {
      requireOurs(payment, options)
    } catch {
      return undefined
    }
    if (payment.orderId === null) return undefined
    const order = (await orders.find(payment.orderId, { by: 'weixin' })) ?? undefined
    if (!order || attemptNumber(environment, order, payment.outTradeNo) === undefined)
      return undefined
    return order
  }
}

/** A refund in a final state stays as it is, whatever an older notification reports. */
function isRecorded({ refunds }: Order, { outRefundNo, refundStatus }: VerifiedRefund): boolean {
  return (refunds ?? []).some(
    (one) =>
      one.outRefundNo === outRefundNo &&
      (one.refundStatus === refundStatus || FINAL.has(one.refundStatus)),
  )
}

function mismatch(detail: string): WeixinError {
  return new WeixinError('refund-mismatch', { detail })
}
