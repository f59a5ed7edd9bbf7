import { randomBytes } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file of up to this many bytes stays in memory. */
const IN_MEMORY = 1024 * 1024
const PIECE = 256 * 1024

/** Holds a file until its hash is known: in memory, or in a temporary file when it is large. */
export interface TemporaryFile {
  /** Adds to the end. */
  write(piece: Uint8Array): Promise<void>
  /** The whole file from its beginning; may be read several times. */
  pieces(): AsyncGenerator<Uint8Array>
  /** Releases the memory, or the file. May be repeated. */
  remove(): Promise<void>
}

export function createTemporaryFile(): TemporaryFile {
  let held: Uint8Array[] = []
  let size = 0
  let file: FileHandle | undefined
  return {
    async write(piece) {
      size += piece.length
      if (!file && size <= IN_MEMORY) {
        held.push(piece)
        return
      }
      if (!file) {
        file = await openNameless()
        for (const one of held) await file.appendFile(one)
        held = []
      }
      await file.appendFile(piece)
    },
    async *pieces() {
      if (!file) {
        yield* held
        return
      }
      for (let position = 0; position < size;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE), 0, PIECE, position)
        if (bytesRead === 0) return
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    },
    async remove() {
      const closing = file
      held = []
      size = 0
      file = undefined
      await closing?.close()
    },
  }
}

/** Its name is gone as soon as it is open, so that even a process that is killed leaves nothing behind. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `weixin-bill-${randomBytes(12).toString('hex')}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}
