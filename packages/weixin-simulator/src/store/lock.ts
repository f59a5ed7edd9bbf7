import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

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

/** Takes the lock of a folder; throws FolderInUseError, which names the holder, when another simulator has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, NAME)
  const write = (url: string | null): Promise<void> =>
    writeFile(path, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 })
  for (let attempt = 0; ; attempt++) {
    if (await create(path)) break
    const holder = await holderOf(path)
    const isHeld =
      holder !== undefined &&
      (holder.pid === process.pid ? heldHere.has(path) : isRunning(holder.pid))
    if (holder && (isHeld || attempt > 0)) {
      const where = holder.url === null ? '' : ` at ${holder.url}`
      throw new FolderInUseError(
        `The folder ${folder} is in use by the simulator${where} (process ${holder.pid}). ` +
          `Stop it, or take another folder. If no such simulator runs, delete ${path}.`,
      )
    }
    // Its process has ended without releasing it.
    await rm(path, { force: true })
  }
  heldHere.add(path)
  return {
    tell: write,
    async release() {
      heldHere.delete(path)
      await rm(path, { force: true })
    },
  }
}
