// `npm run demo`. Where nothing is installed yet, only what a shop needs is: no browser, database server, linter or
// compiler. After a whole install (`npm test`) pnpm keeps that one up to date instead.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isWholeInstall } from './install.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** @param {string[]} args @returns {Promise<number>} the exit code */
function pnpm(...args) {
  const child = spawn('npx', ['--yes', '--prefer-offline', packageManager, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  // A terminal sends SIGINT to the child as well; the other signals arrive here only.
  process.on('SIGINT', () => {})
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

// What follows `--` goes to the demo, such as --lan.
const start = ['--filter', 'demo', 'start', ...process.argv.slice(2)]
if (isWholeInstall()) process.exitCode = await pnpm(...start)
else {
  const code = await pnpm('--filter', 'demo...', 'install', '--prod', '--frozen-lockfile')
  process.exitCode = code || (await pnpm('--config.verify-deps-before-run=false', ...start))
}
