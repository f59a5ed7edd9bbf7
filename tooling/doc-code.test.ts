import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entryPoints, publicApi } from './public-api.ts'
import { filesIn, readText } from './repository-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What may be missing in an excerpt: a name that the reader has (2304, 2552, 2593, 18004), the type of a parameter
 * (7006, 7031), a package that this repository does not use (2307, 2792, 2882).
 */
const permitted = new Set([2304, 2552, 2593, 18004, 7006, 7031, 2307, 2792, 2882])

interface Block {
  /** `docs/refunds-and-bills.md:9`, its first line. */
  place: string
  code: string
}

const inDocuments: Block[] = filesIn('.')
  .filter((path) => /^(?:docs\/.+|packages\/[^/]+\/README|README)\.md$/.test(path))
  .flatMap((path) => {
    const text = readText(path)
    return [...text.matchAll(/^ *```ts\n(.*?)^ *```$/gms)].map((match) => ({
      place: `${path}:${text.slice(0, match.index).split('\n').length + 1}`,
      code: match[1] ?? '',
    }))
  })

const inComments: Block[] = entryPoints()
  .flatMap(({ files }) => publicApi(files))
  .flatMap(({ name, place, examples }) =>
    examples.map((code, index) => ({
      place: `${place} ${name}${index > 0 ? ` (${index + 1})` : ''}`,
      // The program; a component's template comes after it.
      code: code.replaceAll(/^```\w*$/gm, '').split(/^\s*</m)[0] ?? '',
    })),
  )

const blocks = [...inDocuments, ...inComments]

/** Some blocks show a part of the options, or of the orders. */
function asModule(block: string): string {
  // What is left out of an excerpt.
  const code = block.replaceAll('…', '')
  if (/^\w+: \{/.test(code)) return `export const part: Partial<WeixinOptions> = {\n${code}}\n`
  if (/^async on\w+\(/.test(code)) return `export const part: Partial<Orders> = {\n${code}}\n`
  return `${code}\nexport {}\n`
}

const problems = new Map<string, string[]>()
let folder: string

/** Compiles the blocks, each as a module beside the declarations of `preludeFile`. */
function compile(name: string, some: readonly Block[], preludeFile: string): void {
  const prelude = join(folder, `${name}-prelude.ts`)
  writeFileSync(prelude, readFileSync(join(root, 'tooling/readme', preludeFile)))
  const files = some.map(({ code }, index) => {
    const file = join(folder, `${name}-${index}.ts`)
    writeFileSync(file, asModule(code))
    return file
  })
  const program = ts.createProgram([prelude, ...files], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  })
  for (const [index, { place }] of some.entries()) {
    const found = ts
      .getPreEmitDiagnostics(program, program.getSourceFile(files[index] ?? ''))
      .filter(({ code }) => !permitted.has(code))
      .map(
        ({ code, messageText }) => `${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      )
    problems.set(place, found)
  }
}

beforeAll(() => {
  // Inside the demo, which has every package of this repository.
  mkdirSync(join(root, 'demo/.cache'), { recursive: true })
  folder = mkdtempSync(join(root, 'demo/.cache/docs-'))
  // The two packages have names in common.
  const isOfPage = ({ place }: Block): boolean =>
    /^(?:packages\/vue-weixin|docs\/(?:zh\/)?client-)/.test(place)
  compile('page', blocks.filter(isOfPage), 'doc-prelude-page.txt')
  compile(
    'server',
    blocks.filter((block) => !isOfPage(block)),
    'doc-prelude.txt',
  )
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the code in documents and comments compiles', () => {
  it.each(blocks)('$place', ({ place }) => {
    expect(problems.get(place)).toEqual([])
  })
})
