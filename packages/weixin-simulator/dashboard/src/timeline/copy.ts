import { CONTROLS } from '../../../src/control/table.ts'
import type { Control } from '../../../src/control/table/control.ts'
import type { SendableCall } from '../../../src/dashboard/sendable.ts'
import type { LogEntry } from '../api.ts'
import { requestOf } from './request-of.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** What stands in front of the simulator’s paths, and the token of its controls; '' where none is needed. */
export interface SimulatorAddress {
  url: string
  token: string
}

/** Reads the address of the dashboard: the token, where one is needed, is in its query. */
export function readSimulatorAddress(address: string): SimulatorAddress {
  const { origin, searchParams } = new URL(address)
  return { url: origin, token: searchParams.get('token') ?? '' }
}

/** A call that a person or a test can repeat: by WeChat's API, by a control, or by delivering a notification. */
export type Repeatable =
  | { kind: 'app'; call: string; request: Record<string, unknown> }
  | { kind: 'control'; method: string; path: string; body: Record<string, unknown> }

const CALLS: [string, Control][] = Object.entries(CONTROLS)

function repeatableControl(entry: LogEntry): Repeatable | null {
  const [kind, name = ''] = entry.call.split(' ')
  const body = entry.request
  if (kind === 'fault') return { kind: 'control', method: 'POST', path: `/faults/${name}`, body }
  const control = CALLS.find(([one]) => one === name)?.[1]
  if (!control) return null
  const inPath = [...control.path.matchAll(/\{(\w+)\}/g)].map((part) => part[1] ?? '')
  return {
    kind: 'control',
    method: control.method,
    path: control.path.replaceAll(/\{(\w+)\}/g, (_, field: string) =>
      encodeURIComponent(String(body[field])),
    ),
    body: Object.fromEntries(Object.entries(body).filter(([field]) => !inPath.includes(field))),
  }
}

/** How an entry is repeated; null: it was made by the phone's own screens, or its notification is not known. */
export function repeatable(entry: LogEntry): Repeatable | null {
  if (entry.kind === 'app') return { kind: 'app', call: entry.call, request: requestOf(entry) }
  if (entry.kind === 'control') return repeatableControl(entry)
  const about = entry.request['about']
  if (entry.kind !== 'notification' || typeof about !== 'string') return null
  const { forgery } = entry.request
  const path = `/notifications/${encodeURIComponent(about)}`
  if (forgery === 'signature-probe') return null
  return forgery === undefined
    ? { kind: 'control', method: 'POST', path: `${path}/deliveries`, body: {} }
    : { kind: 'control', method: 'POST', path: `${path}/forgeries`, body: { forgery } }
}

function curlOf({ method, url, headers, body }: SendableCall): string {
  return [
    `curl -i -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ')
}

const authorization = ({ token }: SimulatorAddress): Record<string, string> =>
  token === '' ? {} : { Authorization: `Bearer ${token}` }

/**
 * A command line that repeats a call of the app, a control or a delivery. `sendable` is the call as the simulator makes
 * it ready; the first line of the text says what was done to it.
 */
export function asCurl(sendable: SendableCall, note: string): string {
  return `# ${note}\n${curlOf(sendable)}\n`
}

/** A control of the simulator as a call. */
export const controlCall = (
  { method, path, body }: Extract<Repeatable, { kind: 'control' }>,
  simulator: SimulatorAddress,
): SendableCall => ({
  method,
  url: `${simulator.url}/simulator${path}`,
  headers: { 'Content-Type': 'application/json', ...authorization(simulator) },
  body: JSON.stringify(body),
})

const json = (value: unknown): string => JSON.stringify(value, null, 2).replaceAll('\n', '\n    ')

/** A Vitest test that runs against this simulator at any time, and expects what was answered this time. */
export function asTest(entry: LogEntry, what: Repeatable, simulator: SimulatorAddress): string {
  const { status, code } = entry.response
  const name = `${entry.call} is answered ${status}${code ? ` ${code}` : ''}`
  const isNotification = entry.kind === 'notification'
  // A signature is made anew: what was refused for its signature alone is accepted then.
  const isSignature = entry.reason?.signedOver !== undefined
  const lines =
    what.kind === 'control'
      ? controlLines(controlCall(what, simulator), isNotification ? status : null)
      : appLines(what, simulator, isSignature ? null : { status, code })
  return `import { expect, test } from 'vitest'

test(${JSON.stringify(isSignature ? `${entry.call} is accepted once it is signed right` : name)}, async () => {
${lines}
})
`
}

const initOf = ({ method, headers, body }: SendableCall): string =>
  [
    `    method: ${JSON.stringify(method)},`,
    `    headers: ${json(headers)},`,
    `    body: ${JSON.stringify(body)},`,
  ].join('\n')

/** A delivery answers with what the app answered. */
const controlLines = (call: SendableCall, delivered: number | null): string =>
  [
    `  const response = await fetch(${JSON.stringify(call.url)}, {`,
    initOf(call),
    '  })',
    ...(delivered === null
      ? ['  expect(response.status).toBe(200)']
      : [`  expect(await response.json()).toMatchObject({ status: ${delivered || null} })`]),
  ].join('\n')

function appLines(
  { call, request }: Extract<Repeatable, { kind: 'app' }>,
  simulator: SimulatorAddress,
  expected: { status: number; code: string | undefined } | null,
): string {
  const ready: SendableCall = {
    method: 'POST',
    url: `${simulator.url}/simulator/dashboard/calls`,
    headers: { 'Content-Type': 'application/json', ...authorization(simulator) },
    body: '',
  }
  return [
    `  const recorded = ${json({ call, request }).replaceAll('\n  ', '\n')}`,
    '  // The simulator puts back what its log masks, and signs the call with its merchant’s key and the present time.',
    `  const ready = await fetch(${JSON.stringify(ready.url)}, {`,
    `    method: 'POST',`,
    `    headers: ${json(ready.headers)},`,
    '    body: JSON.stringify(recorded),',
    '  })',
    '  const { method, url, headers, body } = await ready.json()',
    '  const response = await fetch(url, { method, headers, ...(body && { body }) })',
    ...(expected === null
      ? [
          '  expect(response.status).not.toBe(401)',
          `  expect(await response.text()).not.toContain('SIGN')`,
        ]
      : [
          `  expect(response.status).toBe(${expected.status})`,
          ...(expected.code === undefined
            ? []
            : [`  expect(await response.text()).toContain(${JSON.stringify(expected.code)})`]),
        ]),
  ].join('\n')
}
