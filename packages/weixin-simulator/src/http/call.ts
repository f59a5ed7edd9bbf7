import type { Check, Why } from '../types.ts'

/** What becomes a line of the log: filled in while a call is being answered. */
export interface Call {
  asked: Record<string, unknown>
  readonly checks: Check[]
  code: string | undefined
  why: Why | null
  /** Notes a check and goes on. */
  note(check: string, ok: boolean, detail?: string): void
  /** Notes a check; when it failed, throws the refusal. */
  demand(check: string, ok: boolean, refusal: () => Refusal): void
}

/** WeChat says no. What it answers is each family's own; why is for the log. */
export class Refusal extends Error {
  readonly why: Why
  constructor(message: string, why: Why) {
    super(message)
    this.why = why
  }
}

export function createCall(): Call {
  const checks: Check[] = []
  return {
    asked: {},
    checks,
    code: undefined,
    why: null,
    note(check, ok, detail) {
      checks.push(detail === undefined ? { check, ok } : { check, ok, detail })
    },
    demand(check, ok, refusal) {
      if (ok) {
        checks.push({ check, ok })
        return
      }
      const refused = refusal()
      checks.push({ check, ok, detail: refused.why.en })
      throw refused
    },
  }
}
