/** Every shape that crosses between the page and its server. Types only: nothing here runs. */

/** Money in fen (分, 1/100 yuan): a whole number, never a fraction. */
export type Fen = number

/** `GET config?url=…`: what `wx.config` takes, in WeChat's own spelling. `timestamp` in seconds. */
export interface JssdkConfig {
  appId: string
  timestamp: number
  nonceStr: string
  signature: string
}

/** `POST config`: a page tells that WeChat refused what we signed. */
export interface ConfigReport {
  /** The address that was signed. */
  url: string
  timestamp: number
  nonceStr: string
  signature: string
  /** The address that WeChat checked (`realAuthUrl`), else the page's own. */
  checkedUrl: string
}

/** Which rule of page signing an address breaks. */
export type AddressRule = 'hash' | 'amp' | 'encoding' | 'scheme' | 'port' | 'landing' | 'other'

export interface ConfigDiagnosis {
  /** What was signed, and what WeChat checks. */
  url: string
  checkedUrl: string
  /** `at`: index of the first character that differs. Null: the address was right. */
  difference: { at: number; rule: AddressRule } | null
  /** Signed anew, for the address that WeChat checks. Null: nothing better is known. */
  config: JssdkConfig | null
}

/** What `getBrandWCPayRequest` takes, in WeChat's own spelling and case. */
export interface JsapiParams {
  appId: string
  /** Seconds, as text: WeChat refuses a number here. */
  timeStamp: string
  nonceStr: string
  package: `prepay_id=${string}`
  signType: 'RSA' | 'MD5' | 'HMAC-SHA256'
  paySign: string
}

/** What WeChat's app SDK takes to pay. */
export interface AppParams {
  appid: string
  partnerid: string
  prepayid: string
  package: 'Sign=WXPay'
  noncestr: string
  timestamp: string
  sign: string
}

/** The ways to pay that WeChat knows. Which of them a server offers is its option `ways`. */
export type TradeType = 'jsapi' | 'h5' | 'native' | 'app'

/** `unknown`: WeChat or the app did not answer; ask again. */
export type OrderState = 'unpaid' | 'paid' | 'closed' | 'unknown'

/** `POST pay/:orderId`: how to go on. `settled`: there is nothing left to pay. */
export type Payment =
  | { tradeType: 'jsapi'; params: JsapiParams }
  | { tradeType: 'h5'; url: string }
  | { tradeType: 'native'; codeUrl: string }
  | { tradeType: 'app'; params: AppParams }
  | { tradeType?: undefined; settled: OrderState }

/** `GET pay/:orderId`: how the order stands, after asking WeChat. */
export interface OrderStatus {
  orderId: string
  state: OrderState
}

/** The visitor as the page may see them: never the openid. */
export interface User {
  /** Null until the visitor consented to `snsapi_userinfo`. */
  nickname: string | null
  avatar: string | null
  /** A virtual visitor of WeChat's snapshot page (快照页), who can look but not pay. */
  isSnapshot: boolean
}

/** `GET oauth?mode=url`: where the visitor consents, for a page that goes there by itself. */
export interface ConsentAddress {
  url: string
}

/** `GET user`. */
export interface UserResponse {
  user: User | null
}

/** Every failing response to a page. */
export interface ErrorResponse {
  error: {
    /** A literal of the server's error catalogue, such as `sign-in-required`. */
    code: string
    message: string
    /** Names this one failure in the server's log. */
    id: string
    /** With 401: the address that signs the visitor in. A `returnTo` may be added to its query. */
    signIn?: string
    /** Outside production only: what to do about it. */
    remedy?: { en: string; zh: string }
  }
}
