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
  /**
   * The refunds of this order that the app has recorded, where it can show them: a notification of one that is listed
   * in the same or in a final state (`SUCCESS`, `CLOSED`) runs nothing. Record them so that a repeat changes nothing:
   * `insert into refunds (out_refund_no, status) values ($1, $2) on conflict (out_refund_no) do update set status = $2
   * where refunds.status not in ('SUCCESS', 'CLOSED')`. @default none: `onRefunded` may run again for a refund
   */
  refunds?: readonly Pick<Refund, 'outRefundNo' | 'refundStatus'>[] | null
  /** Takes no payment any more. */
  closed?: boolean
  /** Until when it can be paid. */
  payBefore?: Date
  /** Further fields of WeChat's order, such as `goods_tag`, as they are. `attach` and the like are ours. */
  extras?: OrderExtras
}

/** Who asks for an order: a page's visitor, with Koa's context unread, or WeChat. */
export type Requester = { by: 'page'; ctx: Context; openid: string | null } | { by: 'weixin' }

/** A payment that WeChat vouches for. */
export interface Transaction {
  transactionId: string
  outTradeNo: string
  /** Our order's id, as WeChat kept it in `attach`. */
  orderId: string | null
  tradeState: 'SUCCESS' | 'REFUND'
  /** The order's amount, in fen. */
  total: Fen
  /** What the payer paid: smaller than `total` with a coupon. */
  payerTotal: Fen | null
  openid: string | null
  paidAt: Date
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** A refund that WeChat vouches for. */
export interface Refund {
  outRefundNo: string
  /** WeChat's number of the refund. */
  refundId: string
  transactionId: string
  outTradeNo: string
  refundStatus: RefundStatus
  /** The order's amount, in fen. */
  total: Fen
  /** What goes back, in fen. */
  amount: Fen
  succeededAt: Date | null
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
  onUnexpectedPayment?(order: O, transaction: Transaction, why: UnexpectedReason): Promise<Decision>
  /** A refund came to its end; it may have been started in WeChat's console. */
  onRefunded?(order: O | undefined, refund: Refund): Promise<void>
}
