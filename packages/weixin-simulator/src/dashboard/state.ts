import type {
  RegisteredAddresses,
  SdkCommand,
  SimulatedCoupon,
  SimulatedOrder,
  SimulatedUser,
} from '../types.ts'

/** What the dashboard shows beside the timeline. */
export interface DashboardState {
  /** Tells one process from another: the ids of the log begin anew in each. */
  startedAt: number
  /** The account's display name. */
  name: string
  /** The simulator's address. */
  url: string
  /** Address of this dashboard, with the token where one is needed: for another device of the developer's. */
  address: string
  /** Milliseconds by which the movable clock is ahead. */
  ahead: number
  /** Address of the page under test; null until one is known. */
  page: string | null
  users: SimulatedUser[]
  /** What users hold and have not used. */
  coupons: SimulatedCoupon[]
  /** The latest orders, oldest first. */
  orders: SimulatedOrder[]
  /** Of this browser's phone. */
  phone: { openid: string; environment: string }
  environments: { name: string; en: string; zh: string; note: { en: string; zh: string } }[]
  /** The functions of the JS-SDK, and what each answers. */
  sdk: SdkCommand[]
  registered: RegisteredAddresses
  /** Names of the faults that wait for their event, or that last. */
  armed: string[]
}
