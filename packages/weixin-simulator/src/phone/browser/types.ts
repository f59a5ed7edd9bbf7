/** The answer of a native command, as the page gets it. */
export type Response = { err_msg?: string; errMsg?: string; [field: string]: unknown }

/** Name of a chosen environment, or the kind of client that the browser's own user agent names. */
export type Platform = EnvironmentName | 'desktop'

type EnvironmentName = 'ios' | 'android' | 'harmony' | 'windows' | 'mac' | 'wecom' | 'mini-program'

/** The in-app browser that the page is to be in. */
export interface Environment {
  name: EnvironmentName
  userAgent: string
  platform: string
  /** Which address the client goes by: that of the last full load, or the present one. */
  signedAddress: 'landing' | 'current'
}

/** How a sheet ends without the user's touch. */
export type SheetOutcome = 'paid' | 'cancel' | 'fail' | 'lost'

/** Takes the money of the payment on the screen; `coupon` is a coupon_id. */
export type Confirm = (
  method: Method,
  coupon: string | undefined,
) => Promise<{ paid: true } | Refused>

/** A coupon that can be used for the payment; `amount` in fen. */
export interface Coupon {
  couponId: string
  name: string
  amount: number
}

/** 零钱, or a bank card. */
export type Method = 'balance' | 'card'

/** What the sheet shows; `total` and `balance` in fen. */
export interface Payment {
  prepayId: string
  payee: string
  total: number
  description: string
  balance: number
  /** What can be used for it, the best first. */
  coupons?: Coupon[]
  /** The one that is used: `total` is what is left to pay. */
  coupon?: Coupon
}

/** A refusal of WeChat's client: the text of its dialog (null: it shows none), and the page's answer after it. */
export interface Refused {
  refused: { dialog: string | null; response: Response; why?: Why }
}

/** For the developer: the rule that refused it, how to go on, the field, and where WeChat's documents state the rule. */
export interface Why {
  code: string
  en: string
  zh: string
  field: string | null
  reference: { title: string; url: string; line: string | null } | null
}

/** The screens' buttons. */
export interface Actions {
  close: () => void
  method: () => void
  coupon: () => void
  pay: () => void
  done: () => void
}
