import { WeixinError } from '../errors/weixin-error.ts'
import { findOrder } from '../find-order.ts'
import type { Orders } from '../orders.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { Gateway, VerifiedRefund } from '../remote/gateway.ts'

/** Tells the app that a refund came to its end. The order is found through the transaction. */
export type SettleRefund = (refund: VerifiedRefund) => Promise<void>

export function createSettleRefund(options: {
  mchId: string
  serviceProvider: ServiceProvider | undefined
  orders: Orders
  gateway: Pick<Gateway, 'queryTransaction'>
}): SettleRefund {
  const { mchId, serviceProvider, orders, gateway } = options
  return async function settleRefund(refund) {
    if (refund.mchId !== mchId || refund.subMchId !== serviceProvider?.subMchId)
      throw new WeixinError('not-our-merchant')
    if (!orders.onRefunded) return
    const standing = await gateway.queryTransaction(refund.transactionId)
    const orderId = standing.tradeState === 'paid' ? standing.transaction.orderId : null
    const order = orderId === null ? undefined : await findOrder(orders, orderId, { by: 'weixin' })
    await orders.onRefunded(order, refund)
  }
}
