import { describe, expect, it } from 'vitest'
import { findRetiredWords } from './find-retired-words.ts'
import { filesIn, readText } from './repository-files.ts'

/** Published vectors are quoted as they are; the table and its tests name what they look for. */
const quoted = /^packages\/weixin-vectors\/data\/|^tooling\/(?:find-)?retired-words\b/
const folders = ['packages', 'demo', 'docs', 'examples', 'tooling', '.github']
/** CHANGELOG.md is not among them: it names old words beside new ones. */
const documents = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md']
const files = filesIn('.').filter(
  (path) =>
    /\.(ts|mjs|js|vue|md|yml|css|html)$/.test(path) &&
    !quoted.test(path) &&
    (documents.includes(path) || folders.some((folder) => path.startsWith(`${folder}/`))),
)
const blocks = [...new Set(files.map((path) => /^packages\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path))]

describe('retired words', () => {
  it.each(blocks)('are not used in %s', (block) => {
    const uses = files
      .filter((path) => path === block || path.startsWith(`${block}/`))
      .flatMap((path) =>
        findRetiredWords(path, readText(path)).map(
          ({ line, found, instead }) => `${path}:${line} ${found} (now: ${instead})`,
        ),
      )
    expect(uses.join('\n')).toBe('')
  })
})

describe('the search for retired words', () => {
  const found = (path: string, text: string): string[] =>
    findRetiredWords(path, text).map((use) => `${use.line} ${use.found}`)

  it.each([
    ['a.ts', `const asker = 1`, ['1 asker']],
    ['a.ts', `\nconst orderStanding = 1`, ['2 orderStanding']],
    ['a.ts', `type Row = { paidBy: string; paid_by: string }`, ['1 paidBy', '1 paid_by']],
    ['packages/koa-weixin/a.ts', `const number = serialNumber`, ['1 number']],
    ['packages/weixin-simulator/a.ts', `const number = serialNumber`, []],
    ['a.ts', `function f(value: number): number { return value }`, []],
    ['a.ts', `const gateway = isUnderWay`, []],
    ['a.ts', `/** WeChat is told about it. */`, ['1 told']],
    ['a.ts', `throw new Error('Told twice')`, ['1 Told']],
    ['remembered.test.ts', ``, ['1 remembered.test.ts']],
    ['a.md', `The number of \`orders\` is a \`number\`.`, []],
    ['a.md', `Its \`standing\`, or \`orderStanding\`.`, ['1 standing', '1 orderStanding']],
    ['a.md', '```ts\nconst way = 1\n```\n', ['2 way']],
    ['a.md', `the way to pay`, []],
    ['a.vue', `<template><p>number</p></template>\n<script>\nconst via = 1\n</script>`, ['3 via']],
  ])('%s: %s', (path, text, expected) => {
    expect(found(path, text)).toEqual(expected)
  })
})
