import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { State } from './state.ts'

export interface StateFile {
  load(): Promise<State | undefined>
  /** Resolves when this state, or a later one, is on the disk. Writes nothing when nothing changed. */
  save(state: State): Promise<void>
}

export const noFile: StateFile = {
  load: async () => undefined,
  save: async () => {},
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** One JSON file, replaced whole: written beside, flushed, renamed. Only its owner may read it, it holds keys. */
export function stateFile(folder: string): StateFile {
  const path = join(folder, 'weixin-simulator.json')
  let written: string | undefined
  let queue: Promise<void> = Promise.resolve()

  async function write(text: string): Promise<void> {
    if (text === written) return
    const file = await open(`${path}.new`, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.new`, path)
    written = text
  }

  return {
    async load() {
      await mkdir(folder, { recursive: true })
      try {
        written = await readFile(path, 'utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
      const state: State = JSON.parse(written)
      if (state.version !== 1) throw new Error(`${path} was written by another version`)
      return state
    },
    save(state) {
      const saved = queue.then(() => write(JSON.stringify(state)))
      queue = saved.catch(() => {})
      return saved
    },
  }
}
