import type { LogEntry } from '../api.ts'

/** One line of the signed text, as WeChat expects it and as the app signed it. */
export interface MicroscopeLine {
  label: string
  expected: string | null
  signed: string | null
  /** Index of the first character that differs; null when the lines are the same. */
  differsAt: number | null
  /** What ends the line in the expected text and in the signed one: a line feed, & or nothing. */
  ends: [expected: string, signed: string]
}

export interface Microscope {
  lines: MicroscopeLine[]
  /** Length in bytes of the two texts; the second is null when the app's text is not known. */
  bytes: [expected: number, signed: number | null]
  /** Position of the first difference, in bytes from 1; null when the app's text is not known. */
  differsAtByte: number | null
}

const REQUEST = ['method', 'path + query', 'timestamp', 'nonce', 'body']
const RESPONSE_OR_PAGE = ['appId', 'timeStamp', 'nonceStr', 'package']

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

interface Line {
  text: string
  end: string
}

/** Splits at each separator, which stays with the line that it ends. */
function split(text: string, separator: '\n' | '&'): Line[] {
  const parts = text.split(separator)
  const lines = parts.map((part, index) => ({
    text: part,
    end: index < parts.length - 1 ? separator : '',
  }))
  // A text that ends with the separator has no line after it.
  if (separator === '\n' && lines.at(-1)?.text === '' && lines.length > 1) lines.pop()
  return lines
}

function firstDifference(one: Line, other: Line): number | null {
  const [a, b] = [one.text + one.end, other.text + other.end]
  if (a === b) return null
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}

function labelOf(line: Line | undefined, index: number, count: number): string {
  const named = /^([\w]+)=/.exec(line?.text ?? '')?.[1]
  if (named !== undefined) return named
  const labels = count >= 5 ? REQUEST : RESPONSE_OR_PAGE
  return labels[index] ?? `${index + 1}`
}

/**
 * Lays the text that WeChat verifies beside the text that reproduces the app's signature, line by line. Returns null
 * when the entry is not about a signature.
 */
export function microscope({ reason }: LogEntry): Microscope | null {
  const expectedText = reason?.signedOver
  if (expectedText === undefined) return null
  const signedText = reason?.mistake?.text ?? null
  const separator = expectedText.includes('\n') ? '\n' : '&'
  const expected = split(expectedText, separator)
  const signed = signedText === null ? [] : split(signedText, separator)
  const count = Math.max(expected.length, signed.length)
  let position = 0
  let differsAtByte: number | null = null
  const lines = Array.from({ length: count }, (_, index): MicroscopeLine => {
    const [one, other] = [expected[index], signed[index]]
    const none: Line = { text: '', end: '' }
    const differsAt = signedText === null ? null : firstDifference(one ?? none, other ?? none)
    if (differsAt !== null && differsAtByte === null) {
      const before = `${one?.text ?? ''}${one?.end ?? ''}`.slice(0, differsAt)
      differsAtByte = position + bytesOf(before) + 1
    }
    position += bytesOf(`${one?.text ?? ''}${one?.end ?? ''}`)
    return {
      label: labelOf(one ?? other, index, expected.length),
      expected: one?.text ?? null,
      signed: other?.text ?? null,
      differsAt,
      ends: [one?.end ?? '', other?.end ?? ''],
    }
  })
  return {
    lines,
    bytes: [bytesOf(expectedText), signedText === null ? null : bytesOf(signedText)],
    differsAtByte,
  }
}

/** A stretch of a line as the microscope draws it. */
export type Stretch =
  | { kind: 'same'; text: string }
  | { kind: 'folded'; bytes: number }
  | { kind: 'mark'; text: string }

const SHOWN = 24

/** Folds a long stretch of equal text: its first and last characters stay. */
function fold(text: string): Stretch[] {
  if (text.length <= SHOWN * 2 + 12) return text === '' ? [] : [{ kind: 'same', text }]
  const middle = text.slice(SHOWN, -SHOWN)
  return [
    { kind: 'same', text: text.slice(0, SHOWN) },
    { kind: 'folded', bytes: bytesOf(middle) },
    { kind: 'same', text: text.slice(-SHOWN) },
  ]
}

const SIGNS: Record<string, string> = { '\n': '↵', '&': '&', '\r': '␍', ' ': '␣', '': 'end' }

/** One side of a line: equal text folded, the first differing character marked. */
export function stretches(text: string, end: string, differsAt: number | null): Stretch[] {
  if (differsAt === null) return fold(text)
  const whole = text + end
  const at = whole[differsAt] ?? ''
  const rest = text.slice(differsAt + 1)
  return [...fold(text.slice(0, differsAt)), { kind: 'mark', text: SIGNS[at] ?? at }, ...fold(rest)]
}
