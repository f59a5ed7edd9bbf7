import type { Fen } from 'weixin-contract'

/** A refund to be made. The same `outRefundNo` with the same amounts again is the same refund. */
export interface RefundRequest {
  /** WeChat's id of the payment. */
  transactionId: string
  /** The app's number of the refund: 1 to 64 letters, digits and `_-|*@`, unique for the merchant. */
  outRefundNo: string
  /** The amount of the whole order, in fen. */
  total: Fen
  /** What goes back, in fen: at least 1, at most what is left of `total`. */
  amount: Fen
  /** Shown to the payer; at most 80 bytes. WeChat does not show it for partial refunds of at most 1 yuan. */
  reason?: string
  /**
   * Which money of the merchant's is used: `AVAILABLE` the balance that can be withdrawn, `UNSETTLED` money that is not
   * settled yet.
   * @default WeChat's rule for the merchant
   */
  fundsAccount?: 'AVAILABLE' | 'UNSETTLED'
  /** The goods that are refunded, for single-item coupons. API v3 only. */
  goodsDetail?: readonly RefundGoods[]
}

/** One refunded kind of goods, in WeChat's spelling. */
export interface RefundGoods {
  merchant_goods_id: string
  wechatpay_goods_id?: string
  goods_name?: string
  /** In fen. */
  unit_price: Fen
  /** In fen. */
  refund_amount: Fen
  refund_quantity: number
}
