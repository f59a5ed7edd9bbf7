import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const packages = readdirSync(`${root}/packages`)

// All bounds of time are generous: a busy machine is slow, and a test that hangs is found all the same.
const expect = { poll: { timeout: 20_000 } }

/** Two at least: on two cores vitest would take one, while most tests here wait for a response. */
const maxWorkers = Math.max(2, availableParallelism() - 1)
const setupFiles = [`${root}/tooling/no-network.ts`]

/**
 * What the projects without a browser have in common. Their files share the modules that a worker has loaded: loading
 * and warming them up anew for each file costs as much processor time as the tests themselves.
 */
const unit = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  expect,
  maxWorkers,
  setupFiles,
  isolate: false,
}

const project = (name: string, folder: string) => ({
  root: `${root}/${folder}`,
  test: {
    ...unit,
    name,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/browser/**', '**/node_modules/**'],
  },
})

export default defineConfig({
  test: {
    projects: [
      ...packages.map((name) => project(name, `packages/${name}`)),
      project('demo', 'demo'),
      {
        root,
        test: {
          ...unit,
          name: 'tooling',
          include: ['tooling/*.test.ts', 'examples/*/*.test.js'],
        },
      },
      {
        root,
        test: {
          name: 'browser',
          testTimeout: 90_000,
          hookTimeout: 120_000,
          expect,
          setupFiles,
          include: [
            'packages/*/test/browser/**/*.test.ts',
            'demo/test/browser/**/*.test.ts',
            'tooling/browser/**/*.test.ts',
          ],
          // Each file has a browser, a server and a page of its own, which wait for one another: two files keep two
          // cores busy. They run after all others.
          maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
