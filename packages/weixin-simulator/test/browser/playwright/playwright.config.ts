import { defineConfig } from 'playwright/test'
import { launchOptions } from '../../../../../tooling/browser.ts'

/** Run by test/browser/playwright-fixture.test.ts, through Playwright's own test runner. */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.pw.ts',
  outputDir: '../../../node_modules/.cache/playwright-results',
  workers: 1,
  reporter: 'line',
  use: { launchOptions: launchOptions() },
})
