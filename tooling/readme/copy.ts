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

/** Inside the demo, which has every package that the README imports. */
export function copyBlocks(blocks: Blocks): Copy {
  const cache = join(root, 'demo/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'readme-'))
  for (const [file, code] of Object.entries(blocks)) writeFileSync(join(folder, file), code)
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html>\n<html lang="zh-CN">\n<head><link rel="icon" href="data:," /></head>\n' +
      '<body><div id="app"></div><script type="module" src="./main.ts"></script></body>\n</html>\n',
  )
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts', '*.vue'] }),
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
