import { patternInWords } from '../domain/patterns.ts'
import * as errors from './errors.ts'
import type { V2Refusal } from './refusal.ts'
import type { V2Rule } from './rules.ts'
import type { Fields } from './xml.ts'

/** The first parameter that breaks its rule, in the table's order. */
export function brokenRule(rules: readonly V2Rule[], fields: Fields): V2Refusal | null {
  for (const rule of rules) {
    const { name, required, least = 0, most, pattern, oneOf, broken } = rule
    const value = fields[name] ?? ''
    if (value === '') {
      if (required) return errors.lacking(name)
      continue
    }
    const bytes = Buffer.byteLength(value)
    if (bytes > most)
      return errors.wrongParam(name, {
        en: `at most ${most} bytes, not ${bytes}`,
        zh: `最多 ${most} 字节，实际 ${bytes} 字节`,
      })
    if (bytes < least)
      return errors.wrongParam(name, {
        en: `at least ${least} bytes, not ${bytes}`,
        zh: `至少 ${least} 字节，实际 ${bytes} 字节`,
      })
    if (pattern && !pattern.test(value)) return errors.wrongParam(name, patternInWords(pattern))
    if (oneOf && !oneOf.includes(value))
      return errors.wrongParam(name, {
        en: `one of ${oneOf.join(', ')}`,
        zh: `取值为 ${oneOf.join('、')}`,
      })
    const breaks = broken?.(value) ?? null
    if (breaks !== null) return errors.wrongParam(name, breaks)
  }
  return null
}
