import { chinaTime } from '../clock.ts'
import { TRADE_STATES } from '../domain/trade-states.ts'
import { isPaid, orderState, type Order } from '../state/orders.ts'
import type { Context } from '../context.ts'
import { partyIds, payerIds } from './parties.ts'

/** What an unpaid or closed order's query carries beside its state, as three published replies show it. */
const unpaid = (total: number): Record<string, unknown> => ({
  amount: { payer_currency: 'CNY', total },
  promotion_detail: [],
  scene_info: { device_id: '' },
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
      payer_total: order.total,
      currency: 'CNY',
      payer_currency: 'CNY',
    },
  }
}
