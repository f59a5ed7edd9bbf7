import type { Context } from 'koa'
import type { Fen } from 'weixin-contract'
import type { OrderExtras } from './order-extras.ts'

/**
 * The app's own thing to be paid. Every order that `orders.find` returns is checked, and one that cannot
 * be right is `order-invalid` with the field's name.
 */
export interface Order {
  /**
   * 1 to 128 bytes, without control characters, emoji or spaces around it. It is sent to WeChat as `attach`,
   * and with `createdAt` it makes the numbers of the attempts, so neither may ever change.
   */
  id: string
  /** When the order was made. It never changes either. */
  createdAt: Date
  /** The price now, in fen, a whole number of at least 1. */
  total: Fen
  /** Shown on the payer's bill. WeChat accepts 127 bytes without emoji; what is longer is cut at a character. */
  description: string
  /**
   * WeChat's transaction that paid the order; null while it is not paid, and nothing else. It tells a
   * repeated notification from a second payment.
   */
  transactionId: string | null
  /**
   * The refunds of this order that the app has recorded, where it can show them: a notification of one that is listed
   * in the same or in a final state (`SUCCESS`, `CLOSED`) runs nothing. Record them so that a repeat changes nothing:
   * `insert into refunds (out_refund_no, status) values ($1, $2) on conflict (out_refund_no) do update set status = $2
   * where refunds.status not in ('SUCCESS', 'CLOSED')`. @default none: `onRefunded` may run again for a refund
   */
  refunds?: readonly Pick<Refund, 'outRefundNo' | 'refundStatus'>[] | null
  /** Whether the order no longer takes a payment. @default false */
  closed?: boolean | null
  /**
   * Until when the order can be paid; WeChat receives it as `time_expire`. In the last minute no payment is started any
   * more, because WeChat accepts no deadline that near. @default WeChat's own, seven days
   */
  payBefore?: Date | null
  /** Further fields of WeChat's order, such as `goods_tag`, in its spelling of API v3. */
  extras?: OrderExtras | null
}

/** Who asks for an order: a user of a page, with Koa's context as it is, or WeChat, which may see every order. */
export type Requester =
  | {
      by: 'page'
      /** Koa's context of the request, with what the app's own middleware put there. */
      ctx: Context
      /** The openid of the signed-in user of this Official Account; null when nobody is signed in. */
      openid: string | null
    }
  | {
      /** WeChat's notification, the query of a status, or the reconciler. */
      by: 'weixin'
    }

/** A coupon or discount that a payment used. */
export interface Promotion {
  /** WeChat's number of the coupon. */
  couponId: string
  /** What WeChat calls it; null where it gives no name. */
  name: string | null
  /** `GLOBAL` for the whole order, `SINGLE` for single items; null where WeChat does not say. */
  scope: string | null
  /** `CASH` (paid in advance by its issuer) or `NOCASH`; null where WeChat does not say. */
  type: string | null
  /** By how much the payer paid less, in fen. */
  amount: Fen
}

/** A payment, out of a message of WeChat Pay's whose signature was verified. */
export interface Transaction {
  /** WeChat's `transaction_id` of the payment (微信支付订单号). */
  transactionId: string
  /** The `out_trade_no` of the attempt (商户订单号). */
  outTradeNo: string
  /** The order's id, which WeChat returns as `attach`; null where it returns none. */
  orderId: string | null
  /** `REFUND`: at least a part of it went back already. */
  tradeState: 'SUCCESS' | 'REFUND'
  /** `JSAPI`, `MWEB` (h5), `NATIVE` or `APP`, as WeChat writes it; null where it does not say. */
  tradeType: string | null
  /** The bank, as WeChat writes it, such as `CMB_CREDIT`, or `OTHERS` for the balance; null where it does not say. */
  bankType: string | null
  /** The order's amount, in fen. */
  total: Fen
  /** What the payer paid, in fen: less than `total` with a coupon. Null where WeChat does not say. */
  payerTotal: Fen | null
  /**
   * What went back so far, in fen; 0 in state `SUCCESS`. API v2 lists the refunds of a payment, and they are added up.
   * Null in state `REFUND` of API v3: the response to a query contains no amount, and a refund can be queried by its
   * own `out_refund_no` only, so the sum of those that the app knows would leave out one made in the merchant platform.
   */
  refunded: Fen | null
  /** The payer, as a user of `appId`; null where WeChat does not say. */
  openid: string | null
  /** When it was paid. */
  paidAt: Date
  /** The coupons that were used; empty without any. */
  promotions: readonly Promotion[]
  /** All fields of the verified message, in WeChat's spelling: nested for v3, flat texts for v2. */
  raw: Readonly<Record<string, unknown>>
}

