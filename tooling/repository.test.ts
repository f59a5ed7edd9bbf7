import { describe, expect, it } from 'vitest'
import { filesIn, readText as read } from './repository-files.ts'

const files = filesIn('.')

/** The lines that match, as `path:line`. This file is left out: it names what it looks for. */
function find(pattern: RegExp, paths: string[]): string[] {
  return paths
    .filter((path) => path !== 'tooling/repository.test.ts')
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    )
}

const texts = files.filter((path) => !/\.(png|jpg|woff2|ico)$/.test(path))
const tests = files.filter((path) => path.endsWith('.test.ts'))

interface Manifest {
  name: string
  private?: boolean
  license?: string
  type?: string
  engines?: { node?: string }
  exports?: object
  publishConfig?: { exports?: object }
}
const published = files
  .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
  .map((path) => ({
    folder: path.replace('/package.json', ''),
    ...(JSON.parse(read(path)) as Manifest),
  }))
  .filter((manifest) => !manifest.private)

describe('the repository', () => {
  it.each([
    'package.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    'tsconfig.base.json',
    'README.md',
    'LICENSE',
    '.editorconfig',
    '.ci/run',
    'demo/package.json',
  ])('has %s', (path) => {
    expect(files).toContain(path)
  })

  it('holds the four packages to publish', () => {
    expect(published.map(({ name }) => name)).toEqual([
      'koa-weixin',
      'vue-weixin',
      'weixin-contract',
      'weixin-simulator',
    ])
  })

  it.each(published)('publishes $name with all that it needs', (manifest) => {
    expect(files).toContain(`${manifest.folder}/README.md`)
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      engines: { node: '>=20.19.0' },
      exports: { '.': './src/index.ts' },
      publishConfig: { exports: { '.': { types: './dist/index.d.ts' } } },
    })
  })

  it('names no folder of the machine on which it was written', () => {
    const machine = /(?:^|[\s"'`(=:])\/(?:work|root|farm|home\/\w+|Users\/\w+|tmp\/\w)[/\w.-]*/
    expect(find(machine, texts)).toEqual([])
  })

  it('reads nothing beside itself', () => {
    expect(find(/\.\.\/shared\b/, texts)).toEqual([])
  })

  it('takes packages from whichever registry the reader uses', () => {
    expect(find(/https?:|registry|tarball/, ['pnpm-lock.yaml'])).toEqual([])
    expect(files.filter((path) => path.endsWith('.npmrc'))).toEqual([])
  })

  it('leaves no test out', () => {
    expect(
      find(/\b(?:it|test|describe)\.(?:only|skip|todo|fails)\b|\b(?:xit|xdescribe)\(/, tests),
    ).toEqual([])
  })

  it('silences no checker', () => {
    const code = files.filter((path) => /\.(ts|mjs|js|vue)$/.test(path))
    const silencers = /@ts-(?:ignore|nocheck)|(?:oxlint|eslint)-disable|\bas any\b/
    expect(find(silencers, code)).toEqual([])
    // In a test it states that a mistake does not compile.
    const outsideTests = code.filter((path) => !path.endsWith('.test.ts'))
    expect(find(/@ts-expect-error/, outsideTests)).toEqual([])
  })

  it('has no conflict left of a merge', () => {
    // The formatter may have taken the last marker for quotes within quotes.
    expect(find(/^(?:<{7} |>{7} |(?:> ){7})/, texts)).toEqual([])
  })

  it('has no work left in its comments', () => {
    const written = texts.filter((path) => path !== 'pnpm-lock.yaml')
    expect(find(/\b(?:TODO|FIXME|XXX)\b/, written)).toEqual([])
  })
})
