import { randomUUID } from 'node:crypto'
import { link, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Another simulator works on the folder. */
export class FolderInUseError extends Error {
  /** A constant to tell it by. */
  readonly code = 'SIMULATOR_FOLDER_IN_USE'
}

interface Holder {
  pid: number
  /** Null until it listens. */
  url: string | null
}

/** The lock on a folder. */
export interface FolderLock {
  /** Writes the address of the holder into the lock, for the next simulator that finds it taken. */
  tell(url: string): Promise<void>
  release(): Promise<void>
}

const NAME = 'weixin-simulator.lock'
/** The file of the one process that removes a lock whose process has ended. */
const TAKEOVER = '.takeover'
/** How long another process may take over the same lock; in milliseconds, and how often it is looked at. */
const LONGEST_TAKEOVER = 2000
const PAUSE = 20

/** The locks of this process: a process id that is used again after a restart must not look like a holder. */
const heldHere = new Set<string>()

const isExisting = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST'

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const { pid, url }: Partial<Holder> = JSON.parse(await readFile(path, 'utf8'))
    return typeof pid === 'number' ? { pid, url: url ?? null } : undefined
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  // This process has the lock of no other simulator: `heldHere` was looked at.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Makes the file with its text in one step, so that nobody finds it empty; false when it exists. */
async function create(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`
  await writeFile(own, JSON.stringify({ pid: process.pid, url: null }), { mode: 0o600 })
  try {
    await link(own, path)
    return true
  } catch (error) {
    if (isExisting(error)) return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

function inUse(path: string, holder: Holder | undefined): FolderInUseError {
  const where = !holder || holder.url === null ? '' : ` at ${holder.url}`
  const who = holder ? ` (process ${holder.pid})` : ''
  return new FolderInUseError(
    `The folder ${dirname(path)} is in use by the simulator${where}${who}. Stop it, or take another folder. ` +
      `If no such simulator runs, delete ${path} and ${path}${TAKEOVER}.`,
  )
}

/**
 * Removes the lock of a process that has ended. One process at a time may, and looks once more: what it found may have been
 * removed, and replaced by the lock of a running one, in between. False when another process is at it.
 */
async function removeEnded(path: string): Promise<boolean> {
  if (!(await create(path + TAKEOVER))) return false
  try {
    const holder = await holderOf(path)
    if (!holder || !isRunning(holder.pid)) await rm(path, { force: true })
    return true
  } finally {
    await rm(path + TAKEOVER, { force: true })
  }
}

async function take(path: string): Promise<void> {
  for (let waited = 0; !(await create(path));) {
    const holder = await holderOf(path)
    if (holder && isRunning(holder.pid)) throw inUse(path, holder)
    if (await removeEnded(path)) continue
    if (waited >= LONGEST_TAKEOVER) throw inUse(path, holder)
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    waited += PAUSE
  }
}

/** Takes the lock of a folder; throws FolderInUseError, which names the holder, when another simulator has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(await realpath(folder), NAME)
  if (heldHere.has(path)) throw inUse(path, await holderOf(path))
  heldHere.add(path)
  try {
    await take(path)
  } catch (error) {
    heldHere.delete(path)
    throw error
  }
  return {
    tell: (url) => writeFile(path, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 }),
    async release() {
      await rm(path, { force: true })
      heldHere.delete(path)
    },
  }
}
