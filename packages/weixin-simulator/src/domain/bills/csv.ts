const BOM = '\uFEFF'

/** Headings as they are, values behind a backquote, CRLF after every line. */
export interface Sheet {
  headings: readonly string[]
  rows: readonly (readonly string[])[]
  summaryHeadings: readonly string[]
  summary: readonly string[]
}

const values = (row: readonly string[]): string => row.map((value) => `\`${value}`).join(',')

export const csv = ({ headings, rows, summaryHeadings, summary }: Sheet): string =>
  BOM +
  [headings.join(','), ...rows.map(values), summaryHeadings.join(','), values(summary)]
    .map((line) => `${line}\r\n`)
    .join('')

/** WeChat escapes commas and line breaks inside a merchant's text; how is not documented, so this is our own way. */
export const escaped = (text: string): string =>
  text.replaceAll(',', '\\,').replaceAll('\r', '\\r').replaceAll('\n', '\\n')

/** Fen as yuan with two decimals. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A fee is written with five decimals, though it is taken in whole fen. */
export const feeYuan = (fen: number): string => `${yuan(fen)}000`
