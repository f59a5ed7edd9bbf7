/** WeChat's trade_state, as far as the simulator knows it. */
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

/** An order as the simulated WeChat holds it. */
export interface SimulatedOrder {
  /** The merchant's own number, out_trade_no. */
  outTradeNo: string
  /** The one handed out last. */
  prepayId: string
  /** Its state by the simulator's movable clock. */
  tradeState: TradeState
  /** In fen. */
  total: number
  /** What the payer paid, in fen: less than `total` where a coupon was used; null until somebody pays. */
  payerTotal: number | null
  /** What the payer reads. */
  description: string
  /** The merchant's own data; null: none. */
  attach: string | null
  /** Null until somebody pays, unless the order names its payer (JSAPI). */
  openid: string | null
  /** WeChat's name of the trade type; H5 is MWEB. */
  tradeType: 'JSAPI' | 'MWEB' | 'NATIVE' | 'APP'
  /** Of a service provider's order. */
  subMchId: string | null
  /** WeChat's number of the payment; null until somebody pays. */
  transactionId: string | null
  /** Where the payment notification goes. */
  notifyUrl: string
}

/** A refund as the simulated WeChat holds it. */
export interface SimulatedRefund {
  /** The merchant's own number, out_refund_no. */
  outRefundNo: string
  /** WeChat's number, refund_id. */
  refundId: string
  /** The order's out_trade_no. */
  outTradeNo: string
  /** The payment's transaction_id. */
  transactionId: string
  /** Whether the money is back. */
  status: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  /** What goes back, in fen. */
  refund: number
  /** What of it goes back to the payer, in fen; the rest goes back to the coupons of the order. */
  payerRefund: number
  /** The order's amount, in fen. */
  total: number
  /** What the payer reads; null: nothing. */
  reason: string | null
  /** Where the refund notification goes; null: none is sent. */
  notifyUrl: string | null
}
