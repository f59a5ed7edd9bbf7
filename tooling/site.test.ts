import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const site = mkdtempSync(join(tmpdir(), 'weixin-site-'))
let output = ''
let status: number | null = null

beforeAll(() => {
  const vitepress = join(root, 'docs/node_modules/vitepress/bin/vitepress.js')
  const built = spawnSync(process.execPath, [vitepress, 'build', '--outDir', site], {
    cwd: join(root, 'docs'),
    encoding: 'utf8',
  })
  output = built.stdout + built.stderr
  status = built.status
}, 300_000)
afterAll(() => rmSync(site, { recursive: true, force: true }))

const read = (page: string): string => readFileSync(join(site, `${page}.html`), 'utf8')

it('is built, and no link leads nowhere', () => {
  expect(output.match(/Found dead link .*/g) ?? []).toEqual([])
  expect({ status, output }).toMatchObject({ status: 0 })
})

it.each(['docs/zh/quick-start', 'docs/quick-start'])(
  'has each page of the sidebar of %s',
  (page) => {
    const [, sidebar = ''] = /<aside class="VPSidebar.*?>(.*?)<\/aside>/s.exec(read(page)) ?? []
    const links = [...sidebar.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link)
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter((link) => !existsSync(join(site, `${link}.html`)))).toEqual([])
  },
)

it.each([
  ['docs/zh/payments', '/docs/payments'],
  ['docs/payments', '/docs/zh/payments'],
  ['docs/api/koa-weixin', '/docs/zh/api/koa-weixin'],
  ['packages/weixin-simulator/README', '/packages/weixin-simulator/README.zh-CN'],
  // There is one language only.
  ['CHANGELOG', '/docs/zh/quick-start'],
  ['docs/performance', '/docs/zh/quick-start'],
])('leads from %s to the same page in the other language', (page, counterpart) => {
  const [, menu = ''] = /class="items"(.*?)<\/div><\/div>/s.exec(read(page)) ?? []
  expect(menu).toContain(`href="${counterpart}"`)
})

it('has the heading that each link names', () => {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.html'))
    .map((path) => ({ path: `/${path.replace(/\.html$/, '')}`, html: read(path.slice(0, -5)) }))
  const ids = new Map(
    pages.map(({ path, html }) => [
      path,
      new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
    ]),
  )
  const missing = pages.flatMap(({ path, html }) =>
    [...html.matchAll(/href="([^":]*)#([^"]+)"/g)]
      .map(([, page = '', anchor = '']) => [page === '' ? path : page, decodeURIComponent(anchor)])
      .filter(([page = '', anchor]) => ids.get(page)?.has(anchor) === false)
      .map(([page, anchor]) => `${path}: ${page}#${anchor}`),
  )
  expect(ids.size).toBeGreaterThan(30)
  expect(missing).toEqual([])
})

it('has a reference of each package, with signatures, comments and defaults', () => {
  const lacks = (page: string, parts: string[]): string[] =>
    parts.filter((part) => !read(page).includes(part))
  const option = ['id="createweixin"', '<code>base?: string</code>']
  expect(
    lacks('docs/api/koa-weixin', [
      ...option,
      '<strong>Default:</strong> <code>&#39;/weixin&#39;</code>',
    ]),
  ).toEqual([])
  expect(lacks('docs/zh/api/vue-weixin', ['<strong>默认值:</strong>'])).toEqual([])
  expect(lacks('docs/zh/api/weixin-simulator', ['id="createsimulator"'])).toEqual([])
})

it('leaves a link to a source file as text, for there is no address yet', () => {
  const page = read('docs/architecture')
  expect(page).toContain('<code>middleware/pay.ts</code>')
  expect(page).not.toContain('middleware/pay.ts"')
  expect(page).toContain('href="/packages/koa-weixin/README"')
})

it('can be searched in Chinese', () => {
  const chunks = join(site, 'assets/chunks')
  const index = readdirSync(chunks).find((name) => name.startsWith('@localSearchIndexzh'))
  expect(readFileSync(join(chunks, index ?? ''), 'utf8')).toContain('幂')
})
