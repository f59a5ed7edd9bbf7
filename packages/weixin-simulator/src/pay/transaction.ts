import { chinaTime } from '../clock.ts'
import { orderState, tradeTypeOf, type Order } from '../state/orders.ts'
import type { TradeState } from '../types.ts'
import type { Context } from '../context.ts'
import { partyIds, payerIds } from './parties.ts'

export const TRADE_STATES: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
}

/** An order as a query shows it. Unpaid, it has only what WeChat surely gives. */
export function transaction(world: Context, order: Order, now: number): Record<string, unknown> {
  const tradeState = orderState(order, now)
  const always = {
    ...partyIds(world, order),
    out_trade_no: order.outTradeNo,
    trade_state: tradeState,
    trade_state_desc: TRADE_STATES[tradeState],
  }
  if (order.transactionId === null || order.paidAt === null) return always
  return {
    ...always,
    transaction_id: order.transactionId,
    trade_type: tradeTypeOf(order),
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
