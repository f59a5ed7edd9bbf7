import type {
  Credentials,
  LogEntry,
  PhoneControls,
  SheetOutcome,
  SimulatedOrder,
  SubMerchant,
} from '../types.ts'
import type { Faults } from './faults.ts'
import type { EndedDelivery, Notifications } from './notifications.ts'
import type { PaidOrderNumbers, PayOptions, Payer } from './payer.ts'
import type { Platform } from './platform.ts'
import type { RefundControls } from './refunds.ts'
import type { UserControls } from './users.ts'

/** Everything that a test or a person may do to a running simulator, but for its faults by name. */
export interface SimulatorControls extends UserControls, RefundControls {
  /** `http://localhost:PORT` when the host is loopback, or the option `url`. */
  url: string
  /** `https://localhost:PORT`: asks for the merchant's certificate, as refunds of API v2 do. */
  secureUrl: string
  /** What WeChat's consoles give to the account and the merchant. */
  credentials: Credentials
  /** The same as `payer.pay`. */
  pay(order: string, options?: PayOptions): Promise<PaidOrderNumbers>
  /** The person with the phone. */
  payer: Payer
  /** The simulated phone: what the JS-SDK answers, how sheets end, which addresses are on record. */
  phone: PhoneControls
  /** The openid of a user of ours under a sub-merchant's account. */
  subOpenid(openid: string, subAppId: string): string
  /** The sub-merchants for whom the merchant, as a service provider, takes orders. */
  subMerchants(): SubMerchant[]
  /** Replaces the sub-merchants. */
  setSubMerchants(subMerchants: readonly SubMerchant[]): void
  /** All orders, oldest first. */
  orders(): SimulatedOrder[]
  /** What WeChat tells the merchant's server. */
  notifications: Notifications
  /** Resolves with the next delivery that ends: call it before the payment. */
  nextNotification(): Promise<EndedDelivery>
  /** The payment sheet on the simulated phone. */
  sheets: {
    /**
     * Ends the sheet of this prepay_id, or each open sheet, or the next one as soon as it opens: `paid` elsewhere,
     * `cancel` by the user, `fail`, or `lost`: the page is never answered.
     */
    end(outcome: SheetOutcome, prepayId?: string): 'now' | 'next'
  }
  /** What happens to an account in production, on demand. */
  faults: Faults
  /** WeChat Pay's own keys. */
  platform: Platform
  /**
   * Moves the simulator's clock; resolves when all deliveries that became due were answered. Rejects a step backwards,
   * and one to more than ten years ahead of the wall clock.
   */
  advance(seconds: number): Promise<void>
  /** The last calls, oldest first, at most 1000. */
  log(): LogEntry[]
  /** Stops the server and releases the folder. */
  close(): Promise<void>
}
