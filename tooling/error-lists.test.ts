import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { catalogue } from '../packages/koa-weixin/src/errors/catalogue.ts'

const [begin, end] = ['<!-- errors -->', '<!-- end: errors -->']

/** The document with its list of errors written from the catalogue. */
function withErrors(document: string, lines: readonly string[]): string {
  const [before, rest] = document.split(begin)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined)
    throw new Error(`The document has no ${begin} … ${end}`)
  return `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`
}

const errors = Object.entries(catalogue)
const documents = [
  {
    path: 'packages/koa-weixin/README.md',
    lines: errors.map(([code, { status, message }]) => `- \`${code}\` (${status}): ${message}`),
  },
  {
    path: 'docs/zh/errors.md',
    lines: errors.map(([code, { status, remedy }]) => `- \`${code}\`（${status}）：${remedy.zh}`),
  },
]

it.each(documents)('$path lists every error (add -u to write the list)', async (document) => {
  const path = fileURLToPath(new URL(`../${document.path}`, import.meta.url))
  await expect(withErrors(readFileSync(path, 'utf8'), document.lines)).toMatchFileSnapshot(path)
})
