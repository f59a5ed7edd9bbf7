import { WeixinError } from '../errors/weixin-error.ts'
import { isCut } from './values.ts'

/** A line of a bill below its headings. */
export interface Line {
  /** What it is: the summary is the line below the second headings. */
  kind: 'row' | 'summary'
  /** The headings it stands below: the same array for all lines below them. */
  headings: readonly string[]
  /** Where it begins in the file; the first line is 1. */
  lineNumber: number
  /** The line as it is, without its line break. */
  text: string
}

/** A line that goes on for this many characters is not one of a bill. */
const LONGEST_LINE = 1024 * 1024

/**
 * A bill's lines below its headings, in batches, because one promise for each line costs more than reading it. Values
 * begin with a backquote, and headings hold none; a blank line means nothing but among the rows. Throws `bill-malformed` where the file ends without headings or a summary.
 * Source: WeChat Pay, 账单说明 (4013071238).
 */
export async function* readTable(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  const reader = createLineReader()
  // Drops a BOM. A byte that is no UTF-8 becomes U+FFFD: it can only stand in a merchant's own text.
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true })
    const end = rest.lastIndexOf('\n')
    if (end === -1) {
      if (rest.length > LONGEST_LINE)
        throw new WeixinError('bill-malformed', { detail: 'no lines' })
      continue
    }
    yield reader.read(rest.slice(0, end).split('\n'))
    rest = rest.slice(end + 1)
  }
  rest += decoder.decode()
  yield reader.read(rest === '' ? [] : [rest])
  yield reader.end()
}

interface LineReader {
  read(lines: string[]): Line[]
  /** What is left. Throws where there is no summary. */
  end(): Line[]
}

function createLineReader(): LineReader {
  let headings: string[] | undefined
  let isSummary = false
  let isOver = false
  let lineNumber = 0
  /** A row whose values are not complete: a merchant's text may hold a line break. */
  let open: Line | undefined

  function closeOpen(into: Line[]): void {
    if (open) into.push(open)
    open = undefined
  }

  function readLine(text: string, into: Line[]): void {
    if (open && continues(text)) {
      open.text += `\n${text}`
      if (!isCut(open.text, open.headings.length)) closeOpen(into)
      return
    }
    closeOpen(into)
    const isBlank = text.trim() === ''
    // Among the rows it stands where a row should be.
    if (isBlank && (headings === undefined || isSummary)) return
    if (!isBlank && !isSummary && !text.includes('`')) {
      isSummary = headings !== undefined
      headings = text.split(',')
      return
    }
    if (headings === undefined) throw malformed(`line ${lineNumber}`)
    const isRow = isOver || !isSummary
    // What follows the summary has no headings, so none of it can be read.
    const line: Line = {
      kind: isRow ? 'row' : 'summary',
      headings: isOver ? [] : headings,
      lineNumber,
      text,
    }
    isOver ||= isSummary
    if (isRow && isCut(text, line.headings.length)) open = line
    else into.push(line)
  }

  return {
    read(lines) {
      const into: Line[] = []
      for (const one of lines) {
        lineNumber += 1
        readLine(one.endsWith('\r') ? one.slice(0, -1) : one, into)
      }
      return into
    },
    end() {
      const into: Line[] = []
      closeOpen(into)
      if (headings === undefined) throw malformed('no headings')
      if (!isOver) throw malformed('no summary')
      return into
    },
  }
}

/** The rest of a row has values, or is a piece of text; the headings of a summary are at least four. */
function continues(line: string): boolean {
  return !line.startsWith('`') && (line.includes(',`') || line.split(',').length < 4)
}

function malformed(detail: string): WeixinError {
  return new WeixinError('bill-malformed', { detail })
}
