import type { BodyOf } from './fields.ts'
import { CONTROLS, type ControlName } from './table.ts'
import type { FaultBody, FaultName } from './fault-table.ts'

type ControlOf<Name extends ControlName> = (typeof CONTROLS)[Name]

/** The fields of a control. */
export type ControlBody<Name extends ControlName> = BodyOf<ControlOf<Name>['fields']>

/** What a control answers. */
export type ControlResult<Name extends ControlName> = Awaited<ReturnType<ControlOf<Name>['run']>>

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

/**
 * Controls a simulator of another process: `await createClient('http://localhost:4000').pay({ outTradeNo })`. The token
 * is needed where the simulator listens beyond loopback. Rejects with a ControlError.
 */
export function createClient(
  url: string,
  { token, fetch = globalThis.fetch }: { token?: string; fetch?: typeof globalThis.fetch } = {},
): SimulatorClient {
  async function call(
    method: string,
    path: string,
    body: Record<string, unknown>,
  ): Promise<unknown> {
    const rest = { ...body }
    const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
      const given = rest[name]
      const value = typeof given === 'string' ? given : JSON.stringify(given ?? '')
      delete rest[name]
      return encodeURIComponent(value)
    })
    const address = new URL(`simulator${filled}`, url.endsWith('/') ? url : `${url}/`)
    if (method === 'GET')
      for (const [name, value] of Object.entries(rest))
        address.searchParams.set(name, String(value))
    const response = await fetch(address, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(method !== 'GET' && { 'Content-Type': 'application/json' }),
      },
      ...(method !== 'GET' && { body: JSON.stringify(rest) }),
    })
    const answer: unknown = await response.json()
    if (response.ok) return answer
    const isSaid = typeof answer === 'object' && answer !== null && 'error' in answer
    throw new ControlError(
      isSaid ? String(answer.error) : `HTTP ${response.status}`,
      response.status,
    )
  }
  const methods = names.map((name) => {
    const { method, path } = CONTROLS[name]
    return [name, (body = {}) => call(method, path, body)]
  })
  const client = {
    ...Object.fromEntries(methods),
    async trigger(name: string, body = {}) {
      const answer = await call('POST', `/faults/${name}`, body)
      return typeof answer === 'object' && answer !== null && 'result' in answer
        ? answer.result
        : undefined
    },
  }
  // The methods are made from the table whose types these are.
  return client as SimulatorClient
}
