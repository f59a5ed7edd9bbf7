import type { Step } from './payment-flow.ts'
import type { Edit } from './sources.ts'

/** A mistake that somebody could make, the place where it is made, and how WeChat refuses it. */
export interface Mutation extends Edit {
  name: string
  /** The step of the payment that WeChat refuses. */
  at: Step
  /** WeChat's own response: status and code, what its error page says, or its dialog and err_msg. */
  response: string
  /** The code of the reason in the simulator's log. */
  reason: string
  /** The known mistake that the log found by the signature, else words of its message. */
  names: string
}
