import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Made by tools, and named in .gitignore. (Read from disk: a copy without git is tested too.) */
const generated =
  /^(node_modules|dist|screenshots|\.git|\.data|\.cache|\.env|.+\.tgz|\.no-network-.+)$/

/** The paths of all files below `folder`, which is relative to the repository's root, as these paths are. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !generated.test(name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? filesIn(path) : [path]
    })

/** The text of a file of the repository. */
export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')
