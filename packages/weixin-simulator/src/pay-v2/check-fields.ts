import * as errors from './errors.ts'
import type { V2Refusal } from './refusal.ts'
import type { V2Rule } from './rules.ts'
import type { Fields } from './xml.ts'

/** The first parameter that breaks its rule, in the table's order. */
export function brokenRule(rules: readonly V2Rule[], fields: Fields): V2Refusal | null {
  for (const rule of rules) {
    const { name, required, most, pattern, oneOf, broken } = rule
    const value = fields[name] ?? ''
    if (value === '') {
      if (required) return errors.lacking(name)
      continue
    }
    const bytes = Buffer.byteLength(value)
    if (bytes > most) return errors.wrongParam(name, `at most ${most} bytes, not ${bytes}`)
    if (pattern && !pattern.test(value))
      return errors.wrongParam(name, `matching ${pattern.source}`)
    if (oneOf && !oneOf.includes(value))
      return errors.wrongParam(name, `one of ${oneOf.join(', ')}`)
    const breaks = broken?.(value) ?? null
    if (breaks !== null) return errors.wrongParam(name, breaks)
  }
  return null
}
