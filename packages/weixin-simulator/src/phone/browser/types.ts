/** What a native command answers the page with. */
export type Response = { err_msg?: string; errMsg?: string; [field: string]: unknown }

export type Platform = 'ios' | 'android' | 'desktop'

/** 零钱, or a bank card. */
export type Method = 'balance' | 'card'

/** What the sheet shows; `total` and `balance` in fen. */
export interface Payment {
  prepayId: string
  payee: string
  total: number
  description: string
  balance: number
}

/** WeChat's no: what its own dialog says (null: it shows none), and what the page is answered after it. */
export interface Refused {
  refused: { dialog: string | null; response: Response }
}

/** The screens' buttons. */
export interface Actions {
  close: () => void
  method: () => void
  pay: () => void
  done: () => void
}
