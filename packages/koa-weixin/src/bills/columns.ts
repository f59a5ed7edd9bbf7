import type { Fen } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import { readChinaTime } from '../protocol/china-time.ts'
import { decimal } from './decimal.ts'
import { findValues } from './values.ts'

/**
 * The headings under which a column is known: today's first, then those of older bills and of English ones. Brackets
 * with a unit or a field's name, spaces and case don't matter.
 */
export type Heading = readonly [today: string, ...others: string[]]

/**
 * Reads the values of one line after another by WeChat's headings, straight out of the line: a large bill has a million
 * lines, and nothing is made that nobody needs. A needed column that is missing, or that has a value of another form,
 * throws `bill-malformed` with line and heading as detail.
 */
export class Columns {
  readonly #headings: readonly string[]
  readonly #positions: ReadonlyMap<string, number>
  /** Which position a heading has: found out once for a table. -1: it is missing. */
  readonly #found = new Map<Heading, number>()
  readonly #starts: Int32Array
  #line = ''
  #lineNumber = 0
  #begin = 0
  #end = 0

  constructor(headings: readonly string[]) {
    this.#headings = headings
    const names = headings.map(normalized)
    // Of two columns with one heading neither is known to be the one that is meant.
    const isOnce = (name: string, i: number): boolean =>
      names.indexOf(name) === i && names.lastIndexOf(name) === i
    this.#positions = new Map(names.map((name, i) => [name, isOnce(name, i) ? i : -1]))
    this.#starts = new Int32Array(headings.length)
  }

  /** Reads this line from now on. `lineNumber` counts from 1: for errors, which never show a value. */
  moveTo(line: string, lineNumber: number): this {
    this.#line = line
    this.#lineNumber = lineNumber
    if (findValues(line, this.#starts)) return this
    throw new WeixinError('bill-malformed', { detail: `line ${lineNumber}` })
  }

  /** The present line, as WeChat wrote it. */
  get line(): string {
    return this.#line
  }

  /** Every column of a line under WeChat's heading, without its backquote. */
  all(line: string): Readonly<Record<string, string>> {
    this.moveTo(line, 0)
    return Object.fromEntries(this.#headings.map((heading, i) => [heading, this.#valueAt(i)]))
  }

  /** A needed text, without white space around it. */
  text(heading: Heading): string {
    this.#needTrimmed(heading)
    return this.#line.slice(this.#begin, this.#end)
  }

  /** The text as it is; null where the column is empty or missing. */
  optionalText(heading: Heading): string | null {
    const position = this.#positionOf(heading)
    return position === -1 ? null : this.#valueAt(position) || null
  }

  /** Null where the column is missing, empty or 0, which is how bills write "none". */
  optionalNumber(heading: Heading): string | null {
    const found = this.optionalText(heading)?.trim() ?? ''
    return found === '0' || found === '' ? null : found
  }

  /** Yuan, returned in fen. */
  fen(heading: Heading): Fen {
    return this.#scaled(heading, 2)
  }

  /** Yuan with five decimals, returned in thousandths of a fen. */
  milliFen(heading: Heading): number {
    return this.#scaled(heading, 5)
  }

  /** A whole number. */
  count(heading: Heading): number {
    return this.#scaled(heading, 0)
  }

  /** A time, which is China's: milliseconds since 1970. */
  time(heading: Heading): number {
    this.#needTrimmed(heading)
    const time = readTime(this.#line, this.#begin, this.#end)
    if (Number.isNaN(time)) throw this.#wrong(heading)
    return time
  }

  #scaled(heading: Heading, places: number): number {
    this.#needTrimmed(heading)
    const size = decimal(this.#line, places, this.#begin, this.#end)
    if (size === undefined) throw this.#wrong(heading)
    return size
  }

  #positionOf(heading: Heading): number {
    const found = this.#found.get(heading)
    if (found !== undefined) return found
    const known = heading.find((one) => this.#positions.has(normalized(one)))
    const position = known === undefined ? -1 : (this.#positions.get(normalized(known)) ?? -1)
    this.#found.set(heading, position)
    return position
  }

  #endOf(position: number): number {
    const next = this.#starts[position + 1]
    return next === undefined ? this.#line.length : next - 2
  }

  #valueAt(position: number): string {
    return this.#line.slice(this.#starts[position], this.#endOf(position))
  }

  /** Sets `#begin` and `#end`: exports of the console have tabs behind their values. */
  #needTrimmed(heading: Heading): void {
    const position = this.#positionOf(heading)
    if (position === -1) throw this.#wrong(heading)
    let begin = this.#starts[position] ?? 0
    let end = this.#endOf(position)
    while (begin < end && this.#line.charCodeAt(begin) <= SPACE) begin += 1
    while (begin < end && this.#line.charCodeAt(end - 1) <= SPACE) end -= 1
    this.#begin = begin
    this.#end = end
  }

  #wrong([today]: Heading): WeixinError {
    return new WeixinError('bill-malformed', { detail: `line ${this.#lineNumber}, ${today}` })
  }
}

const SPACE = 32

/** `(元)` and `(transaction_id)` say nothing new. Another unit would: `(分)` stays. */
function normalized(heading: string): string {
  return heading
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll(/\((?:元|[a-z_ ]+)\)/gi, '')
    .replaceAll(/\s/g, '')
    .toLowerCase()
}

const OFFSET_MS = 8 * 60 * 60 * 1000
const USUAL_LENGTH = '2026-01-01 08:00:05'.length

/** NaN where it is no time. The usual form is read digit by digit, in a tenth of the time. */
function readTime(text: string, begin: number, end: number): number {
  if (end - begin === USUAL_LENGTH) {
    const two = (at: number): number => decimal(text, 0, begin + at, begin + at + 2) ?? Number.NaN
    const isUsual =
      text[begin + 4] === '-' &&
      text[begin + 7] === '-' &&
      text[begin + 10] === ' ' &&
      text[begin + 13] === ':' &&
      text[begin + 16] === ':'
    const [year, month, day] = [two(0) * 100 + two(2), two(5), two(8)]
    const [hour, minute, second] = [two(11), two(14), two(17)]
    const isTime = month >= 1 && day >= 1 && hour < 24 && minute < 60 && second < 60
    if (isUsual && isTime && month <= 12 && day <= 28)
      return Date.UTC(year, month - 1, day, hour, minute, second) - OFFSET_MS
  }
  return readChinaTime(text.slice(begin, end))?.getTime() ?? Number.NaN
}
