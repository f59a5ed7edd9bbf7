/**
 * The shapes that cross between a page in WeChat and the server behind it. The package contains types only; nothing
 * of it runs.
 *
 * @module
 */

/** An amount in fen (分, 1/100 yuan): a non-negative integer, never a fraction. */
export type Fen = number

/**
 * The response of `GET config?url=…`: the arguments of `wx.config`, in WeChat's own spelling.
 *
 * @example
 * wx.config({ ...config, jsApiList: ['scanQRCode'] })
 */
export interface JssdkConfig {
  /** The AppID of the Official Account that signed the page. */
  appId: string
  /** The time of the signature in seconds since 1970. */
  timestamp: number
  /** The random text that is part of the signed string. */
  nonceStr: string
  /** SHA-1 over `jsapi_ticket`, `noncestr`, `timestamp` and `url`, in lower-case hexadecimal. */
  signature: string
}

/** The body of `POST config`: a page reports that WeChat rejected the signature which the server gave it. */
export interface ConfigReport {
  /** The address that the server signed, without its fragment. */
  url: string
  /** The `timestamp` of the rejected signature, in seconds. */
  timestamp: number
  /** The `nonceStr` of the rejected signature. */
  nonceStr: string
  /** The rejected signature. */
  signature: string
  /** The address that WeChat checked: `realAuthUrl` of its reply, or the page's own address where WeChat names none. */
  checkedUrl: string
}

/**
 * The rule of page signing that an address breaks.
 *
 * - `hash`: the fragment (`#…`) was part of the signed address; WeChat checks the address without it.
 * - `amp`: the query contains `&amp;` in place of `&`.
 * - `encoding`: the two addresses differ in their percent-encoding only.
 * - `scheme`: one address is `http:`, the other `https:`.
 * - `port`: the ports differ.
 * - `landing`: WeChat for iOS checks the address of the last full page load, not the address after `pushState`.
 * - `other`: none of these.
 */
export type AddressRule = 'hash' | 'amp' | 'encoding' | 'scheme' | 'port' | 'landing' | 'other'

/** The response of `POST config`: why WeChat rejected the signature, and a new signature where one may help. */
export interface ConfigDiagnosis {
  /** The address that the server signed. */
  url: string
  /** The address that WeChat checks. */
  checkedUrl: string
  /**
   * Where the two addresses differ. Null when the addresses are equal, so the signature was rejected for another reason (such as an
   * expired `jsapi_ticket`).
   */
  difference: {
    /** The index of the first character in which the two addresses differ. */
    at: number
    /** The rule that explains the difference. */
    rule: AddressRule
  } | null
  /** A new signature over `checkedUrl`. Null when the server expects WeChat to reject a new one as well. */
  config: JssdkConfig | null
}

/** The arguments of `WeixinJSBridge.invoke('getBrandWCPayRequest', …)`, in WeChat's own spelling and case. */
export interface JsapiParams {
  /** The AppID that the order was placed with. */
  appId: string
  /** The time of the signature in seconds, as a string: WeChat rejects a number here. */
  timeStamp: string
  /** A random text of at most 32 characters. */
  nonceStr: string
  /** `prepay_id=` followed by the id that WeChat returned for the order. */
  package: `prepay_id=${string}`
  /** `RSA` for orders of API v3, `MD5` or `HMAC-SHA256` for orders of API v2. */
  signType: 'RSA' | 'MD5' | 'HMAC-SHA256'
  /** The signature over the other fields. */
  paySign: string
}

/** The arguments of WeChat's payment SDK for native apps (APP payment), in WeChat's own spelling. */
export interface AppParams {
  /** The AppID of the native app. */
  appid: string
  /** The merchant's number (`mchid`). */
  partnerid: string
  /** The `prepay_id` that WeChat returned for the order. */
  prepayid: string
  /** The constant that WeChat requires. */
  package: 'Sign=WXPay'
  /** A random text. */
  noncestr: string
  /** The time of the signature in seconds, as a string. */
  timestamp: string
  /** The signature over the other fields. */
  sign: string
}

/**
 * WeChat's trade types (`trade_type`) in lower case: `jsapi` inside WeChat, `h5` in a phone's browser, `native` by a
 * QR code, `app` in a native app. The server's option `tradeTypes` says which of them it accepts.
 */
export type TradeType = 'jsapi' | 'h5' | 'native' | 'app'

/**
 * The state of an order.
 *
 * - `unpaid`: WeChat has no successful payment for it.
 * - `paid`: the app has recorded a payment that WeChat confirmed.
 * - `closed`: the order accepts no payment any more.
 * - `unknown`: WeChat or the app did not return a state; query it again later.
 */
export type OrderState = 'unpaid' | 'paid' | 'closed' | 'unknown'

/**
 * The response of `POST pay/:orderId?tradeType=…`: what the page needs to let the payer pay. It carries `settled` in
 * place of `tradeType` when there is nothing left to pay, with the state of the order.
 *
 * @example
 * if (payment.tradeType === 'h5') location.assign(payment.url)
 */
export type Payment =
  | {
      tradeType: 'jsapi'
      /** The arguments of `getBrandWCPayRequest`. */
      params: JsapiParams
    }
  | {
      tradeType: 'h5'
      /** The address of WeChat's H5 page (`h5_url`, `mweb_url`), valid for five minutes. */
      url: string
    }
  | {
      tradeType: 'native'
      /** The text of the QR code (`code_url`), valid for two hours. */
      codeUrl: string
    }
  | {
      tradeType: 'app'
      /** The arguments of WeChat's payment SDK. */
      params: AppParams
    }
  | {
      /** Absent: nothing was ordered. */
      tradeType?: undefined
      /** The state of the order. */
      settled: OrderState
    }

/** The response of `GET pay/:orderId`: the state of the order after the server queried WeChat. */
export interface OrderStatus {
  /** The order that was asked for. */
  orderId: string
  /** Its state now. */
  state: OrderState
}

/** The signed-in user as the page may see them. The openid never reaches a page. */
export interface User {
  /** The nickname, or null until the user consented to `snsapi_userinfo`. */
  nickname: string | null
  /** The address of the avatar (`headimgurl`), or null until the user consented to `snsapi_userinfo`. */
  avatar: string | null
  /** True for the virtual account of WeChat's snapshot page (快照页), which can look at pages but cannot pay. */
  isSnapshot: boolean
}

/** The response of `GET oauth?mode=url`: the address of WeChat's consent page, for a page that redirects by itself. */
export interface ConsentAddress {
  /** The address to go to, on `open.weixin.qq.com`. */
  url: string
}

/** The response of `GET user`. */
export interface UserResponse {
  /** The signed-in user, or null when nobody is signed in. */
  user: User | null
}

/** The body of every error response that a page receives. */
export interface ErrorResponse {
  /** What went wrong. */
  error: {
    /** A literal of the server's error catalogue, such as `sign-in-required`. */
    code: string
    /** A description for developers, in English. Do not show it to payers. */
    message: string
    /** Identifies this failure in the server's log. */
    id: string
    /** Present with status 401: the address that signs the user in. A `returnTo` may be added to its query. */
    signIn?: string
    /** Present outside production only: what the developer can do about it. */
    remedy?: {
      /** English. */
      en: string
      /** Simplified Chinese. */
      zh: string
    }
  }
}
