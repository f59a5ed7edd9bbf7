// `npm test`: all checks, the cheapest first; it stops at the first one that fails.
// `npm test -- paying`: only the tests that match; the arguments are vitest's.
// This is plain JavaScript with no dependencies, because it also runs where nothing is installed yet.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installAll, isWholeInstall } from './install.mjs'
import { readTestReport } from './test-report.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const temporary = mkdtempSync(join(tmpdir(), 'weixin-check-'))
const report = join(temporary, 'tests.json')

/** Each step is `pnpm <arguments>`; npx downloads that pnpm only where it is missing. */
const steps = [
  { name: 'install', args: ['install'] },
  { name: 'lint', args: ['run', 'lint'] },
  { name: 'types', args: ['run', 'types'] },
  { name: 'build', args: ['run', 'build'] },
  { name: 'packaging', args: ['run', 'packaging'] },
  {
    name: 'tests',
    args: ['run', 'test:all', '--reporter=default', '--reporter=json', `--outputFile=${report}`],
  },
]

/** @param {string[]} args @returns {boolean} whether it succeeded */
function pnpm(args) {
  const { status } = spawnSync('npx', ['--yes', '--prefer-offline', packageManager, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return status === 0
}

function checkAll() {
  /** @type {string[]} */
  const summary = []
  let isGood = true
  for (const { name, args } of steps) {
    console.log(`\n━━ ${name} ${'━'.repeat(60 - name.length)}\n`)
    const start = performance.now()
    isGood = pnpm(args)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    summary.push(`${isGood ? '✓' : '✗'} ${name.padEnd(10)} ${seconds.padStart(6)} s`)
    if (!isGood) break
  }
  const tests = readTestReport(report, isGood)

  console.log(`\n━━ summary ${'━'.repeat(53)}\n`)
  console.log(summary.join('\n'))
  const missed = steps.slice(summary.length).map(({ name }) => name)
  if (missed.length > 0) console.log(`  not run: ${missed.join(', ')}`)
  console.log(tests ? `\n${tests}` : '\nThe tests did not run.')
  return isGood
}

const filters = process.argv.slice(2)
try {
  const isGood =
    filters.length > 0
      ? (isWholeInstall() || installAll()) && pnpm(['run', 'test:all', ...filters])
      : checkAll()
  process.exitCode = isGood ? 0 : 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
