import type { Check, Reason } from '../types.ts'

/** Why a call is refused, before the log adds where WeChat's documents say so. */
export type Why = Omit<Reason, 'reference'> & {
  /** The field's name in WeChat's documents. */
  label?: string
}

/** What becomes a line of the log: filled in while a call is being answered. */
export interface Call {
  /** The request's query and body, before secrets are masked. */
  request: Record<string, unknown>
  /** What was looked at, in WeChat's order. */
  readonly checks: Check[]
  /** WeChat's error code; undefined after success. */
  code: string | undefined
  /** Why the call was refused; null after success. */
  reason: Why | null
  /** The out_trade_no that the call turned out to be about. */
  outTradeNo: string | null
  /** True: the log leaves the call out, because it is a question of the simulator's own screens. */
  isQuiet: boolean
  /** What the log shows of a response that is not JSON; undefined: the log reads the response itself. */
  responseBody: unknown
  /** Notes a check and goes on. */
  check(check: string, ok: boolean, detail?: string): void
  /** Notes a check; when it failed, throws the refusal. */
  require(check: string, ok: boolean, refusal: () => Refusal): void
}

/** WeChat says no. What it answers is each family's own; why is for the log. */
export class Refusal extends Error {
  readonly reason: Why
  constructor(message: string, reason: Why) {
    super(message)
    this.reason = reason
  }
}

export function createCall(): Call {
  const checks: Check[] = []
  return {
    request: {},
    checks,
    code: undefined,
    reason: null,
    outTradeNo: null,
    isQuiet: false,
    responseBody: undefined,
    check(check, ok, detail) {
      checks.push(detail === undefined ? { check, ok } : { check, ok, detail })
    },
    require(check, ok, refusal) {
      if (ok) {
        checks.push({ check, ok })
        return
      }
      const refused = refusal()
      checks.push({ check, ok, detail: refused.reason.en })
      throw refused
    },
  }
}
