import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'

export interface DataFolder {
  path: string
  /** The process that holds the usual folder, when this one is temporary. */
  heldBy: { pid: number; since: string } | null
  /** Unlocks the folder, or removes a temporary one. */
  release(): Promise<void>
}

/** Locks `path` for this process, or, when another process holds it, makes a temporary folder. */
export async function takeDataFolder(
  path: string,
  options: { now: () => number; onLost?: (error: Error) => void },
): Promise<DataFolder> {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const holderFile = join(path, 'holder.json')
  const lockfilePath = join(path, 'lock')

  const holder = readHolder(holderFile)
  // A killed process leaves its lock behind, which goes stale after 10 s. A process that has ended need not be waited for.
  if (holder && existsSync(lockfilePath) && !isAlive(holder.pid)) rmdirSync(lockfilePath)

  let unlock: () => Promise<void>
  try {
    unlock = await lock(path, {
      lockfilePath,
      ...(options.onLost && { onCompromised: options.onLost }),
    })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error
    const temporary = mkdtempSync(join(tmpdir(), 'tea-shop-'))
    return {
      path: temporary,
      heldBy: readHolder(holderFile) ?? { pid: 0, since: '' },
      release: async () => rmSync(temporary, { recursive: true, force: true }),
    }
  }
  writeFileSync(
    holderFile,
    JSON.stringify({ pid: process.pid, since: new Date(options.now()).toISOString() }),
  )
  return {
    path,
    heldBy: null,
    async release() {
      rmSync(holderFile, { force: true })
      await unlock()
    },
  }
}

function readHolder(file: string): { pid: number; since: string } | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof holder !== 'object' || holder === null) return null
    if (!('pid' in holder) || typeof holder.pid !== 'number') return null
    if (!('since' in holder) || typeof holder.since !== 'string') return null
    return { pid: holder.pid, since: holder.since }
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process runs and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The key that seals cookies. It is stored in the folder, so that a restart signs nobody out. */
export function readEncryptionKey(folder: string): string {
  const file = join(folder, 'encryption-key')
  // The first version's name of the file.
  const oldFile = join(folder, 'secret')
  if (!existsSync(file) && existsSync(oldFile)) renameSync(oldFile, file)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
