import { referenceFor } from '../explain/references.ts'
import type { Why } from '../http/call.ts'
import type { Reason } from '../types.ts'

/** What a screen of the phone shows the developer of a refusal; WeChat shows none of it. */
export type ShownWhy = Pick<Reason, 'code' | 'en' | 'zh' | 'field' | 'reference'>

/** The refusal of a call at this path, with the place in WeChat's documents that states its rule. */
export function whyOf(path: string, { code, en, zh, field, label }: Why): ShownWhy {
  return { code, en, zh, field, reference: referenceFor(path, { code, label, field }, code) }
}
