import type { Payment } from 'weixin-contract'
import type { Api, Fixture } from './fixture.ts'

/** What WeChat Pay sees of a row, and what comes of it. */
export interface Seen {
  calls: string
  /** When the cache is emptied before each step. @default the same */
  emptied?: string
  /** Numbers open at once at most, and at last. */
  open: [most: number, last: number]
  money: string
}

export interface Row {
  what: string
  /** Gives what the payer pays by at last, or nothing where all of it happened already. */
  happens: (fixture: Fixture) => Promise<Payment | void>
  /** Not in every API. */
  seen: Partial<Record<Api, Seen>>
}

/** More than a prepay_id lives; minutes. */
export const TWO_HOURS = 121
