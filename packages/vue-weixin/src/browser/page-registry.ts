import type { SheetResult } from '../pay/payment-method.ts'

/**
 * The order that holds WeChat's payment sheet, or leaves for another page: from the tap until that has returned a result,
 * or until the payer touches this page, which a sheet covers while it is open.
 */
export interface Hold {
  readonly orderId: string
  /** Resolves with the result of the sheet or page, or with why it was not opened. */
  readonly sheet: Promise<SheetResult>
  /** Called when the payer touches the page. */
  readonly touched: () => void
}

/**
 * What belongs to the page and not to one instance: WeChat shows one payment sheet at a time and verifies one
 * `wx.config` after another, whichever app, or whichever copy of this package, asked for it.
 */
export interface PageRegistry {
  hold?: Hold | undefined
  /** Settles when the last `wx.config` that was asked for has been replied to. */
  configs: Promise<unknown>
}

// The number names the shape: raise it when the shape changes.
const KEY = Symbol.for('vue-weixin:page:2')

/** The registry of this page. */
export function pageRegistry(window: object = {}): PageRegistry {
  const page = window as { [KEY]?: PageRegistry }
  return (page[KEY] ??= { configs: Promise.resolve() })
}
