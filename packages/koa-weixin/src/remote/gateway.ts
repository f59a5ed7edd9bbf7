import type { Fen, Payment } from 'weixin-contract'
import type { WeixinError } from '../errors/weixin-error.ts'
import type { OrderExtras } from '../order-extras.ts'
import type { Refund, Transaction } from '../orders.ts'
import type { OpenBill } from './bill-source.ts'

declare const verified: unique symbol

/**
 * A transaction out of a text that carried WeChat Pay's signature. Only a dialect's readers make
 * one, which is why nothing unverified can be settled.
 */
export interface VerifiedTransaction extends Transaction {
  readonly [verified]: true
  /** The account whose user paid. */
  appId: string
  mchId: string
  /** Where a service provider took it: for whom, and its own account beside `appId`. */
  subMchId?: string
  spAppId?: string
  /** Absent means CNY. */
  currency: string | null
}

export interface VerifiedRefund extends Refund {
  readonly [verified]: true
  /** Notifications name the merchant; responses to our own calls don't. */
  mchId: string | null
  subMchId?: string
}

/** Who pays, as each way to pay wants to know it. */
export type Payer =
  | { tradeType: 'jsapi'; openid: string }
  /** `ip` is the payer's own: WeChat compares it with the one that opens the cashier. */
  | { tradeType: 'h5'; ip: string }
  | { tradeType: 'native' }
  | { tradeType: 'app' }

/** One attempt to pay an order, as WeChat is asked to take it. */
export interface PrepayRequest {
  outTradeNo: string
  /** Our order's id, which WeChat keeps as `attach`. */
  orderId: string
  description: string
  total: Fen
  payer: Payer
  payBefore: Date | null
  /** The app's own fields of an order, spelt as in v3. */
  extras?: OrderExtras
}

/** What WeChat gave for an attempt that it took. */
export type Prepaid =
  | { tradeType: 'jsapi' | 'app'; prepayId: string }
  | { tradeType: 'h5'; url: string }
  | { tradeType: 'native'; codeUrl: string }

/** `refused`: WeChat read the order and did not take it; a query tells how the number stands. */
export type PrepayResponse =
  | { result: 'taken'; prepaid: Prepaid }
  | { result: 'refused'; error: WeixinError }

/** How a number stands. Nothing final follows from `absent`: its response may be unsigned. */
export type Trade =
  | { tradeState: 'open' }
  | { tradeState: 'closed' }
  | { tradeState: 'absent' }
  | { tradeState: 'paid'; transaction: VerifiedTransaction }

export interface RefundRequest {
  transactionId: string
  /** The order's amount, in fen. */
  total: Fen
  outRefundNo: string
  /** What goes back, in fen. */
  amount: Fen
  reason?: string
}

/** The bytes of a notification and its headers, names in lower case. */
export interface RawNotification {
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

/** A verified notification of a product that this package does not know. */
export interface OtherNotification {
  id: string
  eventType: string
  originalType: string
  /** The opened text. */
  resource: string
}

export type Notification =
  | { about: 'transaction'; transaction: VerifiedTransaction }
  | { about: 'refund'; refund: VerifiedRefund }
  /** Nobody vouches for it: ask WeChat how this refund stands. */
  | { about: 'refund-hint'; outRefundNo: string }
  | { about: 'other'; notification: OtherNotification }
  /** WeChat signed it, and it cannot be read: a wrong apiV3Key, or a form that this package does not know. */
  | { about: 'unreadable'; id: string; error: WeixinError }

/**
 * WeChat Pay in one dialect. Calls that got no believable answer throw `weixin-unreachable`,
 * `response-unverified`, `response-malformed` or `response-mismatch`: whether WeChat acted is not known.
 */
export interface Gateway {
  /** Whether WeChat may refuse to close a young order, so that two numbers can be open at once. */
  readonly canCloseLate: boolean
  prepay(attempt: PrepayRequest): Promise<PrepayResponse>
  /** What the page needs to go on: signed anew each time. */
  signPaymentParams(opened: Prepaid): Promise<Payment>
  query(outTradeNo: string): Promise<Trade>
  queryTransaction(transactionId: string): Promise<Trade>
  /**
   * False: refused, for instance because it was paid a moment before. Throws `close-too-early` too,
   * where WeChat closes no order that young.
   */
  close(outTradeNo: string): Promise<boolean>
  /**
   * Throws `refund-refused` or `weixin-refused` too. The same `outRefundNo` again is the same refund.
   */
  refund(request: RefundRequest): Promise<VerifiedRefund>
  /** How a refund stands. Throws `refund-unknown`, from which nothing final follows. */
  queryRefund(outRefundNo: string): Promise<VerifiedRefund>
  /** Absent where a dialect has no bills. */
  readonly openBill?: OpenBill
  /** Verifies, then opens; throws the code of the first check that failed. */
  openNotification(notification: RawNotification): Promise<Notification>
}
