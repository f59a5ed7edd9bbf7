import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('every expected value can be computed again', async () => {
  const script = fileURLToPath(new URL('../data/recompute.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  expect(stdout).toMatch(/^\d+ values recomputed, all equal$/m)
})
