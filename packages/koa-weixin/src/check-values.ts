import { isDate, isMap, isSet } from 'node:util/types'

/** Whether a value is a number of fen that can be paid: whole, at least 1. */
export function isFen(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1
}

/** Whether a value is a Date with a time. */
export function isTime(value: unknown): value is Date {
  return isDate(value) && !Number.isNaN(value.getTime())
}

/** WeChat Pay stores characters of one to three bytes; XML has no control characters, and no U+FFFE and U+FFFF. */
export function isPlainText(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\ufffe\uffff\u{10000}-\u{10ffff}]/u.test(text)
}

/** What kind of value it is, for an error that must not quote it. */
export function kindOf(value: unknown): string {
  if (value === '') return 'an empty text'
  if (typeof value === 'string') return 'a text'
  if (value === undefined || value === null || ['boolean', 'number'].includes(typeof value))
    return String(value)
  if (Array.isArray(value)) return 'a list'
  if (isDate(value)) return isTime(value) ? 'a Date' : 'an invalid Date'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Nothing of WeChat's is nested as deeply; an object that holds itself is. */
const MOST_LEVELS = 20

/**
 * The path of the first value that JSON cannot carry to WeChat unchanged: a number that is not whole, a
 * Date, a Map, a function, an object that holds itself. Undefined when there is none.
 */
export function oddValue(value: unknown, path: string, level = 0): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return /\p{Cs}/u.test(value) ? path : undefined
  if (typeof value === 'boolean') return undefined
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? undefined : path
  if (typeof value !== 'object' || level > MOST_LEVELS) return path
  if (isDate(value) || isMap(value) || isSet(value)) return path
  for (const [name, one] of Object.entries(value)) {
    const isList = Array.isArray(value)
    const odd = oddValue(one, isList ? `${path}[${name}]` : `${path}.${name}`, level + 1)
    if (odd !== undefined) return odd
  }
  return undefined
}
