import type { Step } from './payment-flow.ts'
import type { Edit } from './sources.ts'

/** One mistake that somebody could make, where it is made, and how WeChat takes it. */
export interface PlantedMistake extends Edit {
  name: string
  /** The step of the road that WeChat refuses. */
  at: Step
  /** WeChat's own answer: status and code, what its error page says, or its dialog and err_msg. */
  answer: string
  /** The code of the reason in the simulator's log. */
  why: string
  /** The known mistake that the log found by the signature, else words of its message. */
  names: string
}
