import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Blocks } from './blocks.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The README's files as a reader would have them, in a folder of their own. */
export interface Copy {
  folder: string
  remove(): void
}

/**
 * The README's JavaScript with the two annotations that the compiler needs to check it strictly: the order's type, and
 * that the variables of the environment are there.
 */
const withTypes = (code: string): string =>
  code
    .replace(/^const tea = /m, "/** @type {import('koa-weixin').Order} */\n$&")
    .replace('= process\n', '= /** @type {{ env: Record<string, any> }} */ (process)\n')

/** Inside the demo, which has every package that the README imports. */
export function copyBlocks(blocks: Blocks): Copy {
  const cache = join(root, 'demo/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'readme-'))
  const server = withTypes(blocks['server.js'])
  for (const [file, code] of Object.entries({ ...blocks, 'server.js': server }))
    writeFileSync(join(folder, file), code)
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html>\n<html lang="zh-CN">\n<head><link rel="icon" href="data:," /></head>\n' +
      '<body><div id="app"></div><script type="module" src="./main.js"></script></body>\n</html>\n',
  )
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { allowJs: true, checkJs: true },
      include: ['*.js', '*.vue'],
    }),
  )
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What the compiler has against these files; empty when nothing. */
export function typeErrors({ folder }: Copy): string {
  const compiler = join(root, 'node_modules/vue-tsc/bin/vue-tsc.js')
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [compiler, '--noEmit', '-p', folder],
    { encoding: 'utf8' },
  )
  return status === 0 ? '' : stdout + stderr || `vue-tsc ended with ${status}`
}
