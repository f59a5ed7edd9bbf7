import { isObject } from '../../http/body.ts'

/** What the phone does when a page calls a function of the JS-SDK. */
export type SdkOutcome =
  /** The user goes through with it. `fields` replace those of the usual answer. */
  | { kind: 'answer'; fields?: Record<string, unknown> }
  /** The user closes the screen. */
  | { kind: 'cancel' }
  /** The user refuses the permission. */
  | { kind: 'deny' }
  /** The client never answers. */
  | { kind: 'silent' }

export const OUTCOME_KINDS = ['answer', 'cancel', 'deny', 'silent'] as const

/** Reads an outcome that came by HTTP; null when it is none. */
export function readOutcome(value: unknown): SdkOutcome | null {
  const { kind, fields } = isObject(value) ? value : {}
  const known = OUTCOME_KINDS.find((one) => one === kind)
  if (!known) return null
  if (known !== 'answer' || fields === undefined) return { kind: known }
  return isObject(fields) ? { kind: 'answer', fields } : null
}
