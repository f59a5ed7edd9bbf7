import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { anchorOf } from './anchor-of.ts'
import { clientErrors, serverErrors, tables, weixinErrors } from './error-pages.ts'

const pathOf = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const [begin, end] = ['<!-- errors -->', '<!-- end: errors -->']

/** The document with its list of errors written from the tables. */
function withErrors(document: string, list: string): string {
  const [before, rest] = document.split(begin)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined)
    throw new Error(`The document has no ${begin} … ${end}`)
  return `${before}${begin}\n\n${list}\n\n${end}${after}`
}

const documents = [
  { path: 'docs/errors.md', list: serverErrors('en') },
  { path: 'docs/zh/errors.md', list: serverErrors('zh') },
  { path: 'docs/client-errors.md', list: clientErrors('en') },
  { path: 'docs/zh/client-errors.md', list: clientErrors('zh') },
  { path: 'docs/weixin-codes.md', list: weixinErrors('en') },
  { path: 'docs/zh/weixin-codes.md', list: weixinErrors('zh') },
]

it.each(documents)('$path lists every error (add -u to write the list)', async (document) => {
  const path = pathOf(document.path)
  await expect(withErrors(readFileSync(path, 'utf8'), document.list)).toMatchFileSnapshot(path)
})

it('koa-weixin/errors.json holds every code (add -u to write it)', async () => {
  const path = pathOf('packages/koa-weixin/src/errors/errors.json')
  await expect(`${JSON.stringify(tables, null, 2)}\n`).toMatchFileSnapshot(path)
})

const rows = [
  ...Object.values(tables['koa-weixin']),
  ...Object.values(tables['vue-weixin']),
  ...Object.values(tables.weixin).flatMap((family) => Object.values(family)),
]

it('each error leads to a heading of a page, in both languages', () => {
  const headings = new Map<string, Set<string>>()
  const headingsOf = (page: string): Set<string> => {
    const found = headings.get(page)
    if (found) return found
    const text = existsSync(pathOf(`${page}.md`)) ? readFileSync(pathOf(`${page}.md`), 'utf8') : ''
    const anchors = [...text.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    expect(new Set(anchors).size).toBe(anchors.length)
    headings.set(page, new Set(anchors))
    return new Set(anchors)
  }
  const missing = rows
    .flatMap(({ page }) => [page.en, page.zh])
    .filter((address) => {
      const [page = '', anchor = ''] = address.split('#')
      return !headingsOf(page).has(anchor)
    })
  expect(rows.length).toBeGreaterThan(200)
  expect(missing).toEqual([])
})

it('the address of the site is the homepage of the package, and none until it is published', () => {
  for (const [name, table] of [
    ['koa-weixin', tables['koa-weixin']],
    ['vue-weixin', tables['vue-weixin']],
  ] as const) {
    const manifest = JSON.parse(readFileSync(pathOf(`packages/${name}/package.json`), 'utf8')) as {
      homepage?: string
    }
    const { homepage = '' } = manifest
    const pages = Object.values(table).map(({ page }) => page.en)
    expect(pages.filter((page) => !page.startsWith(`${homepage}docs/`))).toEqual([])
  }
})
