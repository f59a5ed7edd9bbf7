import { WeixinError } from '../errors/weixin-error.ts'
import type { Columns } from './columns.ts'
import type { TemporaryFile } from './temporary-file.ts'
import { createSums, type Share } from './sums.ts'
import { readTable } from './table.ts'

/**
 * A day's bill, checked and every row read once before it is handed out: `for await (const row
 * of bill)`. It can be walked once; the end of the walk, also an early one, lets go of the file.
 */
export interface Bill<Row, Summary> extends AsyncIterable<Row> {
  readonly summary: Summary
  /** Lets go of the file when nobody walks it. May be repeated. */
  close(): Promise<void>
}

export interface BillReaders<Row, Summary> {
  row: (columns: Columns) => Row
  summary: (columns: Columns) => Summary
  /** What a row adds to the summary. */
  share: (row: Row) => Share<Summary>
}

/**
 * Reads the whole file once, so that a row that cannot be read shows before the first is used. A
 * file without a hash `mustAddUp`, or it throws `bill-sums-wrong`.
 */
export async function openBill<Row, Summary>(
  spool: TemporaryFile,
  read: BillReaders<Row, Summary>,
  { mustAddUp }: { mustAddUp: boolean },
): Promise<Bill<Row, Summary>> {
  try {
    const summary = await readThrough(spool, read, mustAddUp)
    let isClosed = false
    return {
      summary,
      async *[Symbol.asyncIterator]() {
        if (isClosed) throw new WeixinError('bill-closed')
        isClosed = true
        try {
          for await (const { is, columns } of readTable(spool.pieces()))
            if (is === 'row') yield read.row(columns)
        } finally {
          await spool.remove()
        }
      },
      async close() {
        isClosed = true
        await spool.remove()
      },
    }
  } catch (error) {
    await spool.remove()
    throw error
  }
}

async function readThrough<Row, Summary>(
  spool: TemporaryFile,
  read: BillReaders<Row, Summary>,
  mustAddUp: boolean,
): Promise<Summary> {
  let summary: Summary | undefined
  const sums = createSums<Summary>()
  for await (const { is, columns } of readTable(spool.pieces()))
    if (is === 'summary') summary = read.summary(columns)
    else sums.add(read.share(read.row(columns)))
  if (summary === undefined) throw new WeixinError('bill-malformed', { detail: 'no summary' })
  if (mustAddUp) sums.require(summary)
  return summary
}
