import type { Fen } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import { decimal } from './decimal.ts'

/** One line of a bill, read by WeChat's headings. A value of another form throws `bill-malformed`. */
export interface Columns {
  /** Every column, as WeChat wrote it, without its backquote. */
  readonly all: Readonly<Record<string, string>>
  text(heading: string): string
  /** Null where the column is empty, or missing. */
  optionalText(heading: string): string | null
  /** Null where it is empty or 0, which is how bills write "none". */
  optionalNumber(heading: string): string | null
  /** Yuan, given in fen. */
  fen(heading: string): Fen
  /** Yuan with five decimals, given in thousandths of a fen. */
  milliFen(heading: string): number
  count(heading: string): number
  /** A time in China. */
  moment(heading: string): Date
}

/** `line` counts from 1: for errors, which never show a value. */
export function columnsOf(all: Readonly<Record<string, string>>, line: number): Columns {
  const wrong = (heading: string): WeixinError =>
    new WeixinError('bill-malformed', { detail: `line ${line}, ${heading}` })
  const find = (heading: string): string | undefined =>
    // Older bills write the brackets of `(元)` in full width.
    all[heading] ?? all[heading.replace('(', '（').replace(')', '）')]
  const text = (heading: string): string => {
    const found = find(heading)
    if (found === undefined) throw wrong(heading)
    return found
  }
  const scaled = (heading: string, places: number): number => {
    const found = decimal(text(heading), places)
    if (found === undefined) throw wrong(heading)
    return found
  }
  return {
    all,
    text,
    optionalText: (heading) => find(heading) || null,
    optionalNumber(heading) {
      const found = find(heading)
      return found === '0' ? null : found || null
    },
    fen: (heading) => scaled(heading, 2),
    milliFen: (heading) => scaled(heading, 5),
    count: (heading) => scaled(heading, 0),
    moment(heading) {
      const found = text(heading)
      const moment = new Date(`${found.replace(' ', 'T')}+08:00`)
      if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(found) || Number.isNaN(moment.getTime()))
        throw wrong(heading)
      return moment
    },
  }
}
