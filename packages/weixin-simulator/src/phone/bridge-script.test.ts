import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { bridgeScript, cashierScript } from './bridge-script.ts'
import { browserFile } from './browser-file.ts'

const folder = fileURLToPath(new URL('browser/', import.meta.url))

test('every file is in a script, and each script is a classic one', () => {
  const scripts = [bridgeScript(), cashierScript()]
  const script = scripts.join('\n')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => name.endsWith('.js') && name !== 'styles.js')) {
    const own = [
      ...browserFile(file).matchAll(/^(?:export )?(?:async )?(?:const|let|function) (\w+)/gm),
    ]
    for (const [, name] of own)
      expect(script).toMatch(new RegExp(`(const|let|function) ${name}\\b`))
    expect(own.length).toBeGreaterThan(0)
  }
  expect(script).not.toMatch(/^(import|export) /m)
  for (const one of scripts) expect(() => new Script(one)).not.toThrow()
})

test('sizes are in px: rem would follow the page', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.css'))) {
    expect(browserFile(file)).not.toMatch(/\d(rem|vw|pt)\b/)
  }
})

test('the type checker agrees with the browser files', () => {
  const tsc = fileURLToPath(new URL('../../../../node_modules/.bin/tsc', import.meta.url))
  const shell = process.platform === 'win32'
  const { status, stdout } = spawnSync(tsc, ['-p', folder], { encoding: 'utf8', shell })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
