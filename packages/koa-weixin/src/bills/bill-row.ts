import type { Columns } from './columns.ts'

/** What every row of a bill has: its columns, which are made only when they are called for. */
export class BillRow {
  readonly #columns: Columns
  readonly #line: string

  constructor(columns: Columns) {
    this.#columns = columns
    this.#line = columns.line
  }

  /** Every column under WeChat's heading, as WeChat wrote it. */
  get columns(): Readonly<Record<string, string>> {
    return this.#columns.all(this.#line)
  }
}
