/** The shapes that cross between the shop's page and its server. */

/** One entry of the menu. */
export interface Tea {
  id: string
  name: string
  taste: string
  serving: string
  /** Fen for one cup. */
  price: number
}

/** `refunded`: all of the money has gone back. A part of it leaves the order `paid`. */
export type TeaOrderState = 'unpaid' | 'paid' | 'cancelled' | 'refunded'

/** An order as its customer may see it. Amounts in fen, times in ISO 8601. */
export interface TeaOrder {
  id: string
  state: TeaOrderState
  /** The number that is called out at the counter. */
  pickup: string
  teaId: string
  teaName: string
  cups: number
  /** The table that the tea is brought to. Null: it is fetched at the counter. */
  table: number | null
  total: number
  createdAt: string
  payBefore: string
  /** When the page first received what it needs to pay. */
  payingAt: string | null
  paidAt: string | null
  /** WeChat's transaction that paid the order. */
  transactionId: string | null
  /** When the customer cancelled the order. Null for an order that lapsed unpaid. */
  cancelledAt: string | null
  /** What has gone back so far, in fen. */
  refunded: number
  refundedAt: string | null
}

/** One page of a customer's orders, the newest first. */
export interface TeaOrderPage {
  orders: TeaOrder[]
  /** The query parameter `after` of the next page. Null on the last page. */
  next: string | null
}
