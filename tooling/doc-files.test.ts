import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { filesIn, readText } from './repository-files.ts'

/** A code block after `<!-- file: examples/koa-minimal/server.js -->` shows that file. */
const shown = /<!-- file: (\S+) -->\n\n```(\w+)\n[^]*?^```$/gm

const documents = filesIn('docs')
  .filter((path) => path.endsWith('.md') && readText(path).match(shown))
  .map((path) => ({ path, count: readText(path).match(shown)?.length ?? 0 }))

it('the guides show the files of examples, in both languages', () => {
  expect(documents).toEqual([
    { path: 'docs/quick-start.md', count: 4 },
    { path: 'docs/testing.md', count: 2 },
    { path: 'docs/zh/quick-start.md', count: 4 },
    { path: 'docs/zh/testing.md', count: 2 },
  ])
})

it.each(documents)('$path shows files as they are (add -u to write them)', async ({ path }) => {
  const text = readText(path).replaceAll(shown, (_, file: string, language: string) => {
    const code = readText(file).trimEnd()
    return `<!-- file: ${file} -->\n\n\`\`\`${language}\n${code}\n\`\`\``
  })
  await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`../${path}`, import.meta.url)))
})
