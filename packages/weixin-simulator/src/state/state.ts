import {
  completeAccount,
  createAccount,
  replaceKeys,
  type Account,
  type GivenKeys,
} from './account.ts'
import type { BillLink } from './bill-links.ts'
import type { Code, Consent } from './codes.ts'
import type { Notification } from './notifications.ts'
import type { Order } from './orders.ts'
import type { Counters } from './quotas.ts'
import type { PlatformState } from './platform.ts'
import type { Refund } from './refunds.ts'
import type { Ticket } from './tickets.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { createUsers, type User } from './users.ts'
import type { WebToken } from './web-tokens.ts'

/** Everything that WeChat remembers: plain data, saved as it is. */
export interface State {
  version: 1
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
  orders: Order[]
  /** Numbers that were closed before they were ever ordered. */
  closedNumbers: string[]
  refunds: Refund[]
  notifications: Notification[]
  billLinks: BillLink[]
  platform: PlatformState
}

/** What was asked for at this start. */
export interface StateOptions {
  name: string | undefined
  keys: GivenKeys
  /** Milliseconds. */
  now: number
}

/** A saved state with what was asked for now laid over it, or a new one. */
export async function createState(saved: State | undefined, options: StateOptions): Promise<State> {
  const { name, keys, now } = options
  if (saved) {
    if (name !== undefined) saved.account.name = name
    completeAccount(saved.account, now)
    replaceKeys(saved.account, keys, now)
    return { ...createMemory(), ...saved }
  }
  return { ...createMemory(), account: await createAccount(name ?? '山前茶铺', now, keys) }
}

/** Nothing has happened yet. What an older file does not know is filled up from here. */
function createMemory(): Omit<State, 'account'> {
  return {
    version: 1,
    ahead: { ms: 0 },
    users: createUsers(),
    codes: [],
    consents: [],
    tokens: createTokens(),
    counters: {},
    tickets: [],
    webTokens: [],
    orders: [],
    closedNumbers: [],
    refunds: [],
    notifications: [],
    billLinks: [],
    platform: { certificates: [], shares: {} },
  }
}
