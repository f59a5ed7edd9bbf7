import type { Payment, TradeType } from 'weixin-contract'
import type { WeixinClientError } from '../weixin-client-error.ts'

/** How a payment sheet ended, as the page hears it. A hint only: our server decides. */
export type SheetResult =
  | { result: 'ok' }
  | { result: 'cancel' }
  | { result: 'fail'; error: WeixinClientError }

/** One way to take the payer's money. A new way is a new file in `ways/`. */
export interface PaymentMethod {
  /** What the server is asked to prepare. */
  readonly tradeType: TradeType
  /**
   * Resolves when this way can be gone, before anything is ordered.
   * @throws {WeixinClientError} such as `not-in-weixin`
   */
  ready(signal: AbortSignal): Promise<void>
  /** Lets the payer pay. Resolves when the sheet is closed: after minutes perhaps, or never. */
  open(prepared: Payment): Promise<SheetResult>
}
