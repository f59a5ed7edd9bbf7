import type { SdkOutcome } from '../phone/js-sdk/outcome.ts'
import type { RegisteredAddresses } from '../types.ts'
import type { SheetOutcome } from '../phone/sheets.ts'
import type { SimulatedOrder, SimulatedUser } from '../types.ts'

/** What the dashboard shows beside the timeline. */
export interface DashboardState {
  /** Tells one process from another: the ids of the log begin anew in each. */
  startedAt: number
  /** The account's display name. */
  name: string
  /** The simulator's address. */
  url: string
  /** Milliseconds by which the movable clock is ahead. */
  ahead: number
  /** Address of the page under test; null until one is known. */
  page: string | null
  users: SimulatedUser[]
  /** The latest orders, oldest first. */
  orders: SimulatedOrder[]
  /** Of this browser's phone. */
  phone: { openid: string; environment: string }
  environments: { name: string; en: string; zh: string; note: { en: string; zh: string } }[]
  /** What the next sheet does as soon as it opens. */
  armedSheet: SheetOutcome | null
  /** How many of the next notifications are lost; 0 when none. */
  notificationsToLose: number
  sdk: {
    native: string
    wx: string
    en: string
    zh: string
    asksUser: boolean
    outcome: SdkOutcome
  }[]
  registered: RegisteredAddresses
  faults: ShownFault[]
}

/** A fault as a button shows it. */
export interface ShownFault {
  name: string
  group: 'notification' | 'weixin' | 'user'
  en: string
  zh: string
  explanation: { en: string; zh: string }
  isArmed: boolean
}
