import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** `npm test -- <args>`, without npm. */
function check(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tooling/check.mjs', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

it('runs only the tests that match its arguments', () => {
  const { status, output } = check('--project=tooling', 'test-report')
  expect(output).toContain('tooling/test-report.test.ts')
  expect(output).toMatch(/Test Files .*1 passed/)
  expect(output).not.toContain('━━ lint')
  expect(status).toBe(0)
})

it('fails when nothing matches', () => {
  const { status, output } = check('--project=tooling', 'no-such-test')
  expect(output).toContain('No test files found')
  expect(status).toBe(1)
})

it("answers `npm install`, which pnpm's catalog stops, with the command to use instead", () => {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-npm-'))
  try {
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
    // `npm test --silent` would hand its log level on.
    const args = ['install', '--offline', '--no-audit', '--loglevel=error']
    const { status, stderr } = spawnSync('npm', args, {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/cannot install this repository; run: npx pnpm@\d+ install\n/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
