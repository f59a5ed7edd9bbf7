import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

function run(script: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`tooling/${script}`, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status, output: stdout + stderr }
}

describe('publishing a package', () => {
  it.each([
    ['npm/11.4.0 node/v24.0.0', 1],
    ['pnpm/12.21.0 npm/? node/v24.0.0', 0],
  ])('by %s ends with %i', (agent, expected) => {
    expect(run('only-pnpm.mjs', [], { npm_config_user_agent: agent }).status).toBe(expected)
  })

  it.each(['koa-weixin', 'vue-weixin', 'weixin-contract', 'weixin-simulator'])(
    'is guarded in %s',
    (name) => {
      const manifest = JSON.parse(
        readFileSync(`${root}/packages/${name}/package.json`, 'utf8'),
      ) as { scripts: Record<string, string> }
      expect(manifest.scripts['prepublishOnly']).toBe(
        'node ../../tooling/only-pnpm.mjs && pnpm run build',
      )
    },
  )
})

describe('a release', () => {
  it('needs the version of every package, and its section in the changelog', () => {
    const { status, output } = run('check-release.mjs', ['v999.0.0'])
    expect(output).toContain('packages/koa-weixin/package.json has version')
    expect(output).toContain('packages/vue-weixin/package.json has version')
    expect(output).toContain('CHANGELOG.md has no section [999.0.0]')
    expect(output).not.toContain('weixin-vectors')
    expect(status).toBe(1)
  })

  it('needs the addresses that npm shows, in one sentence', () => {
    const { status, output } = run('check-release.mjs', ['v0.1.0'])
    expect(output).toMatch(/^Write the public addresses as repository, homepage and bugs .*\.$/m)
    expect(status).toBe(1)
  })

  it('needs a version', () => {
    expect(run('check-release.mjs', ['main'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('"main" is not a version') as unknown,
    })
  })
})
