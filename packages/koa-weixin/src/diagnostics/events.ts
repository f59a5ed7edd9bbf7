import type { Fen, OrderState, TradeType } from 'weixin-contract'
import type { WeixinErrorCode } from '../errors/catalogue.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { MessageForm } from '../remote/message-form.ts'
import type { Settled } from '../settle/settle.ts'

/** What every event carries. No event holds an openid, a token, a ticket, a key or the content of a message. */
export interface WeixinEvent {
  /** The Official Account of the instance. */
  appId: string
  /** When the step began, in milliseconds since 1970. */
  startedAt: number
  /** How long the step took. */
  milliseconds: number
  /** The code of the error that ended the step; null where it succeeded. */
  code: WeixinErrorCode | null
  /** WeChat's own code with that error, such as `40164` or `SIGN_ERROR`; null where WeChat returned none. */
  weixinCode: string | null
}

/** An attempt was sent to WeChat Pay (下单). */
export interface PrepayEvent extends WeixinEvent {
  /** The order's id. */
  orderId: string
  /** The attempt (商户订单号). */
  outTradeNo: string
  /** How it is to be paid. */
  tradeType: TradeType
  /** The order's amount, in fen. */
  total: Fen
}

/** A page asked for what it needs to pay an order (调起支付). */
export interface PaymentEvent extends WeixinEvent {
  /** The order's id. */
  orderId: string
  /** How it is to be paid. */
  tradeType: TradeType
  /**
   * The state of an order for which nothing was left to pay; null where payment parameters, an address or a code was
   * handed out, and where the request failed.
   */
  settled: OrderState | null
}

/**
 * One step of a notification: `received`, then `verified` where its signature holds, then `handled`, or `refused` at any
 * point. `milliseconds` count from `received`.
 */
export interface NotificationEvent extends WeixinEvent {
  /** Which step. */
  step: 'received' | 'verified' | 'handled' | 'refused'
  /** The same number in all steps of one delivery; it counts from 1 in each process. WeChat's retry is another delivery. */
  delivery: number
  /** JSON of API v3, or XML of API v2. */
  form: MessageForm
  /** What it reports; null before it is verified. */
  about: 'transaction' | 'refund' | 'refund-hint' | 'other' | 'unreadable' | null
  /** The order's id; null before it is verified, and where the notification names none. */
  orderId: string | null
  /** The attempt (商户订单号); null as `orderId`. */
  outTradeNo: string | null
  /** The refund (商户退款单号); null as `orderId`. */
  outRefundNo: string | null
}

/** A verified payment was settled, whether a notification, a query or the reconciler brought it. */
export interface SettleEvent extends WeixinEvent {
  /** The order's id; null where the transaction names none. */
  orderId: string | null
  /** The attempt (商户订单号). */
  outTradeNo: string
  /** WeChat's number of the payment. */
  transactionId: string
  /** The amount of the transaction, in fen. */
  total: Fen
  /** What became of it; null where it was refused. */
  outcome: Settled | null
}

/** One of our middleware answered a request. */
export interface ResponseEvent extends WeixinEvent {
  /** The HTTP method. */
  method: string
  /** The route of the app's router, such as `/weixin/pay/:orderId`; the path where no router matched. */
  route: string
  /** The HTTP status. */
  status: number
}

/** One step of a sign-in (网页授权). */
export interface SignInEvent extends WeixinEvent {
  /**
   * `begin`: the user is sent to WeChat. `exchange`: the code is exchanged for a token. `profile`: nickname and avatar
   * are read. `finish`: the user is back, all steps and `onUser` included.
   */
  step: 'begin' | 'exchange' | 'profile' | 'finish'
  /** The scope that was asked for; null in `exchange` and `profile`. */
  scope: Scope | null
  /** Whether the sign-in was started again, because the cookie was lost or the code was invalid. */
  isAgain: boolean
}

/** A token was fetched from WeChat; reading it from the cache is no event. */
export interface TokenEvent extends WeixinEvent {
  /** Which one. */
  token: 'access_token' | 'jsapi_ticket'
  /** Seconds until it expires; null where the call failed. */
  expiresIn: number | null
}

/** The channels of `node:diagnostics_channel` by their names, and the message of each. */
export interface WeixinEvents {
  /** Each order that is sent to WeChat Pay. */
  'koa-weixin:prepay': PrepayEvent
  /** Each request of a page for payment parameters. */
  'koa-weixin:payment': PaymentEvent
  /** Each step of each notification. */
  'koa-weixin:notification': NotificationEvent
  /** Each settlement. */
  'koa-weixin:settle': SettleEvent
  /** Each response of our middleware. */
  'koa-weixin:response': ResponseEvent
  /** Each step of each sign-in. */
  'koa-weixin:sign-in': SignInEvent
  /** Each token that is fetched. */
  'koa-weixin:token': TokenEvent
}
