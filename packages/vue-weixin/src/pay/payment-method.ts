import type { Payment, TradeType } from 'weixin-contract'
import type { WeixinClientError } from '../errors/weixin-client-error.ts'
import type { PartContext } from '../part-context.ts'

/** How a payment method ended on the page. The server decides whether the order is paid. */
export type SheetResult =
  | { result: 'ok' }
  | { result: 'cancel' }
  | {
      result: 'fail'
      /** Why it failed. */
      error: WeixinClientError
    }

/** What a payment method works with: `window` (undefined on a server), `clock`, `navigate` and the parts of the instance. */
export type PaymentContext = Pick<PartContext, 'window' | 'clock' | 'navigate' | 'part'>

/**
 * One way to pay. JSAPI is built in; hand others to `createWeixin`.
 * @example createWeixin({ payments: [h5(), qr()] })
 */
export interface PaymentMethod {
  /** The trade type that the server is asked for; null: this page orders nothing. */
  readonly tradeType: TradeType | null
  /**
   * Where the payer pays: `sheet` is WeChat's own dialog over the page, one at a time; `panel` is drawn by the page,
   * such as a QR code; `page` leaves this page and comes back.
   */
  readonly surface: 'sheet' | 'panel' | 'page'
  /**
   * Resolves when the method can be used in this environment. Called before anything is ordered at WeChat.
   * @throws {WeixinClientError} such as `not-in-weixin`; the next method is tried then
   */
  ready(context: PaymentContext, signal: AbortSignal): Promise<void>
  /**
   * Lets the payer pay. Resolves when the payer is done: after minutes perhaps, or never.
   * @param payment what the server returned; null when nothing was ordered
   */
  open(payment: Payment | null, orderId: string, context: PaymentContext): Promise<SheetResult>
}
