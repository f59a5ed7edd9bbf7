import type { ParameterizedContext } from 'koa'
import type { Call } from './call.ts'

export interface CallState {
  call: Call
  /** The body as it came. */
  raw: Buffer
}

export type Ctx = ParameterizedContext<CallState>