/**
 * How a refund stands: accepted and running, arrived, failed for good (for instance because the balance
 * stayed too low), or stuck because neither card nor balance of the payer can receive it.
 */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** A refund, out of a message of WeChat Pay's whose signature was verified. */
export interface Refund {
  /** The `out_refund_no` (商户退款单号). */
  outRefundNo: string
  /** WeChat's `refund_id` (微信支付退款单号). */
  refundId: string
  /** WeChat's `transaction_id` of the payment. */
  transactionId: string
  /** The `out_trade_no` of the attempt that was paid. */
  outTradeNo: string
  /** The state of the refund. */
  refundStatus: RefundStatus
  /** The order's amount, in fen. */
  total: Fen
  /** What goes back, in fen, coupons included. */
  amount: Fen
  /** What the payer gets back, in fen: less than `amount` with a coupon. Null where WeChat does not say. */
  payerAmount: Fen | null
  /** Where the money goes, such as 招商银行信用卡0403 or 支付用户零钱; null where WeChat does not say. */
  userReceivedAccount: string | null
  /** `ORIGINAL`, `BALANCE`, `OTHER_BALANCE` or `OTHER_BANKCARD`; null where WeChat does not say. */
  channel: string | null
  /** Which of the merchant's funds pays it, as WeChat writes it; null where it does not say. */
  fundsAccount: string | null
  /** When it arrived; null until then, and where WeChat gives no time that can be read. */
  succeededAt: Date | null
  /** All fields of the verified message, in WeChat's spelling: nested for v3, flat texts for v2. */
  raw: Readonly<Record<string, unknown>>
}

/**
 * Why a payment is not simply this order's payment: another payment paid it before, its price is another
 * now, it is closed, or the payment went back before the app recorded it.
 */
export type UnexpectedReason = 'second' | 'price' | 'closed' | 'refunded'

/** `take` records it all the same (never a second one), `refund` returns all of it, `keep` leaves it as it is. */
export type Decision = 'take' | 'refund' | 'keep'

/** The app's orders: what it knows of them, and what it does. Every handler may be synchronous. */
export interface Orders<O extends Order = Order> {
  /**
   * The order with exactly this id, or undefined (or null), which answers 404: nobody reads somebody else's
   * order. For WeChat every order must be found.
   */
  find(id: string, requester: Requester): MaybePromise<O | null | undefined>
  /**
   * Records the payment. It runs at least once, so make it an update that is safe to repeat and to run twice
   * at the same moment: `… set transaction_id = $1 where id = $2 and transaction_id is null`. When it throws,
   * or when the order found afterwards has no such `transactionId`, WeChat notifies again.
   */
  onPaid(order: O, transaction: Transaction): MaybePromise<void>
  /** Without it such a payment is refused with one alert, and WeChat notifies again for a day. */
  onUnexpectedPayment?(
    order: O,
    transaction: Transaction,
    reason: UnexpectedReason,
  ): MaybePromise<Decision>
  /**
   * A refund came to its end; it may have been started in WeChat's console. It runs at least once, so keep
   * `outRefundNo` and do nothing for one that is recorded.
   */
  onRefunded?(order: O | undefined, refund: Refund): MaybePromise<void>
}

/** The app's orders, of which each one is checked where it is found. */
export interface CheckedOrders extends Orders {
  /** Undefined where the app finds none. Throws `order-invalid`, naming the field. */
  find(id: string, requester: Requester): Promise<Order | undefined>
}

/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>
