// Packs each package as it would be published, and looks at the result the way a stranger's tools do.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'weixin-packaging-'))
/** @type {string[]} */
const complaints = []

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return { isGood: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` }
}

/**
 * What tools for one package at a time do not look at.
 *
 * @param {string} folder an unpacked package
 * @returns {string[]} what is wrong with it
 */
function inspect(folder) {
  const wrong = []
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8')
  for (const protocol of ['workspace:', 'catalog:', 'link:', 'file:'])
    if (manifest.includes(`"${protocol}`)) wrong.push(`package.json still holds ${protocol}`)
  for (const path of ['README.md', 'LICENSE'])
    if (!existsSync(join(folder, path))) wrong.push(`${path} is missing`)
  const { bin = {} } = JSON.parse(manifest)
  for (const path of Object.values(bin))
    if (!existsSync(join(folder, path))) wrong.push(`${path} is missing`)
    else if (!readFileSync(join(folder, path), 'utf8').startsWith('#!/usr/bin/env node\n'))
      wrong.push(`${path} does not start with a line that runs node`)
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/\.test\.|(^|\/)test\//.test(path)) wrong.push(`${path} is a test`)
    if (!statSync(join(folder, path)).isFile()) continue
    const text = readFileSync(join(folder, path), 'utf8')
    for (const place of [root, temporary])
      if (text.includes(place)) wrong.push(`${path} names ${place}, a folder of this machine`)
  }
  return wrong
}

/** @param {string} name of a folder in packages */
function check(name) {
  const source = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  if (manifest.private) return
  console.log(`${name} ${manifest.version}`)
  /** @param {string} what @param {string} output */
  const complain = (what, output) => complaints.push(`${name}: ${what}\n${output}`)
  const packed = run('pnpm', ['pack', '--pack-destination', temporary], source)
  if (!packed.isGood) return complain('pnpm pack failed', packed.output)
  const tarball = join(temporary, `${name}-${manifest.version}.tgz`)

  const publint = run('publint', [tarball, '--strict'], root)
  if (!publint.isGood) complain('publint', publint.output)
  // Style sheets have no types. JSON is a default export for import and the value itself for require, which no
  // declaration says for both; the types are those of import, and the documents' code is compiled with them.
  const data = Object.keys(manifest.exports).filter((path) => /\.css$|errors\.json$/.test(path))
  const excluded = data.length > 0 ? ['--exclude-entrypoints', ...data] : []
  // What `require` gives where a Node cannot require ESM only throws, so it has no types of its own. attw counts that
  // among the resolutions that this profile ignores, and fails all the same.
  const attw = run(
    'attw',
    [tarball, '--profile', 'esm-only', '--ignore-rules', 'false-esm', ...excluded],
    root,
  )
  if (!attw.isGood) complain('attw', attw.output)

  const unpacked = run('tar', ['-xzf', tarball], temporary)
  if (!unpacked.isGood) return complain('tar', unpacked.output)
  const folder = join(temporary, name)
  run('mv', ['package', name], temporary)
  const wrong = inspect(folder)
  if (wrong.length > 0) complain('what pnpm packed', wrong.join('\n'))

  // What is published runs: its own files, this repository's dependencies.
  const dependencies = join(source, 'node_modules')
  symlinkSync(dependencies, join(folder, 'node_modules'), 'junction')
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const [path, entry] of Object.entries(exports)) {
    if (typeof entry === 'string') {
      if (!existsSync(join(folder, entry))) complain(`${path} is missing`, entry)
      continue
    }
    // A fixture of Vitest loads in its runs alone.
    if (!entry.default || path === './vitest') continue
    const url = pathToFileURL(join(folder, entry.default)).href
    const type = entry.default.endsWith('.json') ? ", { with: { type: 'json' } }" : ''
    const code = `await import('${url}'${type})`
    const loaded = run('node', ['--input-type=module', '--eval', code], folder)
    if (!loaded.isGood) complain(`${path} can not be imported`, loaded.output)
  }
}

try {
  for (const name of readdirSync(join(root, 'packages'))) check(name)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
if (complaints.length > 0) {
  console.error(`\n${complaints.join('\n\n')}`)
  process.exit(1)
}
console.log('\nPacked, linted, typed, unpacked and imported: all good.')
