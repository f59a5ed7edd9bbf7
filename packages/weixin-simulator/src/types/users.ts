/** A user of the Official Account. */
export interface SimulatedUser {
  /** The openid under the account. */
  openid: string
  /** The name that sign-in with snsapi_userinfo gives. */
  nickname: string
  /** Address of a picture that the simulator serves. */
  avatar: string
  /** 零钱, in fen. */
  balance: number
  /** A virtual user of the snapshot page (快照页). */
  isSnapshot: boolean
}

/** A coupon (代金券) that a user holds and has not used. */
export interface SimulatedCoupon {
  /** coupon_id. */
  couponId: string
  /** stock_id, the batch (批次) that it belongs to. */
  stockId: string
  /** Whose it is. */
  openid: string
  /** What the payer reads. */
  name: string
  /**
   * CASH (充值型): the merchant still gets the order's whole amount. NOCASH (免充值型): the merchant gets less by the
   * coupon's amount (settlement_total_fee).
   */
  type: 'CASH' | 'NOCASH'
  /** By how much the payer pays less, in fen. */
  amount: number
  /** The smallest order that it can be used for, in fen; larger than `amount`. */
  minimum: number
}
