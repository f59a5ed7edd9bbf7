import { open, readFile, rename, type FileHandle } from 'node:fs/promises'
import { isObject } from '../http/body.ts'

/** One line of the file: the newest value of one record. */
export interface Line {
  kind: string
  id: string
  value: unknown
}

/** A file of JSON lines that is only ever appended to; the last line about a record counts. */
export interface Journal {
  /** Appends all of these lines, or rejects and leaves the file as it was. */
  append(lines: readonly Line[]): Promise<void>
  close(): Promise<void>
}

/** What was read, and what was wrong with it. */
export interface ReadJournal {
  /** Undefined: there is no file. */
  lines: Line[] | undefined
  /** The number of the first line that is not whole, from 1; null: all are. */
  damagedAt: number | null
}

/** True for the error of a file that is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

function readLine(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text)
    if (!isObject(line)) return undefined
    const { kind, id, value } = line
    return typeof kind === 'string' && typeof id === 'string' ? { kind, id, value } : undefined
  } catch {
    return undefined
  }
}

/** Reads the lines up to the first that is not whole: a file may have been cut while it was written. */
export async function readJournal(path: string): Promise<ReadJournal> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return { lines: undefined, damagedAt: null }
    throw error
  }
  const lines: Line[] = []
  const texts = text.split('\n')
  // After the last line feed nothing follows, in a whole file.
  const rest = texts.pop()
  for (const [i, one] of texts.entries()) {
    const line = readLine(one)
    if (!line) return { lines, damagedAt: i + 1 }
    lines.push(line)
  }
  return { lines, damagedAt: rest === '' ? null : texts.length + 1 }
}

const textOf = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** Replaces the file by these lines, whole: written beside, flushed, renamed. Only its owner may read it, it holds keys. */
export async function startJournal(path: string, lines: readonly Line[]): Promise<Journal> {
  const beside = await open(`${path}.new`, 'w', 0o600)
  try {
    await beside.writeFile(textOf(lines))
    await beside.sync()
  } finally {
    await beside.close()
  }
  await rename(`${path}.new`, path)
  const file: FileHandle = await open(path, 'a', 0o600)
  let { size } = await file.stat()
  return {
    async append(more) {
      const bytes = Buffer.from(textOf(more))
      try {
        await file.appendFile(bytes)
        await file.datasync()
      } catch (error) {
        // A full disk takes half a line, behind which nothing would be read.
        await file.truncate(size)
        throw error
      }
      size += bytes.length
    },
    close: () => file.close(),
  }
}
