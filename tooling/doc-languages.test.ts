import { describe, expect, it } from 'vitest'
import { filesIn, readText } from './repository-files.ts'

/** Pages that exist in English only, with the reason. */
const inEnglish: Record<string, string> = {
  'index.md': 'It is in both languages.',
  'attempts.md': 'A table that a test writes; its notation is its own language.',
  'client-outcomes.md': 'A table that a test writes, as attempts.md is.',
  'performance.md': 'Figures for people who change the code.',
}

const pages = filesIn('docs')
  .filter((path) => /^docs\/[\w-]+\.md$/.test(path))
  .map((path) => path.slice('docs/'.length))

/** How deep the headings are, in order: `##`, `###`, … */
const outline = (path: string, depth: number): string[] =>
  [
    ...readText(path)
      .replaceAll(/^```.*?^```$/gms, '')
      .matchAll(/^(#{1,6}) /gm),
  ]
    .map(([, marks = '']) => marks)
    .filter((marks) => marks.length <= depth)

/** The Chinese page of decisions has a line where the English one has a heading. */
const depthOf = (page: string): number => (page === 'decisions.md' ? 2 : 6)

describe('the site in two languages', () => {
  it('has the same pages', () => {
    const chinese = filesIn('docs/zh')
      .filter((path) => /^docs\/zh\/[\w-]+\.md$/.test(path))
      .map((path) => path.slice('docs/zh/'.length))
    expect(chinese.toSorted()).toEqual(pages.filter((page) => !(page in inEnglish)).toSorted())
  })

  it.each(pages.filter((page) => !(page in inEnglish)))(
    '%s has the same headings in both',
    (page) => {
      const depth = depthOf(page)
      expect(outline(`docs/zh/${page}`, depth)).toEqual(outline(`docs/${page}`, depth))
    },
  )

  it.each(pages.filter((page) => !(page in inEnglish)))(
    '%s has no table that is too wide for a page',
    (page) => {
      const files = [`docs/${page}`, `docs/zh/${page}`].filter((path) =>
        filesIn('docs').includes(path),
      )
      const wide = files.flatMap((path) =>
        readText(path)
          .split('\n')
          .filter(
            (line) => line.startsWith('|') && line.replaceAll(/ {2,}|-{2,}/g, '').length > 160,
          )
          .map((line) => `${path}: ${line.slice(0, 60)}`),
      )
      expect(wide).toEqual([])
    },
  )

  it('closes bold text where Markdown sees the end', () => {
    // `**词：**字` stays as asterisks: a closing mark after punctuation must be followed by a space or punctuation.
    const isBroken = (line: string): boolean =>
      line
        .split('**')
        .some((text, index, parts) =>
          index % 2 === 1 && index < parts.length - 1
            ? /[：，。）”]$/.test(text) && /^[\p{L}\p{N}`]/u.test(parts[index + 1] ?? '')
            : false,
        )
    const broken = filesIn('docs')
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        readText(path)
          .split('\n')
          .filter(isBroken)
          .map((line) => `${path}: ${line.slice(0, 60)}`),
      )
    expect(broken).toEqual([])
  })
})
