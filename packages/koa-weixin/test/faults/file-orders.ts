import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Order, Orders } from '../../src/index.ts'

interface Row {
  id: string
  createdAt: string
  total: number
  description: string
  transactionId: string | null
}

/** One order in a folder: what is written outlives the process. */
export function fileOrders(folder: string): Orders & { add(row: Row): void; journal(): string[] } {
  const fileOf = (id: string): string => join(folder, `${id}.json`)
  const journalFile = join(folder, 'journal')

  function write(row: Row): void {
    writeFileSync(`${fileOf(row.id)}.new`, JSON.stringify(row), { flush: true })
    renameSync(`${fileOf(row.id)}.new`, fileOf(row.id))
  }
  function read(id: string): Row | undefined {
    return existsSync(fileOf(id))
      ? (JSON.parse(readFileSync(fileOf(id), 'utf8')) as Row)
      : undefined
  }

  return {
    add: write,
    /** The transactions that changed a row, in order. */
    journal: () =>
      existsSync(journalFile) ? readFileSync(journalFile, 'utf8').split('\n').filter(Boolean) : [],
    async find(id): Promise<Order | undefined> {
      const row = read(id)
      return row && { ...row, createdAt: new Date(row.createdAt) }
    },
    async onPaid({ id }, { transactionId }) {
      const row = read(id)
      if (!row || row.transactionId !== null) return
      write({ ...row, transactionId })
      appendFileSync(journalFile, `${transactionId}\n`, { flush: true })
    },
  }
}
