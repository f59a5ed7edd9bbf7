import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { requireNode } from '../src/node-version.ts'

const dist = new URL('../dist/', import.meta.url)
beforeAll(() => {
  if (!existsSync(new URL('index.js', dist)))
    throw new Error('dist/index.js is missing: run "pnpm --filter weixin-simulator build" first')
})

const sentence = (version: string): string =>
  `weixin-simulator needs Node 20.19 or later, and this is Node ${version}.`

it.each(['16.20.2', '18.20.4', '20.18.3'])('Node %s is refused with one sentence', (version) => {
  expect(() => requireNode(version)).toThrow(sentence(version))
})

it.each(['20.19.0', '20.20.2', '22.0.0', '24.11.1'])('Node %s is accepted', (version) => {
  expect(() => requireNode(version)).not.toThrow()
})

it.each(['index', 'client', 'vitest', 'playwright', 'vite', 'cli'])(
  'the built entry %s says so before anything else',
  (name) => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });`
    const script = `${pretend} await import('${new URL(`${name}.js`, dist).href}')`
    const args = ['--input-type=module', '--eval', script]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toContain(`Error: ${sentence('18.20.4')}\n`)
    expect(stderr).not.toContain('node_modules')
  },
)
