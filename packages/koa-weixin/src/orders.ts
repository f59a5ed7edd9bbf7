import type { Context } from 'koa'
import type { Fen } from 'weixin-contract'
import type { OrderExtras } from './order-extras.ts'

/** The app's own thing to be paid. `id` and `createdAt` never change: they make the numbers. */
export interface Order {
  id: string
  createdAt: Date
  /** The price now, in fen, at least 1. */
  total: Fen
  /** Shown on the payer's bill. WeChat takes 127 bytes; more is cut at a character. */
  description: string
  /** The `transactionId` that paid it: tells a repeated notification from a second payment. */
  transactionId: string | null
  /** Takes no payment any more. */
  closed?: boolean
  /** Until when it can be paid. */
  payBefore?: Date
  /** Further fields of WeChat's order, such as `goods_tag`, as they are. `attach` and the like are ours. */
  extras?: OrderExtras
}

/** Who asks for an order: a page's visitor, with Koa's context unread, or WeChat. */
export type Requester = { by: 'page'; ctx: Context; openid: string | null } | { by: 'weixin' }

/** A coupon or discount that took part in a payment or a refund (营销详情). */
export interface Promotion {
  /** WeChat's id of the coupon. */
  couponId: string
  name: string | null
  /** `CASH` or `NOCASH`: whether the merchant's money paid for it (充值型, 免充值型). Null where WeChat does not tell. */
  type: string | null
  /** What it took off, in fen. */
  amount: Fen | null
}

/** A payment out of a message that carried WeChat's signature. */
export interface Transaction {
  /** WeChat's id of the payment (微信支付订单号). */
  transactionId: string
  /** The attempt that was paid (商户订单号). */
  outTradeNo: string
  /** Our order's id, as WeChat stored it in `attach`; null where there is none. */
  orderId: string | null
  /** `REFUND`: at least a part of it went back. */
  tradeState: 'SUCCESS' | 'REFUND'
  /** WeChat's `trade_type`: JSAPI, MWEB, NATIVE, APP, MICROPAY, …; null where WeChat sends none. */
  tradeType: string | null
  /** WeChat's `bank_type`, such as OTHERS for the balance; null where WeChat sends none. */
  bankType: string | null
  /** The order's amount, in fen. */
  total: Fen
  /** What the payer paid, in fen: smaller than `total` with a coupon; null where WeChat sends none. */
  payerTotal: Fen | null
  /**
   * What went back so far, in fen. 0 with `SUCCESS`; null where WeChat does not tell: API v3 has no list of the refunds
   * of a payment.
   */
  refundedTotal: Fen | null
  /** The payer under `appId`; null where WeChat sends none. */
  openid: string | null
  /** When WeChat took the payment. */
  paidAt: Date
  /** The coupons that took part. */
  promotions: readonly Promotion[]
  /** The verified fields as WeChat sent them, in its spelling. They hold the openid. */
  raw: Readonly<Record<string, unknown>>
}

/** WeChat's `status` of a refund. `ABNORMAL`: the money could not be returned to where it came from. */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** A refund out of a message that carried WeChat's signature. */
export interface Refund {
  /** The app's number of the refund (商户退款单号). */
  outRefundNo: string
  /** WeChat's id of the refund (微信支付退款单号). */
  refundId: string
  transactionId: string
  outTradeNo: string
  refundStatus: RefundStatus
  /** The order's amount, in fen. */
  total: Fen
  /** What goes back, in fen. */
  amount: Fen
  /** What goes back to the payer, in fen: smaller than `amount` with a coupon; null where WeChat sends none. */
  payerAmount: Fen | null
  /** Where the money goes, such as 支付用户零钱; null where WeChat sends none. */
  userReceivedAccount: string | null
  /** When it reached the payer; null until then. */
  succeededAt: Date | null
  /** The verified fields as WeChat sent them, in its spelling. */
  raw: Readonly<Record<string, unknown>>
}

/** Why a payment is not simply this order's payment. */
export type UnexpectedReason = 'second' | 'price' | 'closed' | 'refunded'

/** `take`: record it all the same (never a second one). `refund`: all of it. `keep`: leave it be. */
export type Decision = 'take' | 'refund' | 'keep'

/** What the app knows and does. */
export interface Orders<O extends Order = Order> {
  /** Undefined answers 404: nobody reads somebody else's order. WeChat must find every order. */
  find(id: string, requester: Requester): Promise<O | undefined>
  /**
   * Record the payment. Runs at least once, so make it an update that is safe to repeat and to run
   * twice at the same moment: `… set paid_by = $1 where id = $2 and paid_by is null`.
   * Throw, or leave `transactionId` unset, and WeChat repeats.
   */
  onPaid(order: O, transaction: Transaction): Promise<void>
  /** Without it such a payment is refused and alerted, and WeChat repeats for a day. */
  onUnexpectedPayment?(order: O, transaction: Transaction, reason: UnexpectedReason): Promise<Decision>
  /** A refund came to its end; it may have been started in WeChat's console. */
  onRefunded?(order: O | undefined, refund: Refund): Promise<void>
}
