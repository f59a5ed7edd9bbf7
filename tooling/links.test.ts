import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorOf } from './anchor-of.ts'
import { filesIn, readText } from './repository-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const documents = filesIn('.').filter((path) => path.endsWith('.md'))

/** Code is no link and no heading. */
const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/<!--.*?-->/gs, '')

/** The anchors that GitHub makes of a document's headings. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#+ +(.+)$/gm)) {
    const slug = anchorOf(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'))
    for (let n = 0; ; n += 1) {
      const anchor = n === 0 ? slug : `${slug}-${n}`
      if (anchors.has(anchor)) continue
      anchors.add(anchor)
      break
    }
  }
  return anchors
}

/** The links of a document whose file or heading does not exist. Links to other sites are not followed. */
function brokenLinks(document: string, text: string): string[] {
  const markdown = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
  const html = [
    ...withoutCode(text)
      .replaceAll(/`[^`\n]+`/g, '')
      .matchAll(/(?:src|href)="([^"]+)"/g),
  ]
  return [...markdown, ...html]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? document : posix.join(posix.dirname(document), path)
      if (!existsSync(join(root, file))) return true
      if (anchor === undefined || !file.endsWith('.md')) return false
      return !anchorsOf(path === '' ? text : readText(file)).has(decodeURIComponent(anchor))
    })
}

describe('links between documents and files', () => {
  it.each(documents)('of %s exist', (document) => {
    expect(brokenLinks(document, readText(document))).toEqual([])
  })

  it.each([
    ['[a](docs/decisions.md)', []],
    ['[a](docs/none.md)', ['docs/none.md']],
    ['<img src="docs/none.png">', ['docs/none.png']],
    ['# One thing\n\n[a](#one-thing) [b](#another)', ['#another']],
    ['`[a](none.md)` stays a link\n```\n[b](none.md)\n```', ['none.md']],
    ['[a](https://example.com/none)', []],
  ])('%s', (text, expected) => {
    expect(brokenLinks('README.md', text)).toEqual(expected)
  })
})

describe('docs/architecture.md', () => {
  it('names files of every part', () => {
    const links = [...readText('docs/architecture.md').matchAll(/\]\(\.\.\/([^)#]+)\)/g)]
    const paths = links.map(([, path = '']) => path)
    for (const folder of ['koa-weixin/src', 'vue-weixin/src', 'weixin-simulator'])
      expect(paths.filter((path) => path.startsWith(`packages/${folder}`))).not.toEqual([])
  })
})
