import type { Middleware } from 'koa'
import { chinaTime, type Clock } from './clock.ts'
import { referenceFor } from './explain/references.ts'
import { createCall, type Call } from './http/call.ts'
import type { CallState } from './http/context.ts'
import { masked, maskSecrets } from './http/mask.ts'
import type { Check, LogEntry, Reason, SimulatorOptions } from './types.ts'

/** What is noted about a call; the log adds the number and the time. */
export type NewEntry = Omit<LogEntry, 'id' | 'at'>

/** The last calls, oldest first. Nothing secret goes in. */
export interface Log {
  add(entry: NewEntry): void
  /** A copy of the entries with an id above `after`; default: all that are still held. */
  entries(after?: number): LogEntry[]
  /** Calls the listener with each new entry, until the returned function is called. */
  subscribe(listener: (entry: LogEntry) => void): () => void
}

/** The number of entries that are held. */
const HELD = 1000
/** An entry's request and response are cut to this many characters of JSON each. */
const LARGEST = 16_384

/** The same value, or a note of its size when its JSON is too large to be held a thousand times. */
function bounded<T>(value: T): T | { tooLarge: number; begins: string } {
  const text = JSON.stringify(value) ?? ''
  return text.length <= LARGEST ? value : { tooLarge: text.length, begins: text.slice(0, 1024) }
}

/** A text of an explanation is cut to the same length, a detail of a check to less. */
const LONGEST_DETAIL = 1024

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`

function boundedReason(reason: Reason | null): Reason | null {
  if (reason === null) return null
  const { signedOver, mistake, ...words } = reason
  return {
    ...words,
    en: cut(words.en, LARGEST),
    zh: cut(words.zh, LARGEST),
    ...(signedOver !== undefined && { signedOver: cut(signedOver, LARGEST) }),
    ...(mistake && {
      mistake: {
        ...mistake,
        text: cut(mistake.text, LARGEST),
        differsAt: Math.min(mistake.differsAt, LARGEST),
      },
    }),
    ...(mistake === null && { mistake }),
  }
}

const boundedCheck = (check: Check): Check =>
  check.detail === undefined ? check : { ...check, detail: cut(check.detail, LONGEST_DETAIL) }

/** The secrets of the account, wherever they stand in an entry: a name tells most of them, not one that is in a wrong place. */
function withoutSecrets(entry: LogEntry, secrets: readonly string[]): LogEntry {
  const text = JSON.stringify(entry)
  const found = secrets.filter((secret) => text.includes(secret))
  if (found.length === 0) return entry
  return JSON.parse(found.reduce((all, one) => all.replaceAll(one, masked(one)), text))
}

/** A listener that throws changes no answer: a warning names what it threw. */
function tell(listener: (entry: LogEntry) => void, entry: LogEntry): void {
  try {
    listener(entry)
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.emitWarning(`onCall threw: ${what}`, 'WeixinSimulatorWarning')
  }
}

export function createLog(
  clock: Clock,
  { onCall, secrets }: { onCall: SimulatorOptions['onCall']; secrets: readonly string[] },
): Log {
  const entries: LogEntry[] = []
  const listeners = new Set<(entry: LogEntry) => void>()
  if (onCall) listeners.add(onCall)
  let lastId = 0
  return {
    entries: (after = 0) => structuredClone(entries.filter(({ id }) => id > after)),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(entry) {
      const { response } = entry
      const { body } = response
      const whole: LogEntry = {
        id: ++lastId,
        at: chinaTime(clock.now()),
        ...entry,
        call: cut(entry.call, LONGEST_DETAIL),
        request: { ...bounded(entry.request) },
        checks: entry.checks.map(boundedCheck),
        reason: boundedReason(entry.reason),
        response: body === undefined ? response : { ...response, body: bounded(body) },
      }
      const noted = withoutSecrets(whole, secrets)
      entries.push(noted)
      if (entries.length > HELD) entries.shift()
      for (const listener of listeners) tell(listener, noted)
    },
  }
}

/** The simulator's own pages and controls say nothing about the code under test, the phone's questions do. */
const isLogged = (path: string): boolean =>
  (path !== '/' && !/^\/simulator(\/|$)/i.test(path)) || /^\/simulator\/phone\//i.test(path)

const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 500

const kindOf = (path: string): LogEntry['kind'] =>
  path.startsWith('/simulator/phone/') || path.startsWith('/connect/') ? 'page' : 'app'

/** Secrets in a response are masked by their names in JSON; other texts are left out. */
function shownBody(body: unknown): unknown {
  if (typeof body === 'object' && body !== null && body.constructor === Object)
    return maskSecrets({ ...body })
  if (typeof body !== 'string' || !/^\s*\{/.test(body)) return undefined
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? maskSecrets({ ...value }) : undefined
  } catch {
    return undefined
  }
}

/** Why a call was refused, with the line of WeChat's documents that says so. */
function reasonOf(path: string, { reason, code }: Call): Reason | null {
  if (reason === null) return null
  const { label, ...why } = reason
  return { ...why, reference: referenceFor(path, { label, ...why }, code) }
}

/** Notes each call once it is answered. */
export const logged = (log: Log): Middleware<CallState> =>
  async function logged(ctx, next) {
    const call = createCall()
    ctx.state.call = call
    const startedAt = performance.now()
    const add = (status: number): void => {
      if (!isLogged(ctx.path) || ctx.method === 'OPTIONS' || call.isQuiet) return
      const query = { ...ctx.query }
      const request = { ...(Object.keys(query).length > 0 && { query }), ...call.request }
      const body = call.responseBody ?? shownBody(ctx.body)
      log.add({
        kind: kindOf(ctx.path),
        call: `${ctx.method} ${ctx.path}`,
        outTradeNo: call.outTradeNo,
        milliseconds: Math.round(performance.now() - startedAt),
        request: maskSecrets(request),
        checks: call.checks,
        response: {
          status,
          ...(call.code !== undefined && { code: call.code }),
          ...(body !== undefined && { body }),
        },
        reason: reasonOf(ctx.path, call),
      })
    }
    try {
      await next()
    } catch (error) {
      add(statusOf(error))
      throw error
    }
    add(ctx.status)
  }
