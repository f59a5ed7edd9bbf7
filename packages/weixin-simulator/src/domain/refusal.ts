import { Refusal } from '../http/call.ts'
import { REASONS, type DomainReason } from './reasons.ts'

/** WeChat's business refuses. Each dialect has its own code and message for the reason. */
export class DomainRefusal extends Refusal {
  readonly why: DomainReason
  /** The number, date or id that it is about. */
  readonly subject: string
  constructor(why: DomainReason, subject = '') {
    const { en, zh } = REASONS[why]
    const filled = (text: string): string => text.replaceAll('{subject}', subject)
    super(filled(en), { code: why, en: filled(en), zh: filled(zh), field: null })
    this.why = why
    this.subject = subject
  }
}

/** Makes a refusal when it is needed. */
export const refuseFor =
  (why: DomainReason, subject?: string): (() => DomainRefusal) =>
  () =>
    new DomainRefusal(why, subject)
