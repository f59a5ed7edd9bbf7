/** What crosses between the shop's page and its server. */

export interface Tea {
  id: string
  name: string
  taste: string
  serving: string
  /** Fen for one cup. */
  price: number
}

/** An order as its payer may see it. Amounts in fen, times in ISO 8601. */
export interface TeaOrder {
  id: string
  state: 'unpaid' | 'paid' | 'cancelled'
  /** Called out at the counter. */
  pickup: string
  teaId: string
  teaName: string
  cups: number
  total: number
  createdAt: string
  payBefore: string
  /** When the page first got what it needs to pay. */
  payingAt: string | null
  paidAt: string | null
  /** The number of the payment that paid it, at WeChat Pay. */
  transactionId: string | null
}
