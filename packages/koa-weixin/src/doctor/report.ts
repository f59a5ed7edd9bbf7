import type { Text } from '../errors/catalogue/entry.ts'

/** `warning`: it works, and a person should look at it. `skipped`: not looked at, with the reason. */
export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

/** What one check found. */
export interface Finding {
  status: Status
  /** Tells the findings apart: a code of the doctor's, of `WeixinError`, or WeChat's own. Null where all is well. */
  code: string | null
  /** What was found, and why it matters. */
  text: Text
  /** What to do; null where there is nothing to do. */
  remedy: Text | null
  /** Where it is set in WeChat's consoles; null where it is not. */
  console: string | null
}

/** A finding with the check that made it. */
export interface CheckReport extends Finding {
  id: string
  title: Text
  /** How long the check took. */
  milliseconds: number
}

/** All checks, in the order in which they ran. */
export interface DoctorReport {
  appId: string | null
  mchId: string | null
  /** False where a check failed. */
  isHealthy: boolean
  checks: CheckReport[]
}
