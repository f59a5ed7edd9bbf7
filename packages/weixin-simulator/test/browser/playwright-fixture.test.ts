import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const playwright = dirname(createRequire(import.meta.url).resolve('playwright/package.json'))
const config = fileURLToPath(new URL('playwright/playwright.config.ts', import.meta.url))

test('the fixtures work in Playwright’s own test runner', async () => {
  const runner = spawn(process.execPath, [join(playwright, 'cli.js'), 'test', '-c', config], {
    // Vitest's own variables would tell the fixtures' imports that they run in Vitest.
    env: { ...process.env, NODE_OPTIONS: '', VITEST: '', FORCE_COLOR: '0' },
  })
  let text = ''
  for (const stream of [runner.stdout, runner.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part))
  const [code] = await once(runner, 'close')
  expect(text).toContain('3 passed')
  expect(code).toBe(0)
})
