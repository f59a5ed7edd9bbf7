import { Refusal, type Why } from '../http/call.ts'

export interface PayError {
  status: number
  code: string
  message: string
  detail?: Record<string, unknown>
  /** The decimal part of Request-ID. */
  result?: number
}

/** An error of WeChat Pay v3, in its own words, and why. */
export class PayRefusal extends Refusal {
  readonly error: PayError
  constructor(error: PayError, why: Omit<Why, 'code'> & { code?: string }) {
    super(error.message, { code: error.code, ...why })
    this.error = error
  }
}
