import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'browser')

/** The text of a file in `browser/`, which lies beside this file, in `src` and in `dist`. */
export function browserFile(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}
