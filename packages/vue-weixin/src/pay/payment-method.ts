import type { Payment, TradeType } from 'weixin-contract'
import type { Environment } from '../environment/environment.ts'
import type { PartContext } from '../part-context.ts'
import type { WeixinClientError } from '../errors/weixin-client-error.ts'

/** How a payment method ended on the page. The server decides whether the order is paid. */
export type SheetResult =
  | { result: 'ok' }
  | { result: 'cancel' }
  | { result: 'fail'; error: WeixinClientError }

/** What a payment method works with. */
export interface PaymentTools extends Pick<PartContext, 'window' | 'clock' | 'navigate' | 'part'> {
  /** Where the page runs. */
  readonly environment: Environment
}

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
  /** Whether this method can be used in an environment. */
  fits(environment: Environment): boolean
  /**
   * Resolves when the method can be used. Called before anything is ordered at WeChat.
   * @throws {WeixinClientError} such as `no-bridge`; the next method that fits is tried
   */
  ready(tools: PaymentTools, signal: AbortSignal): Promise<void>
  /**
   * Lets the payer pay. Resolves when the payer is done: after minutes perhaps, or never.
   * @param payment what the server returned; null when nothing was ordered
   */
  open(payment: Payment | null, orderId: string, tools: PaymentTools): Promise<SheetResult>
}
