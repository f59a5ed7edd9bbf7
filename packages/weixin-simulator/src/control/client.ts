import type { BodyOf } from './fields.ts'
import { CONTROLS, type ControlName } from './table.ts'
import type { FaultBody, FaultName } from './fault-table.ts'

/** A line of the table. */
type ControlOf<Name extends ControlName> = (typeof CONTROLS)[Name]

/** The fields of a control. */
export type ControlBody<Name extends ControlName> = BodyOf<ControlOf<Name>['fields']>

/** What a control answers. */
export type ControlResult<Name extends ControlName> = Awaited<ReturnType<ControlOf<Name>['run']>>

/** The body may be left out where no field is needed. */
type Arguments<Body> = Record<string, never> extends Body ? [body?: Body] : [body: Body]

/** A running simulator's controls by HTTP, one method for each line of the table, and its faults by name. */
export type SimulatorClient = {
  [Name in ControlName]: (...body: Arguments<ControlBody<Name>>) => Promise<ControlResult<Name>>
} & {
  /** Makes something go wrong, by its name in the table of faults. */
  trigger<Name extends FaultName>(name: Name, ...body: Arguments<FaultBody<Name>>): Promise<unknown>
}

/** A control was refused; the message is the simulator's. */
export class ControlError extends Error {
  /** HTTP status. */
  readonly status: number
  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

const names = Object.keys(CONTROLS).filter((name): name is ControlName =>
  Object.hasOwn(CONTROLS, name),
)

/** How a simulator of another process is reached. */
export interface ClientOptions {
  /** Needed where the simulator listens beyond loopback. */
  token?: string
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch
}

/** Rejects with a ControlError for an answer that is not the simulator's, which is always JSON. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    const { status, url } = response
    throw new ControlError(`What answers at ${url} is no simulator (HTTP ${status}).`, status)
  }
}

/** One control by HTTP: fields that the path names go there, the rest into the body or the query. */
export async function callControl(
  url: string,
  { method, path, body }: { method: string; path: string; body: Record<string, unknown> },
  { token, fetch = globalThis.fetch }: ClientOptions = {},
): Promise<unknown> {
  const rest = { ...body }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const given = rest[name]
    delete rest[name]
    return encodeURIComponent(typeof given === 'string' ? given : JSON.stringify(given ?? ''))
  })
  const address = new URL(`simulator${filled}`, url.endsWith('/') ? url : `${url}/`)
  const isRead = method === 'GET'
  if (isRead)
    for (const [name, value] of Object.entries(rest)) address.searchParams.set(name, String(value))
  const response = await fetch(address, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(!isRead && { 'Content-Type': 'application/json' }),
    },
    ...(!isRead && { body: JSON.stringify(rest) }),
  })
  const answer = await readJson(response)
  if (response.ok) return answer
  const hasText = typeof answer === 'object' && answer !== null && 'error' in answer
  throw new ControlError(
    hasText ? String(answer.error) : `HTTP ${response.status}`,
    response.status,
  )
}

/**
 * Controls a simulator of another process. Each method rejects with a ControlError.
 *
 * @example
 * await createClient('http://localhost:7788').pay({ outTradeNo })
 */
export function createClient(url: string, options: ClientOptions = {}): SimulatorClient {
  const methods = names.map((name) => {
    const { method, path } = CONTROLS[name]
    return [
      name,
      (body: Record<string, unknown> = {}) => callControl(url, { method, path, body }, options),
    ]
  })
  const client = {
    ...Object.fromEntries(methods),
    async trigger(name: string, body = {}) {
      const path = `/faults/${name}`
      const answer = await callControl(url, { method: 'POST', path, body }, options)
      return typeof answer === 'object' && answer !== null && 'result' in answer
        ? answer.result
        : undefined
    },
  }
  // The methods are made from the table whose types these are.
  return client as SimulatorClient
}
