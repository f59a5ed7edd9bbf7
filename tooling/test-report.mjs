import { existsSync, readFileSync } from 'node:fs'

/**
 * The tests in one line, from vitest's JSON report: `12 passed, 0 failed`, then `, 1 skipped` where some were.
 * A file that could not even be loaded counts as one failure, and so does a run that failed outside of any test.
 *
 * @param {string} path of the report
 * @param {boolean} isGood whether vitest succeeded
 * @returns {string | undefined} nothing when there is no report
 */
export function readTestReport(path, isGood) {
  if (!existsSync(path)) return undefined
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + unloaded
  const skipped = report.numPendingTests + report.numTodoTests
  const line = `${report.numPassedTests} passed, ${failed || (isGood ? 0 : 1)} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}
