import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const koa = 'packages/koa-weixin/src'
const simulator = 'packages/weixin-simulator/src'
const vue = 'packages/vue-weixin/src'

/** A file, a line in it, and the rule that refuses that line. */
const forbidden: [file: string, line: string, rule?: string][] = [
  ['packages/weixin-contract/src/index.ts', `import type { Context } from 'koa'`],
  ['packages/weixin-contract/src/index.ts', `export type { Order } from 'koa-weixin'`],

  [`${koa}/index.ts`, `export { axios } from 'axios'`],
  [`${koa}/middleware/pay.ts`, `import axios from 'axios'`],
  [`${koa}/middleware/pay.ts`, `import { http } from '../remote/http.ts'`],
  [`${koa}/middleware/pay.ts`, `import { createSimulator } from 'weixin-simulator'`],
  [`${koa}/weixin.ts`, `import { pay } from './middleware/pay.ts'`],
  [`${koa}/weixin.ts`, `import Koa from 'koa'`],
  [`${koa}/payments/reconcile.ts`, `import { session } from '../sign-in/session.ts'`],
  [`${koa}/payments/payments.ts`, `import { weixin } from '../weixin.ts'`],
  [`${koa}/sign-in/session.ts`, `import type { Context } from 'koa'`],
  [`${koa}/payments/create-payment.ts`, `import { weixin } from '../weixin.ts'`],
  [`${koa}/payments/create-payment.ts`, `import axios from 'axios'`],
  [`${koa}/settle/settle.ts`, `import { createPayment } from '../payments/create-payment.ts'`],
  [`${koa}/settle/settle.ts`, `import type { Context } from 'koa'`],
  [`${koa}/tokens/tokens.ts`, `import { settle } from '../settle/settle.ts'`],
  [`${koa}/tokens/tokens.ts`, `import { LRUCache } from 'lru-cache'`],
  [`${koa}/remote/http.ts`, `import { tokens } from '../tokens/tokens.ts'`],
  [`${koa}/remote/http.ts`, `import { LRUCache } from 'lru-cache'`],
  [`${koa}/remote/v3/query.ts`, `import { settle } from '../../settle/settle.ts'`],
  [`${koa}/remote/v3/query.ts`, `import type { Context } from 'koa'`],
  [`${koa}/cache/cache.ts`, `import { http } from '../remote/http.ts'`],
  [`${koa}/errors/weixin-error.ts`, `import { cache } from '../cache/cache.ts'`],
  [`${koa}/options/options.ts`, `import { settle } from '../settle/settle.ts'`],
  [`${koa}/orders.ts`, `import Koa from 'koa'`],
  [`${koa}/orders.ts`, `import { settle } from './settle/settle.ts'`],

  [`${koa}/protocol/sign.ts`, `import type { Order } from '../orders.ts'`],
  [`${koa}/protocol/sign.ts`, `import { readFileSync } from 'node:fs'`],
  [`${koa}/protocol/v3/sign.ts`, `import { error } from '../../errors/weixin-error.ts'`],
  [
    `${koa}/protocol/sign.ts`,
    `import { randomUUID } from 'node:crypto'`,
    'eslint(no-restricted-imports)',
  ],
  [`${koa}/protocol/sign.ts`, `export const now = Date.now()`, 'eslint(no-restricted-properties)'],
  [`${koa}/protocol/sign.ts`, `export const now = new Date()`, 'weixin(no-clock)'],
  [
    `${koa}/protocol/sign.ts`,
    `export const some = Math.random()`,
    'eslint(no-restricted-properties)',
  ],
  [
    `${koa}/protocol/sign.ts`,
    `export const mode = process.env['NODE_ENV']`,
    'eslint(no-restricted-globals)',
  ],

  [`${vue}/index.ts`, `import type { Order } from 'koa-weixin'`],
  [`${vue}/index.ts`, `import { createSimulator } from 'weixin-simulator'`],
  [`${vue}/index.ts`, `import { createHash } from 'node:crypto'`],

  [`${simulator}/pay/sign.ts`, `import { sign } from 'koa-weixin'`],
  [
    `${simulator}/pay/sign.ts`,
    `import { sign } from '../../../koa-weixin/src/protocol/v3/sign.ts'`,
  ],
  [`${simulator}/pay/sign.ts`, `import type { WxPayment } from 'weixin-contract'`],
  [`${simulator}/server.ts`, `import { bridge } from './phone/browser/bridge.js'`],
  [`${simulator}/phone/browser/bridge.js`, `import { createHash } from 'node:crypto'`],
  [`${simulator}/phone/browser/pay/sheet.js`, `import { users } from '../../../users.ts'`],

  ['demo/server/app.ts', `import { usePay } from 'vue-weixin'`],
  ['demo/server/app.ts', `import { sign } from 'koa-weixin/src/protocol/v3/sign.ts'`],
  ['demo/src/shop.ts', `import { createWeixin } from 'koa-weixin'`],
  ['demo/src/shop.ts', `import { orders } from '../server/orders.ts'`],

  // The other ways to write it.
  [`${koa}/cache/cache.ts`, `export * from '../remote/http.ts'`],
  [`${koa}/cache/cache.ts`, `export type { Http } from '../remote/http.ts'`],
  [`${koa}/cache/cache.ts`, `export const http = await import('../remote/http.ts')`],
  [`${koa}/cache/cache.ts`, `export type Http = import('../remote/http.ts').Http`],
]

