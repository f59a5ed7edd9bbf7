import type { Payment } from 'weixin-contract'
import type { Api, Fixture } from './fixture.ts'

/**
 * The notation of the rows; `docs/attempts.md` holds them as tables, with the same explanation for its readers.
 *
 * A row tells what happens (`what`, `happens`) and which calls WeChat Pay receives about the order (`seen.calls`), all of
 * them and in sequence, separated by commas. The number after a word is the attempt: `order 2` is the call with the
 * second `out_trade_no` of the order.
 *
 * - `order 2`: the shop placed an order, and WeChat accepted it. `order 2 ✗`: WeChat refused it.
 * - `query 1`: the shop queried an attempt. `query 3 ✗`: WeChat has no such order, which ends a search.
 * - `close 1`: the shop closed an attempt. `close 1 ✗`: WeChat did not close it yet (v2, in the first five minutes).
 * - `refund 1`: the shop refunded the payment of an attempt.
 * - `paid 2`: no call; here the user pays an attempt.
 *
 * `money` tells what became of the payments: `2 recorded` is a call of `onPaid` for attempt 2, `1 refunded` a refund of
 * the payment of attempt 1. Each row runs twice, the second time with the cache emptied before each step; after the last
 * step each notification is delivered once more. The app's `onUnexpectedPayment` returns `'refund'`.
 */

/** The calls of a row, and what comes of them. */
export interface Seen {
  calls: string
  /** The calls when the cache is emptied before each step. @default the same */
  emptied?: string
  /** The largest number of attempts that are open at the same time, and the number of those open at the end. */
  open: [most: number, last: number]
  money: string
}

export interface Row {
  what: string
  /** Resolves with the payment that the user makes at the end, or with nothing where everything has happened. */
  happens: (fixture: Fixture) => Promise<Payment | void>
  /** Some rows exist in one API only. */
  seen: Partial<Record<Api, Seen>>
}

/** Minutes; longer than a prepay_id is valid. */
export const TWO_HOURS = 121
