import { WeixinError } from '../errors/weixin-error.ts'
import { columnsOf, type Columns } from './columns.ts'

export type Line = { is: 'row' | 'summary'; columns: Columns }

/** A line that goes on for so many characters is none of a bill's. */
const LONGEST_LINE = 1024 * 1024

/**
 * A bill's lines: headings, rows, the summary's headings, the summary. Values begin with a backquote,
 * headings don't. Throws `bill-malformed`, also where the summary is missing.
 * Source: WeChat Pay, 账单说明 (4013071238).
 */
export async function* readTable(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let headings: string[] | undefined
  let summaryHeadings: string[] | undefined
  let isOver = false
  let number = 0
  for await (const line of linesOf(pieces)) {
    number += 1
    if (line === '' && isOver) continue
    if (line === '' || isOver) throw malformed(number)
    if (!line.startsWith('`')) {
      if (summaryHeadings) throw malformed(number)
      if (headings) summaryHeadings = line.split(',')
      else headings = line.split(',')
      continue
    }
    isOver = summaryHeadings !== undefined
    const values = columnsOf(valuesOf(line, summaryHeadings ?? headings, number), number)
    yield { is: isOver ? 'summary' : 'row', columns: values }
  }
  if (!isOver) throw new WeixinError('bill-malformed', { detail: 'no summary' })
}

function valuesOf(
  line: string,
  headings: string[] | undefined,
  number: number,
): Record<string, string> {
  if (!headings) throw malformed(number)
  // A comma inside a merchant's text is escaped; should it stand before a backquote, it ends nothing.
  let values = line.slice(1).split(/(?<!\\),`/)
  if (values.length !== headings.length) values = line.slice(1).split(',`')
  if (values.length !== headings.length) throw malformed(number)
  return Object.fromEntries(headings.map((heading, i) => [heading, values[i] ?? '']))
}

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // Drops a BOM.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decode(() => decoder.decode(piece, { stream: true }))).split(/\r?\n/)
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new WeixinError('bill-malformed', { detail: 'no lines' })
    yield* lines
  }
  rest += decode(() => decoder.decode())
  if (rest !== '') yield rest
}

function decode(read: () => string): string {
  try {
    return read()
  } catch {
    throw new WeixinError('bill-malformed', { detail: 'not UTF-8' })
  }
}

function malformed(line: number): WeixinError {
  return new WeixinError('bill-malformed', { detail: `line ${line}` })
}