const permitted: [file: string, line: string][] = [
  [`${koa}/middleware/pay.ts`, `import type { Weixin } from '../weixin.ts'`],
  [`${koa}/middleware/pay.ts`, `import type { Context } from 'koa'`],
  [`${koa}/weixin.ts`, `import { signIn } from './sign-in/sign-in.ts'`],
  [`${koa}/settle/settle.ts`, `import { query } from '../remote/v3/query.ts'`],
  [`${koa}/remote/v3/query.ts`, `import { http } from '../http.ts'`],
  [`${koa}/remote/http.ts`, `import axios from 'axios'`],
  [`${koa}/tokens/tokens.ts`, `import { token } from '../remote/account.ts'`],
  [`${koa}/cache/memory-cache.ts`, `import { LRUCache } from 'lru-cache'`],
  [`${koa}/orders.ts`, `import type { Context } from 'koa'`],
  [`${koa}/options/options.ts`, `import type { Http } from '../remote/http.ts'`],
  [`${koa}/protocol/v3/sign.ts`, `import { createHash } from 'node:crypto'`],
  [`${koa}/protocol/sign.ts`, `export const at = new Date(0)`],
  [`${koa}/protocol/sign.test.ts`, `import { createSimulator } from 'weixin-simulator'`],
  ['packages/koa-weixin/test/pay.test.ts', `import { createSimulator } from 'weixin-simulator'`],
  [`${vue}/index.ts`, `import type { User } from 'weixin-contract'`],
  [`${simulator}/phone/browser/pay/sheet.js`, `import { element } from '../element.js'`],
  ['demo/server/app.ts', `import { createWeixin } from 'koa-weixin'`],
  ['demo/src/shop.ts', `import { usePay } from 'vue-weixin'`],
]

/** Runs oxlint with this repository's rules on files of one line each; returns the rules broken in each file. */
function lint(files: Map<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'weixin-boundaries-'))
  try {
    for (const file of ['.oxlintrc.json', 'tooling/boundaries.mjs', 'tooling/lint-rules.mjs'])
      cpSync(join(root, file), join(folder, file))
    for (const [file, line] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${line}\n`)
    }
    const oxlint = join(root, 'node_modules/.bin/oxlint')
    const { stdout } = spawnSync(oxlint, ['--format=json', '--allow=no-unused-vars'], {
      cwd: folder,
      encoding: 'utf8',
    })
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { filename: string; code: string }[]
    }
    const codes = new Map<string, string[]>()
    for (const { filename, code } of diagnostics)
      codes.set(filename, [...(codes.get(filename) ?? []), code])
    return codes
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('import boundaries', () => {
  const cases = [
    ...forbidden.map(([file, line, rule = 'weixin(boundaries)']) => ({
      file,
      line,
      codes: [rule],
    })),
    ...permitted.map(([file, line]) => ({ file, line, codes: [] })),
  ]
  const results = new Map<string, string[]>()

  beforeAll(() => {
    // One run of the linter checks one line of each file.
    for (let left = cases; left.length > 0;) {
      const files = new Map(left.map(({ file, line }) => [file, line]))
      const found = lint(files)
      for (const [file, line] of files) results.set(`${file}: ${line}`, found.get(file) ?? [])
      left = left.filter(({ file, line }) => files.get(file) !== line)
    }
  })

  it.each(cases)('$file: $line', ({ file, line, codes: expected }) => {
    expect(results.get(`${file}: ${line}`)).toEqual(expected)
  })

  it('two files that import each other', () => {
    const one = `${koa}/cache/one.ts`
    const two = `${koa}/cache/two.ts`
    const found = lint(
      new Map([
        [one, `export { two } from './two.ts'`],
        [two, `export { one } from './one.ts'`],
      ]),
    )
    expect(found.get(one)).toEqual(['import(no-cycle)'])
  })
})
