import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = dirname(fileURLToPath(import.meta.url))
/** Where `pnpm build` puts the page: beside this file, in the published package. */
const built = join(here, 'page')
const script = join(here, '../../dashboard/build.mjs')

let building: Promise<string> | undefined

/**
 * The folder that holds the dashboard's built page. The published package brings it along. From sources, where there
 * is none, it is built once for each state of the sources, in a process of its own, and kept under node_modules.
 */
export function pageFolder(): Promise<string> {
  if (existsSync(join(built, 'index.html'))) return Promise.resolve(built)
  building ??= build()
  return building
}

async function build(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--cached'])
    return stdout.trim()
  } catch (error) {
    building = undefined
    throw error
  }
}
