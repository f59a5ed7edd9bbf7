import type { OrderState } from 'weixin-contract'
import { type Clock, within } from '../browser/clock.ts'
import { WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'

/** The last state that the server returned; `unknown` with the error when it returned none. */
export interface PolledStatus {
  readonly state: OrderState
  readonly error: WeixinClientError | null
}

/**
 * Why the server is queried before its time: the payer is `back` on this page, or something else happened that makes a
 * query worthwhile, such as a tap or a network that is back.
 */
export type Wake = 'back' | 'other'

/** How often and how long the server is queried. */
export interface PollSchedule {
  /** Milliseconds for all queries together. */
  readonly for: number
  /** Milliseconds before query `n`, counted from 0. */
  readonly pause: (n: number) => number
  /** Whether a state ends the polling. */
  readonly until: (polled: PolledStatus, wokenBy?: Wake) => boolean
}

const isPaid = ({ state }: PolledStatus): boolean => state === 'paid'

/** WeChat's sheet is open: a payer may look at it for minutes, and its reply may get lost. */
export const whilePaying: PollSchedule = {
  for: 300_000,
  pause: () => 20_000,
  until: (polled, wokenBy) => isPaid(polled) || (wokenBy === 'back' && polled.state === 'unpaid'),
}

/** A QR code is shown, which is valid for two hours: the page finds out by itself. */
export const whileShowing: PollSchedule = {
  for: 7_200_000,
  pause: (n) => (n < 100 ? 3_000 : 10_000),
  until: isPaid,
}

/** The sheet returned "ok". The notification may take some seconds; the server queries WeChat every 2 s at most. */
export const afterOk: PollSchedule = {
  for: 30_000,
  pause: (n) => Math.min(n, 5) * 1_000,
  until: isPaid,
}

/** WeChat also returns "cancel" after error dialogs of its own, so one query follows even then. */
export const afterCancel: PollSchedule = { for: 10_000, pause: () => 0, until: () => true }

/** The sheet returned a failure, which is final only when the server knows that nothing was paid. */
export const afterFail: PollSchedule = {
  for: 10_000,
  pause: (n) => n * 1_000,
  until: ({ state }) => state !== 'unknown',
}

/** The payer came back to the page, which has forgotten how the payment went. */
export const afterReturn: PollSchedule = {
  for: 10_000,
  pause: (n) => n * 1_000,
  until: ({ state }) => state === 'paid' || state === 'closed',
}

/** Not known: for two hours, the life of a prepay_id, less and less often. */
export const inBackground: PollSchedule = {
  for: 7_200_000,
  pause: (n) => Math.min(10_000 * 2 ** n, 300_000),
  until: isPaid,
}

/** The server refuses the query itself, so asking again would not help. */
export const isFinal = ({ error }: PolledStatus): boolean =>
  error?.status === 401 || error?.status === 404

export interface PollDependencies {
  readonly clock: Clock
  /** Ends the polling. */
  readonly signal: AbortSignal
  /** Queries the server. */
  readonly query: (signal: AbortSignal) => Promise<{ state: OrderState }>
  /** Whether somebody looks at the payment. Nothing is queried while nobody does. */
  readonly isWatched: () => boolean
  /** Calls `wake` when a query is worthwhile; returns what removes it. */
  readonly onWake: (wake: (reason: Wake) => void) => () => void
}

/** Queries the state of an order by a schedule. Never rejects. */
export const pollStatus = (
  schedule: PollSchedule,
  { clock, signal, query, isWatched, onWake }: PollDependencies,
): Promise<PolledStatus & { wokenBy?: Wake | undefined }> =>
  within(clock, schedule.for, signal, async (over) => {
    let polled: PolledStatus = { state: 'unknown', error: null }
    for (let n = 0; ; n++) {
      let wokenBy = await pause(schedule.pause(n), over)
      while (!over.aborted && !isWatched()) wokenBy = await pause(Infinity, over)
      if (over.aborted) return polled
      const next = await query(over).then(
        ({ state }): PolledStatus => ({ state, error: null }),
        (thrown): PolledStatus => ({ state: 'unknown', error: asClientError(thrown) }),
      )
      // A query that was cut off by the end of the schedule says nothing about the server.
      if (over.aborted && next.error) return polled
      polled = next
      if (isFinal(polled) || schedule.until(polled, wokenBy)) return { ...polled, wokenBy }
    }

    async function pause(ms: number, outer: AbortSignal): Promise<Wake | undefined> {
      let reason: Wake | undefined
      const wait = (inner: AbortSignal): Promise<void> =>
        new Promise((resolve) => {
          const stop = onWake((why) => {
            reason = why
            done()
          })
          const done = (): void => {
            stop()
            resolve()
          }
          inner.addEventListener('abort', done)
          if (inner.aborted) done()
        })
      await (ms === Infinity ? wait(outer) : within(clock, ms, outer, wait))
      return reason
    }
  })
