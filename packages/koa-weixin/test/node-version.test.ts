import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { requireNode } from '../src/node-version.ts'

const dist = new URL('../dist/', import.meta.url)
beforeAll(() => {
  if (!existsSync(new URL('index.js', dist)))
    throw new Error('dist/index.js is missing: run "pnpm --filter koa-weixin build" first')
})

const sentence = (version: string): string =>
  `koa-weixin needs Node 20.19 or later, and this is Node ${version}.`

it.each(['16.20.2', '18.20.4', '20.18.3'])('Node %s is refused with one sentence', (version) => {
  expect(() => requireNode(version)).toThrow(sentence(version))
})

it.each(['20.19.0', '20.20.2', '22.0.0', '24.11.1'])('Node %s is accepted', (version) => {
  expect(() => requireNode(version)).not.toThrow()
})

/** Node, as if it were an older one. */
function run(version: string, script: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`
  const args = ['--input-type=module', '--eval', pretend + script]
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: fileURLToPath(dist) })
}

it.each(['index', 'redis', 'testing'])(
  'the built entry %s says so before anything else',
  (name) => {
    const { status, stderr } = run('18.20.4', `await import('${new URL(`${name}.js`, dist).href}')`)
    expect(status).toBe(1)
    expect(stderr).toContain(`Error: ${sentence('18.20.4')}\n`)
    expect(stderr).not.toContain('node_modules')
  },
)

it('require() on a Node that cannot require ESM says so too', () => {
  const script = `import { createRequire } from 'node:module'; createRequire('${dist.href}')('./needs-newer-node.cjs')`
  const { status, stderr } = run('20.18.0', script)
  expect(status).toBe(1)
  expect(stderr).toContain(`Error: ${sentence('20.18.0')}\n`)
})
