import { WeixinError, asWeixinError } from '../errors/weixin-error.ts'
import { Columns } from './columns.ts'
import { readTable, type Line } from './table.ts'
import type { TemporaryFile } from './temporary-file.ts'

/** A line of a bill beside what was read of it. */
export interface BillLine<Row> {
  /** Where the line begins in the file; the first line is 1. */
  lineNumber: number
  /** The line as WeChat wrote it, without its line break. */
  text: string
  /** The row; null where it cannot be read. */
  row: Row | null
  /** Why it cannot be read: `bill-malformed`, its detail the line and the heading. Null where it can. */
  error: WeixinError | null
}

/**
 * A day's bill, checked before it is handed out: `for await (const row of bill)`. It is read once, as rows, as lines or
 * as text; the end of that, also an early one, releases the file. Then each of them throws `bill-closed`.
 */
export interface Bill<Row, Summary> extends AsyncIterable<Row> {
  /** The last line, with the sums; null where it has other headings than those that are known. */
  readonly summary: Summary | null
  /**
   * How many lines cannot be read as a row. Where there are any, `for await` throws `bill-malformed` at the first of
   * them; `lines()` goes on.
   */
  readonly unreadable: number
  /** Every line below the headings, the summary left out, beside its row. */
  lines(): AsyncIterable<BillLine<Row>>
  /** The file as WeChat sent it, uncompressed, in pieces. */
  text(): AsyncIterable<Uint8Array>
  /** Releases the file of a bill that is not read. May be repeated. */
  close(): Promise<void>
}

/** The sums over a bill's rows, by the names of its summary. */
export type Sums<Summary> = Record<Exclude<keyof Summary, 'columns'>, number>

/** How the lines of one kind of bill are read. */
export interface BillReaders<Row, Summary> {
  row: (columns: Columns) => Row
  summary: (columns: Columns) => Summary
  /** Sums over no rows. */
  zero: () => Sums<Summary>
  /** Adds a row to the sums. Throws what `row` throws, without making a row. */
  add: (sums: Sums<Summary>, columns: Columns) => void
}

/**
 * Reads the whole file once before it is handed out, so that what cannot be read is known before the first row is used.
 * A file without a hash `mustAddUp`: otherwise it throws `bill-sums-wrong`, or `bill-malformed` where a line of it cannot
 * be read.
 */
export async function openBill<Row, Summary>(
  file: TemporaryFile,
  read: BillReaders<Row, Summary>,
  { mustAddUp }: { mustAddUp: boolean },
): Promise<Bill<Row, Summary>> {
  let isClosed = false
  async function* once<T>(items: () => AsyncGenerator<T>): AsyncGenerator<T> {
    if (isClosed) throw new WeixinError('bill-closed')
    isClosed = true
    try {
      yield* items()
    } finally {
      await file.remove()
    }
  }
  try {
    const checked = await check(file, read, mustAddUp)
    return {
      ...checked,
      [Symbol.asyncIterator]: () => once(() => rowsOf(file, read)),
      lines: () => once(() => linesOf(file, read)),
      text: () => once(() => file.pieces()),
      async close() {
        isClosed = true
        await file.remove()
      },
    }
  } catch (error) {
    await file.remove()
    throw error
  }
}

async function check<Row, Summary>(
  file: TemporaryFile,
  read: BillReaders<Row, Summary>,
  mustAddUp: boolean,
): Promise<Pick<Bill<Row, Summary>, 'summary' | 'unreadable'>> {
  const reader = createReader(read)
  const sums = read.zero()
  let summary: Summary | null = null
  let unreadable = 0
  for await (const lines of readTable(file.pieces()))
    for (const line of lines)
      try {
        if (line.kind === 'summary') summary = reader.summary(line)
        else reader.add(sums, line)
      } catch (error) {
        if (mustAddUp) throw error
        if (line.kind === 'row') unreadable += 1
      }
  if (mustAddUp) requireSums(summary, sums)
  return { summary, unreadable }
}

/** Throws `bill-sums-wrong`, naming the fields, where the rows' sums are not those of the summary. */
function requireSums<Summary>(summary: Summary | null, sums: Sums<Summary>): void {
  const stated = (summary ?? {}) as Partial<Sums<Summary>>
  const wrong = (Object.keys(sums) as (keyof Sums<Summary>)[]).filter(
    (field) => sums[field] !== stated[field],
  )
  if (wrong.length > 0) throw new WeixinError('bill-sums-wrong', { detail: wrong.join(', ') })
}

async function* rowsOf<Row, Summary>(
  file: TemporaryFile,
  read: BillReaders<Row, Summary>,
): AsyncGenerator<Row> {
  const reader = createReader(read)
  for await (const lines of readTable(file.pieces()))
    for (const line of lines) if (line.kind === 'row') yield reader.row(line)
}

async function* linesOf<Row, Summary>(
  file: TemporaryFile,
  read: BillReaders<Row, Summary>,
): AsyncGenerator<BillLine<Row>> {
  const reader = createReader(read)
  for await (const lines of readTable(file.pieces()))
    for (const line of lines) {
      if (line.kind !== 'row') continue
      const { lineNumber, text } = line
      try {
        yield { lineNumber, text, row: reader.row(line), error: null }
      } catch (error) {
        yield { lineNumber, text, row: null, error: asWeixinError(error) }
      }
    }
}

/** Reads the lines of one file: what is known of its headings is found out once. */
function createReader<Row, Summary>(read: BillReaders<Row, Summary>) {
  let headings: readonly string[] | undefined
  let columns: Columns | undefined

  function columnsOf(line: Line): Columns {
    if (!columns || headings !== line.headings) {
      ;({ headings } = line)
      columns = new Columns(headings)
    }
    return columns.moveTo(line.text, line.lineNumber)
  }
  return {
    row: (line: Line): Row => read.row(columnsOf(line)),
    add: (sums: Sums<Summary>, line: Line): void => read.add(sums, columnsOf(line)),
    summary: (line: Line): Summary => read.summary(columnsOf(line)),
  }
}
