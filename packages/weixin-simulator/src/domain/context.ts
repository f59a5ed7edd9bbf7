import type { Clock } from '../clock.ts'
import type { Random } from '../crypto/random.ts'
import type { PaidOrder } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import type { State } from '../state/state.ts'
import type { SubMerchant } from '../types.ts'

/** What happened to money, and has to be reported to the merchant's server in the order's dialect. */
export type MoneyEvent =
  | { type: 'paid'; order: PaidOrder }
  | {
      type: 'refunded'
      order: PaidOrder
      refund: Refund
      url: string
      /** Who asked for the refund; a refund in the console is always reported in XML. */
      source: 'API' | 'VENDOR_PLATFORM'
      /** The dialect of the refund request. */
      form: 'json' | 'xml'
    }

/** How a refund ends: CLOSED leaves the money with the merchant, ABNORMAL on its way. */
export type RefundEnd = 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** What the rules of WeChat's business work on. */
export interface DomainContext {
  state: State
  clock: Clock
  random: Random
  subMerchants: SubMerchant[]
  overrides: {
    /** How refunds end as soon as they are accepted; PROCESSING: they wait. */
    refundEnd: RefundEnd | 'PROCESSING'
  }
  /** Delivers a notification about this event, in the background. */
  announce(event: MoneyEvent): void
}
