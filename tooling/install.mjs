// Installs everything where `npm run demo` has installed only a part, or nothing is. Otherwise pnpm itself looks before
// each script whether something is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Whether the tools of the whole repository are there, and not only what the demo needs. */
export const isWholeInstall = () => existsSync(join(root, 'node_modules/vitest'))

/** @returns {boolean} whether it succeeded */
export function installAll() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { status } = spawnSync('npx', ['--yes', '--prefer-offline', packageManager, 'install'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !isWholeInstall())
  process.exitCode = installAll() ? 0 : 1
