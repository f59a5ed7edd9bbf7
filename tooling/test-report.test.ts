import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The line that `npm test` ends with, for a report of vitest. */
function lineFor(report: object, isGood: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-report-'))
  try {
    writeFileSync(join(folder, 'tests.json'), JSON.stringify(report))
    const module = fileURLToPath(new URL('test-report.mjs', import.meta.url))
    const script = `import { readTestReport } from ${JSON.stringify(module)}
      console.log(readTestReport('tests.json', ${isGood}))`
    const args = ['--input-type=module', '--eval', script]
    return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const none = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
}

describe('the last line of npm test', () => {
  it('counts tests', () => {
    expect(lineFor({ ...none, numPassedTests: 12 }, true)).toBe('12 passed, 0 failed')
    expect(lineFor({ ...none, numPassedTests: 11, numFailedTests: 1 }, false)).toBe(
      '11 passed, 1 failed',
    )
  })

  it('names skipped tests', () => {
    expect(lineFor({ ...none, numPassedTests: 1, numPendingTests: 2, numTodoTests: 1 }, true)).toBe(
      '1 passed, 0 failed, 3 skipped',
    )
  })

  it('counts a file that could not be loaded', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(lineFor({ ...none, numPassedTests: 5, testResults }, false)).toBe('5 passed, 1 failed')
  })

  it('says a failure when vitest failed outside of any test', () => {
    expect(lineFor({ ...none, numPassedTests: 5 }, false)).toBe('5 passed, 1 failed')
  })
})
