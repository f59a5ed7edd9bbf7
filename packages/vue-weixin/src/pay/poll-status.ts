import type { OrderState } from 'weixin-contract'
import type { Clock } from '../browser/clock.ts'
import { within } from '../browser/clock.ts'
import type { Api } from '../api/api.ts'
import { type WeixinClientError, asClientError } from '../weixin-client-error.ts'

/** What our server said last about an order; `unknown` with the error when it could not be asked. */
export interface PolledStatus {
  state: OrderState
  error: WeixinClientError | null
}

/** How often and how long to ask. */
export interface PollSchedule {
  /** Milliseconds, all questions together. */
  for: number
  /** Milliseconds before question `n`, counted from 0. */
  pause: (n: number) => number
  /** When to stop asking. */
  until: (asked: PolledStatus) => boolean
}

const isPaid = ({ state }: PolledStatus): boolean => state === 'paid'

/** The sheet is open: a payer may look at it for minutes, and the answer of WeChat's browser may get lost. */
export const whilePaying: PollSchedule = { for: 300_000, pause: () => 20_000, until: isPaid }

/** The page heard "ok". The notification may take some seconds, and confirm asks WeChat every 2 s at most. */
export const afterOk: PollSchedule = {
  for: 30_000,
  pause: (n) => Math.min(n, 5) * 1000,
  until: isPaid,
}

/** WeChat reports cancel after some of its own error dialogs and failures, so one question even then. */
export const afterCancel: PollSchedule = { for: 10_000, pause: () => 0, until: () => true }

export const afterFail: PollSchedule = {
  for: 10_000,
  pause: (n) => n * 1000,
  until: ({ state }) => state !== 'unknown',
}

/** Unconfirmed: quietly for two hours, the life of a prepay_id, less and less often. */
export const inBackground: PollSchedule = {
  for: 7_200_000,
  pause: (n) => Math.min(10_000 * 2 ** n, 300_000),
  until: isPaid,
}

export interface PollDependencies {
  server: Pick<Api, 'orderStatus'>
  clock: Clock
  signal: AbortSignal
}

/** Asks our server how the order stands, by a plan. Never rejects. */
export const pollStatus = (
  orderId: string,
  plan: PollSchedule,
  tools: PollDependencies,
): Promise<PolledStatus> =>
  within(tools.clock, plan.for, tools.signal, async (signal) => {
    let asked: PolledStatus = { state: 'unknown', error: null }
    for (let n = 0; ; n++) {
      await tools.clock.wait(plan.pause(n), signal)
      if (signal.aborted) return asked
      const next = await queryStatus(orderId, tools.server, signal)
      // An answer that was cut off by the end of the plan says nothing about the server.
      if (signal.aborted && next.error) return asked
      asked = next
      if (plan.until(asked)) return asked
    }
  })

const queryStatus = async (
  orderId: string,
  server: PollDependencies['server'],
  signal: AbortSignal,
): Promise<PolledStatus> => {
  try {
    const { state } = await server.orderStatus(orderId, signal)
    return { state, error: null }
  } catch (thrown) {
    return { state: 'unknown', error: asClientError(thrown) }
  }
}
