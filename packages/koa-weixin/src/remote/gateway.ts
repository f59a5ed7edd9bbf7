import type { Fen, Payment } from 'weixin-contract'
import type { WeixinError } from '../errors/weixin-error.ts'
import type { OrderExtras } from '../order-extras.ts'
import type { Refund, Transaction } from '../orders.ts'
import type { RefundRequest } from '../refunds/refund-request.ts'
import type { Payer } from '../trade-types.ts'
import type { OpenBill } from './bill-source.ts'

declare const verified: unique symbol

/**
 * A transaction out of a message that carried WeChat Pay's signature. Only a dialect's readers make one, so nothing
 * unverified can be settled.
 */
export interface VerifiedTransaction extends Transaction {
  readonly [verified]: true
  /** The account whose user paid. */
  appId: string
  mchId: string
  /** The sub-merchant of a service provider's transaction. */
  subMchId?: string
  /** The service provider's own account, where `appId` is the sub-merchant's. */
  spAppId?: string
  /** Absent means CNY. */
  currency: string | null
}

/** A refund out of a message that carried WeChat Pay's signature. */
export interface VerifiedRefund extends Refund {
  readonly [verified]: true
  /** Null in a response to our own call, which names no merchant. */
  mchId: string | null
  subMchId?: string
}

/** One attempt to pay an order, as WeChat is asked to accept it. */
export interface PrepayRequest {
  outTradeNo: string
  /** Our order's id, which WeChat stores as `attach`. */
  orderId: string
  description: string
  total: Fen
  payer: Payer
  payBefore: Date | null
  /** The app's own fields of an order, in the spelling of API v3. */
  extras?: OrderExtras
}

/** What WeChat returned for an attempt that it accepted. */
export interface Prepaid {
  tradeType: Payer['tradeType']
  /** The prepay_id, h5_url or code_url: see `tradeTypes`. */
  value: string
}

/** `refused`: WeChat read the order and did not accept it; a query returns the state of the attempt. */
export type PrepayResponse =
  | { result: 'accepted'; prepaid: Prepaid }
  | { result: 'refused'; error: WeixinError }

/**
 * How an attempt stands at WeChat, in its own `trade_state`. USERPAYING, PAYERROR and states that WeChat may add count
 * as NOTPAY, REVOKED counts as CLOSED. NOT_EXIST comes from a signed response only.
 */
export type Trade =
  | { tradeState: 'NOTPAY' }
  | { tradeState: 'CLOSED' }
  | { tradeState: 'NOT_EXIST' }
  | { tradeState: 'SUCCESS' | 'REFUND'; transaction: VerifiedTransaction }

/**
 * What became of a close. `refused`: for instance because the attempt was paid a moment before. `too-early`: WeChat
 * closes no order that young (v2, five minutes). `not-finished`: WeChat accepted the request and did not close it yet.
 */
export type CloseResult = 'closed' | 'refused' | 'too-early' | 'not-finished'

/** The bytes of a notification and its headers, names in lower case. */
export interface RawNotification {
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

/** A verified notification of a product that this package does not know, such as combined orders or contracts. */
export interface OtherNotification {
  /** WeChat's id of the notification (v2: its nonce_str). */
  id: string
  /** `event_type` (v2: the text `xml`). */
  eventType: string
  /** `original_type` (v2: an empty text). */
  originalType: string
  /** The decrypted JSON text (v2: the verified XML text). */
  resource: string
}

/** A verified notification, read. */
export type Notification =
  | { about: 'transaction'; transaction: VerifiedTransaction }
  | { about: 'refund'; refund: VerifiedRefund }
  /** Nothing in it is signed: only a query returns the state of this refund. */
  | { about: 'refund-hint'; outRefundNo: string }
  | { about: 'other'; notification: OtherNotification }
  /** WeChat signed it, and it cannot be read: a wrong apiV3Key, or a form that this package does not know. */
  | { about: 'unreadable'; id: string; error: WeixinError }

/** A call of the app's own, to a product that this package does not know. */
export interface MerchantRequest {
  /** The HTTP method. API v2 knows POST only. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path on WeChat Pay's host, such as `/v3/profitsharing/orders`; without a query. */
  path: string
  /** Query parameters, encoded here. */
  query?: Readonly<Record<string, string | number>>
  /** v3: sent as JSON. v2: texts by WeChat's field names; ids, nonce and sign are added. */
  body?: Readonly<Record<string, unknown>>
  /** The same call again has no further effect, so it is retried as GET is. @default false */
  idempotent?: boolean
  /** v2 only: connect with `merchant.clientCertificate`. @default false */
  clientCertificate?: boolean
}

/**
 * WeChat Pay in one dialect. A call without a trustworthy response throws `weixin-unreachable`, `not-finished`,
 * `response-unverified`, `response-malformed` or `response-mismatch`: then it is not known whether WeChat acted.
 */
export interface Gateway {
  /** Whether WeChat may refuse to close a young attempt, so that two attempts can be open at once. */
  readonly mayLeaveOpen: boolean
  prepay(request: PrepayRequest): Promise<PrepayResponse>
  /** What the page needs to go on: signed anew each time. */
  signPaymentParams(prepaid: Prepaid): Promise<Payment>
  query(outTradeNo: string): Promise<Trade>
  queryTransaction(transactionId: string): Promise<Trade>
  close(outTradeNo: string): Promise<CloseResult>
  /** Throws `refund-refused` or `weixin-refused` too. The same `outRefundNo` again is the same refund. */
  refund(request: RefundRequest): Promise<VerifiedRefund>
  /** How a refund stands. Throws `refund-unknown`, from which nothing final follows. */
  queryRefund(outRefundNo: string): Promise<VerifiedRefund>
  /** What went back of a transaction so far, in fen; null where WeChat does not tell. */
  refundedTotal(transactionId: string): Promise<Fen | null>
  readonly openBill: OpenBill
  /**
   * Checks what the headers of a notification alone show, before its body is read. Throws `header-missing` or
   * `timestamp-stale`.
   */
  checkHeaders(headers: RawNotification['headers']): void
  /** Verifies, then reads. Throws the code of the first check that failed, while nothing of it is verified. */
  openNotification(raw: RawNotification): Promise<Notification>
  /** A call of the app's own: signed, its response verified. Throws `weixin-refused` with WeChat's code. */
  request(request: MerchantRequest): Promise<unknown>
}
