import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const outside = `
import { get } from 'node:http'
import { it } from 'vitest'
it('swallows the error of get', () => new Promise((done) => get('http://192.0.2.1/').on('error', done)))
it('swallows the error of fetch', () => fetch('https://example.com/').catch(() => {}))
`
const config = `
export default { test: { include: ['*.test.ts'], setupFiles: ['../no-network.ts'] } }
`

/** Runs `source` in a vitest of its own, under the same guard. */
function run(source: string): string {
  const folder = mkdtempSync(join(root, 'tooling/.no-network-'))
  try {
    writeFileSync(join(folder, 'outside.test.ts'), source)
    writeFileSync(join(folder, 'vitest.config.ts'), config)
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    return stdout + stderr
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the network guard', () => {
  it('fails each test that asked an outside host, even when the error is swallowed', () => {
    const output = run(outside)
    expect(output).toMatch(/Tests\s+2 failed \(2\)/)
    expect(output).not.toContain('Unhandled')
    expect(output).toContain('+   "192.0.2.1"')
    expect(output).toContain('+   "example.com"')
  })

  it('lets loopback through, by name and by number', async () => {
    const server = createServer((_, response) => response.end('here'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    for (const host of ['localhost', '127.0.0.1'])
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('here')
    server.closeAllConnections()
    server.close()
  })
})
