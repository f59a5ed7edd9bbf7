import type { Fen } from 'weixin-contract'

/** One item of a refund, where the payment used a coupon for single items (单品优惠). */
export interface RefundGoods {
  /** The merchant's number of the item: letters, digits, `-` and `_`, at most 32. */
  merchant_goods_id: string
  /** WeChat's number of the item. */
  wechatpay_goods_id?: string
  /** The name of the item. */
  goods_name?: string
  /** The price of one, in fen. */
  unit_price: Fen
  /** What goes back for the item, in fen. */
  refund_amount: Fen
  /** How many go back. */
  refund_quantity: number
}

/**
 * Further fields of WeChat Pay's refund, in its spelling of API v3. With API v2 `funds_account` becomes
 * `refund_account`; what v2 has no place for is `refund-invalid`.
 */
export interface RefundExtras {
  /**
   * Which of the merchant's funds pays: `AVAILABLE` is the available balance (old fund flow only), `UNSETTLED`
   * the money that is not settled yet. @default WeChat's own
   */
  funds_account?: 'AVAILABLE' | 'UNSETTLED'
  /** Which funds pay how much; the sum is `amount` (v3 only). */
  from?: readonly {
    /** `AVAILABLE`: the available balance; `UNAVAILABLE`: the money that is frozen. */
    account: 'AVAILABLE' | 'UNAVAILABLE'
    /** What these funds pay, in fen. */
    amount: Fen
  }[]
  /** The items that go back (v3 only). */
  goods_detail?: readonly RefundGoods[]
}

/** A refund that WeChat is to make. The same `outRefundNo` with the same amounts again is the same refund. */
export interface RefundRequest {
  /** WeChat's `transaction_id` of the payment. */
  transactionId: string
  /** The order's amount, in fen, as it was paid. */
  total: Fen
  /** What goes back, in fen: at least 1, at most `total`. */
  amount: Fen
  /** The app's own number of the refund: 1 to 64 of letters, digits and `_-|*@`. */
  outRefundNo: string
  /** Shown to the payer; at most 80 bytes. */
  reason?: string
  /** Further fields of WeChat's. */
  extras?: RefundExtras
}
