import type { Middleware } from 'koa'
import { chinaTime, type Clock } from './clock.ts'
import { createCall } from './http/call.ts'
import type { CallState } from './http/context.ts'
import { maskSecrets } from './http/mask.ts'
import type { LogEntry } from './types.ts'

export interface Log {
  add(entry: Omit<LogEntry, 'at'>): void
  entries(): LogEntry[]
}

const KEPT = 1000

/** The last calls, oldest first. Nothing secret goes in. */
export function createLog(clock: Clock, onCall: ((entry: LogEntry) => void) | undefined): Log {
  const entries: LogEntry[] = []
  return {
    entries: () => structuredClone(entries),
    add(entry) {
      const noted = { at: chinaTime(clock.now()), ...entry }
      entries.push(noted)
      if (entries.length > KEPT) entries.shift()
      onCall?.(noted)
    },
  }
}

/** The simulator's own pages and controls say nothing about the code under test, the phone's questions do. */
const isLogged = (path: string): boolean =>
  !path.startsWith('/simulator') || path.startsWith('/simulator/phone/')

const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 500

export const logged = (log: Log): Middleware<CallState> =>
  async function logged(ctx, next) {
    const call = createCall()
    ctx.state.call = call
    const add = (status: number): void => {
      if (!isLogged(ctx.path) || ctx.method === 'OPTIONS') return
      const query = { ...ctx.query }
      const asked = { ...(Object.keys(query).length > 0 && { query }), ...call.request }
      log.add({
        call: `${ctx.method} ${ctx.path}`,
        request: maskSecrets(asked),
        checks: call.checks,
        response: { status, ...(call.code !== undefined && { code: call.code }) },
        reason: call.reason,
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
