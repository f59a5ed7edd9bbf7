import type { LogEntry, SdkOutcome, SimulatedOrder, SimulatedUser } from '../../src/types.ts'
import type { SendableCall } from '../../src/dashboard/sendable.ts'
import type { DashboardState } from '../../src/dashboard/state.ts'
import { t } from './words.ts'

export type { DashboardState, LogEntry, SdkOutcome, SimulatedOrder, SimulatedUser }

/** How a control is called. */
export type Method = 'POST' | 'PUT'

const unanswered = (): never => {
  throw new Error(t('The simulator does not answer.', '模拟器没有响应。'))
}

async function send(path: string, body?: object, method: Method = 'POST'): Promise<unknown> {
  const response = await fetch(`/simulator/${path}`, {
    ...(body && {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(unanswered)
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const isExplained = typeof answer === 'object' && answer !== null && 'error' in answer
  throw new Error(isExplained ? String(answer.error) : `${response.status} at /simulator/${path}`)
}

/** What the dashboard shows beside the timeline: account, clock, users, orders and the phone's settings. */
export const readState = async (): Promise<DashboardState> =>
  (await send('dashboard/state')) as DashboardState

/** Runs one of the simulator's HTTP controls. Rejects with the simulator's own sentence. */
export const control = (path: string, body: object, method: Method): Promise<unknown> =>
  send(path, body, method)

/** Makes a recorded call of the app ready to be sent: the simulator puts back masked secrets and signs it anew. */
export const sendableCall = async (call: string, request: object): Promise<SendableCall> =>
  (await send('dashboard/calls', { call, request })) as SendableCall

/** Reads one notification, signed for this moment. */
export const signedNotification = async (id: string): Promise<SendableCall> => ({
  method: 'POST',
  ...((await send(`dashboard/notifications/${encodeURIComponent(id)}`)) as Omit<
    SendableCall,
    'method'
  >),
})
