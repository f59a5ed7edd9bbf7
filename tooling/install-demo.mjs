// Installs what the shop needs: the production dependencies of the demo, of the packages it joins, and of the root, whose
// own are those with which the simulator's dashboard is built from its sources. Where everything is installed already,
// it is only brought up to date, so that nothing that the tests need is removed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const isComplete = existsSync(join(root, 'node_modules/vitest'))
const scope = isComplete ? [] : ['--prod', '--filter', 'demo...']
const { status } = spawnSync(
  'npx',
  ['--yes', '--prefer-offline', 'pnpm@12.21.0', ...scope, 'install', '--frozen-lockfile'],
  { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
)
process.exit(status ?? 1)
