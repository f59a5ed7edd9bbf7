import type { Random } from '../crypto/random.ts'
import { createAccount, replaceKeys, type Account, type GivenKeys } from './account.ts'
import type { BillLink } from './bill-links.ts'
import type { Code, Consent } from './codes.ts'
import type { Coupon } from './coupons.ts'
import {
  createNotificationBook,
  type Notification,
  type NotificationBook,
} from './notifications.ts'
import { createOrderBook, type Order, type OrderBook } from './orders.ts'
import type { PlatformState } from './platform.ts'
import type { Counters } from './quotas.ts'
import { createRecords, type Records } from './records.ts'
import { createRefundBook, type Refund, type RefundBook } from './refunds.ts'
import type { Ticket } from './tickets.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createUsers, type User } from './users.ts'
import type { WebToken } from './web-tokens.ts'

/** What is saved whole whenever it changed: it does not grow with the number of orders. */
export interface SmallState {
  account: Account
  /** Milliseconds by which the simulator's clock was moved. */
  ahead: { ms: number }
  users: User[]
  codes: Code[]
  consents: Consent[]
  tokens: Tokens
  counters: Counters
  tickets: Ticket[]
  webTokens: WebToken[]
  billLinks: BillLink[]
  platform: PlatformState
  /** The merchant's money at WeChat Pay. */
  merchant: { balance: number | null }
  /** Coupons that users hold and have not used. */
  coupons: Coupon[]
}

/** Everything that WeChat remembers. */
export interface State extends SmallState {
  orders: OrderBook
  /** Numbers that were closed before they were ever ordered. */
  closedNumbers: Records<string>
  refunds: RefundBook
  notifications: NotificationBook
}

/** What was read from a folder. */
export interface SavedState {
  small: Partial<SmallState> & Pick<SmallState, 'account'>
  orders: Order[]
  closedNumbers: string[]
  refunds: Refund[]
  notifications: Notification[]
}

/** What was asked for at this start. */
export interface StateOptions {
  name: string | undefined
  keys: GivenKeys
  /** Milliseconds. */
  now: number
  random: Random
}

/** A saved state with what was asked for now laid over it, or a new one. */
export async function createState(
  saved: SavedState | undefined,
  options: StateOptions,
): Promise<State> {
  const { name, keys, now, random } = options
  const account =
    saved?.small.account ?? (await createAccount(name ?? '山前茶铺', keys, { now, random }))
  if (saved) {
    if (name !== undefined) account.name = name
    replaceKeys(account, keys, now)
  }
  return {
    ...nothingHappened(random),
    ...saved?.small,
    account,
    orders: createOrderBook(saved?.orders),
    closedNumbers: createRecords<string>({
      keyOf: (outTradeNo) => outTradeNo,
      saved: saved?.closedNumbers ?? [],
    }),
    refunds: createRefundBook(saved?.refunds),
    notifications: createNotificationBook(saved?.notifications),
  }
}

/** The small state of a new account. What a saved one lacks is taken from here. */
const nothingHappened = (random: Random): Omit<SmallState, 'account'> => ({
  ahead: { ms: 0 },
  users: createUsers(random),
  codes: [],
  consents: [],
  tokens: createTokens(),
  counters: {},
  tickets: [],
  webTokens: [],
  billLinks: [],
  platform: { certificates: [], shares: {} },
  merchant: { balance: null },
  coupons: [],
})
