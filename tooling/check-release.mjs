// `node tooling/check-release.mjs v0.1.0`: whether the packages and the changelog are ready for this tag.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8')

const version = (process.argv[2] ?? '').replace(/^v/, '')
/** @type {string[]} */
const problems = []
if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`"${version}" is not a version, such as v0.1.0`)
const published = readdirSync(join(root, 'packages'))
  .map((folder) => ({ folder, manifest: JSON.parse(read(`packages/${folder}/package.json`)) }))
  .filter(({ manifest }) => !manifest.private)
for (const { folder, manifest } of published)
  if (manifest.version !== version)
    problems.push(`packages/${folder}/package.json has version ${manifest.version}`)
// No address exists before the repository and its site are public, and none is invented: npm shows these to every reader,
// and provenance compares `repository` with the place of the build.
const addresses = ['repository', 'homepage', 'bugs']
if (published.some(({ manifest }) => addresses.some((field) => manifest[field] === undefined)))
  problems.push(
    'Write the public addresses as repository, homepage and bugs into each packages/*/package.json, and set SITE in both errors folders to the homepage.',
  )
if (!read('CHANGELOG.md').includes(`\n## [${version}]`))
  problems.push(`CHANGELOG.md has no section [${version}]`)

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(`Ready to release ${version}.`)
