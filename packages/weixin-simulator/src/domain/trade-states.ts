import type { TradeState } from '../types.ts'

/** WeChat's text for each trade_state, trade_state_desc. */
export const TRADE_STATES: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '订单已关闭',
}
