import type { LogEntry, SdkOutcome, SimulatedOrder, SimulatedUser } from '../../src/types.ts'
import type { DashboardState } from '../../src/dashboard/state.ts'

export type { DashboardState, LogEntry, SdkOutcome, SimulatedOrder, SimulatedUser }

/** How a control is called. */
export type Method = 'POST' | 'PUT'

async function call(path: string, body?: object, method: Method = 'POST'): Promise<unknown> {
  const response = await fetch(`/simulator/${path}`, {
    ...(body && {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const isExplained = typeof answer === 'object' && answer !== null && 'error' in answer
  throw new Error(isExplained ? String(answer.error) : `${response.status} at /simulator/${path}`)
}

/** What the dashboard shows beside the timeline: account, clock, users, orders and the phone's settings. */
export const readState = async (): Promise<DashboardState> =>
  (await call('dashboard/state')) as DashboardState

/** Runs one of the simulator's HTTP controls. Rejects with the simulator's own sentence. */
export const control = (path: string, body: object, method: Method): Promise<unknown> =>
  call(path, body, method)

/** A notification as WeChat would send it now: signed anew, so that a copy verifies for five minutes. */
export interface SignedNotification {
  url: string
  headers: Record<string, string>
  body: string
}

/** Reads one notification, signed for this moment. */
export const signedNotification = async (id: string): Promise<SignedNotification> =>
  (await call(`dashboard/notifications/${encodeURIComponent(id)}`)) as SignedNotification
