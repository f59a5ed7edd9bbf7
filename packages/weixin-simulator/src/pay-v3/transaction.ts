import { chinaTime } from '../clock.ts'
import { TRADE_STATES } from '../domain/trade-states.ts'
import { paymentAmounts } from '../domain/amounts.ts'
import { isPaid, orderState, type Order } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { UsedCoupon } from '../state/coupons.ts'
import { partyIds, payerIds } from './parties.ts'

/** What an unpaid or closed order's query carries beside its state, as three published replies show it. */
const unpaid = (total: number): Record<string, unknown> => ({
  amount: { payer_currency: 'CNY', total },
  promotion_detail: [],
  scene_info: { device_id: '' },
})

/** A coupon that was used. The merchant pays for all of it: its own coupons are the ones that there are here. */
const promotion = ({ couponId, stockId, name, type, amount }: UsedCoupon): unknown => ({
  coupon_id: couponId,
  name,
  scope: 'GLOBAL',
  type,
  amount,
  stock_id: stockId,
  wechatpay_contribute: 0,
  merchant_contribute: amount,
  other_contribute: 0,
  currency: 'CNY',
})

/** An order as a query and a notification show it. */
export function transaction(context: Context, order: Order, now: number): Record<string, unknown> {
  const tradeState = orderState(order, now)
  const always = {
    ...partyIds(context, order),
    out_trade_no: order.outTradeNo,
    trade_state: tradeState,
    trade_state_desc: TRADE_STATES[tradeState],
  }
  if (!isPaid(order)) return { ...always, ...unpaid(order.total) }
  return {
    ...always,
    transaction_id: order.transactionId,
    trade_type: order.tradeType,
    bank_type: order.bankType,
    ...(order.attach !== null && { attach: order.attach }),
    success_time: chinaTime(order.paidAt),
    payer: payerIds(order),
    amount: {
      total: order.total,
      payer_total: paymentAmounts(order).payer,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
    ...(order.coupons && { promotion_detail: order.coupons.map(promotion) }),
  }
}
