import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { doctor } from '../../src/cli/doctor.ts'
import type { DoctorReport } from '../../src/doctor/report.ts'
import type { LaunchRow } from '../../src/doctor/launch.ts'
import type { Shop } from '../shop.ts'
import { openHealthy } from './healthy.ts'

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
beforeAll(() => {
  if (!existsSync(cli))
    throw new Error('dist/cli.js is missing: run "pnpm --filter koa-weixin build" first')
})

function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', ...env },
  })
  return { status, stdout, stderr }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'weixin-doctor-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** The lines that `weixin-simulator --env` prints, and those of the app. */
function environmentOf({ simulator, url }: Shop): Record<string, string> {
  const { credentials } = simulator
  return {
    WEIXIN_URL: simulator.url,
    WEIXIN_SECURE_URL: simulator.secureUrl,
    WEIXIN_APP_ID: credentials.appId,
    WEIXIN_APP_SECRET: credentials.appSecret,
    WEIXIN_MCH_ID: credentials.mchId,
    WEIXIN_MCH_SERIAL_NO: credentials.serialNo,
    WEIXIN_MCH_PRIVATE_KEY: credentials.privateKey.replaceAll('\n', '\\n'),
    WEIXIN_API_V3_KEY: credentials.apiV3Key,
    WEIXIN_API_V2_KEY: credentials.apiV2Key,
    WEIXIN_PUBLIC_KEY_ID: credentials.publicKeyId,
    WEIXIN_PUBLIC_KEY: credentials.publicKey,
    WEIXIN_CA: credentials.ca,
    WEIXIN_ORIGIN: url,
    WEIXIN_ENCRYPTION_KEYS: `${'a'.repeat(32)}, ${'b'.repeat(32)}`,
  }
}

/** The command in this process, whose server it calls. */
async function runHere(
  args: readonly string[],
  { env = {}, cwd = folder() }: { env?: Record<string, string>; cwd?: string } = {},
) {
  let stdout = ''
  let stderr = ''
  const status = await doctor(readArguments(args, { LANG: 'en', ...env }), {
    env,
    cwd,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  })
  return { status, stdout, stderr, cwd }
}

describe('koa-weixin', () => {
  it('--help in both languages, --version', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stderr: '' })
    expect(run(['--help']).stdout).toContain('koa-weixin doctor [options]')
    expect(run(['-h'], { LANG: 'zh_CN.UTF-8' }).stdout).toContain('退出码')
    expect(run(['--help', '--lang', 'zh']).stdout).toContain('退出码')
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    [['doktor'], 'There is no command doktor'],
    [['doctor', '--fast'], "Unknown option '--fast'"],
    [['doctor', '--lang', 'fr'], '--lang fr: zh or en'],
    [['doctor'], 'There is no configuration'],
    [['doctor', '--config', 'none.mjs'], 'there is no such file'],
    [['explain'], 'koa-weixin explain CODE'],
  ])('%j is a wrong command line: exit code 2', (args, text) => {
    const { status, stdout, stderr } = run(args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(text)
  })

  it.each([
    ['not-recorded', 'koa-weixin'],
    ['40164', 'api'],
    ['SIGN_ERROR', 'v3'],
    ['ordernotexist', 'v2'],
    ['no-bridge', 'vue-weixin'],
  ])('explain %s', (code, source) => {
    const { status, stdout } = run(['explain', code])
    expect(status).toBe(0)
    expect(stdout).toContain(`(${source})`)
    expect(run(['explain', code, '--lang', 'zh']).stdout).toContain('处理: ')
    const found = JSON.parse(run(['explain', code, '--json']).stdout) as { source: string }[]
    expect(found.map((one) => one.source)).toContain(source)
  })

  it.each([
    [['nurse'], '没有 nurse 命令'],
    [['doctor', '--config', 'none.mjs'], 'none.mjs：文件不存在'],
    [['doctor', '--nothing'], '命令行有误'],
    [['explain'], 'explain 错误码'],
    [['doctor', '--lang', 'zh', '--nothing'], '命令行有误', 'en_US.UTF-8'],
  ])('refuses %j in the language of the user', (args, text, LANG = 'zh_CN.UTF-8') => {
    const { status, stderr } = run(args, { LANG })
    expect(status).toBe(2)
    expect(stderr).toContain(text)
  })

  it.each([
    ['{"errcode":40164,"errmsg":"invalid ip 203.0.113.7, not in whitelist"}', ['api 40164']],
    ['401 SIGN_ERROR 签名错误，请检查后再试', ['v3 SIGN_ERROR', 'v2 SIGNERROR']],
    ['redirect_uri域名与后台配置不一致，错误码：10003', ['oauth-page 10003']],
    ['errMsg: "config:invalid signature"', ['jssdk config:invalid signature']],
    ['get_brand_wcpay_request:fail_x', ['jssdk get_brand_wcpay_request:fail']],
    ['商家参数格式有误，请联系商家解决', ['h5-page 商家参数格式有误']],
    ['此公众号被封禁', ['oauth-page 10004']],
    ['WeixinError: not-recorded', ['koa-weixin not-recorded']],
    ['201 商户订单号重复', ['v2 OUT_TRADE_NO_USED']],
    ['支付', []],
    ['user', []],
  ])('explain finds what stands in %s', (text, expected) => {
    const found = JSON.parse(run(['explain', text, '--json']).stdout) as Record<string, string>[]
    expect(found.map(({ source, code }) => `${source} ${code}`)).toEqual(expected)
  })

  it('explain of an unknown code: exit code 1', () => {
    expect(run(['explain', 'tea-cold'])).toMatchObject({ status: 1 })
  })
})

describe('koa-weixin doctor', () => {
  it('reads the environment, and finds nothing wrong', async () => {
    const { shop } = await openHealthy()
    const { status, stdout } = await runHere(['doctor'], { env: environmentOf(shop) })
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toMatch(/✓ merchant-query /)
    expect(stdout).toMatch(/\n\d+ ok, \d skipped\n$/)
    expect(status).toBe(0)
  })

  it('names the variables that the environment lacks', async () => {
    const { shop } = await openHealthy()
    const { WEIXIN_ORIGIN: _origin, WEIXIN_ENCRYPTION_KEYS: _keys, ...env } = environmentOf(shop)
    const { status, stderr } = run(['doctor'], env)
    expect(status).toBe(2)
    expect(stderr).toContain('The environment lacks WEIXIN_ORIGIN, WEIXIN_ENCRYPTION_KEYS.')
  })

  it('reads one encryption key that holds a comma, as the app may', async () => {
    const { shop } = await openHealthy()
    const key = 'for development only, 32 characters'
    const env = { ...environmentOf(shop), WEIXIN_ENCRYPTION_KEYS: key }
    expect((await runHere(['doctor', '--offline'], { env })).status).toBe(0)
  })

  it('names a variable whose value is in quotes', async () => {
    const { shop } = await openHealthy()
    const quoted = { WEIXIN_APP_ID: `"${shop.simulator.credentials.appId}"` }
    // The app may have names of its own that begin alike.
    const env = { ...environmentOf(shop), ...quoted, WEIXIN_GREETING: '"hello"' }
    await expect(runHere(['doctor'], { env })).rejects.toThrow(
      'The quotes around WEIXIN_APP_ID are',
    )
  })

  it('shows one line where the options are wrong, and counts the checks that need them', async () => {
    const { shop } = await openHealthy()
    const env = { ...environmentOf(shop), WEIXIN_API_V3_KEY: 'short' }
    const { status, stdout } = await runHere(['doctor'], { env })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^koa-weixin doctor {2}WEIXIN_\*\n\n✗ options .*option-invalid\n/)
    expect(stdout.match(/^[✓✗·!] \w+/gm)).toEqual(['✗ options'])
    expect(stdout).toMatch(/\n1 failed, \d+ skipped\n$/)
  })

  it('reads a .env file, before which the environment goes', async () => {
    const { shop } = await openHealthy()
    const cwd = folder()
    const lines = Object.entries(environmentOf(shop)).map(
      ([name, value]) => `${name}="${value.replaceAll('\n', '\\n')}"\n`,
    )
    // With the byte order mark that some editors write.
    writeFileSync(join(cwd, '.env'), `\uFEFF${lines.join('')}`)
    expect((await runHere(['doctor', '--env-file', '.env'], { cwd })).status).toBe(0)
    const env = { WEIXIN_APP_SECRET: 'f'.repeat(32) }
    const wrong = await runHere(['doctor', '--env-file', '.env', '--lang', 'zh'], { cwd, env })
    expect(wrong.status).toBe(1)
    expect(wrong.stdout).toMatch(
      /✗ access-token .*account-wrong\n {4}.*\n {4}处理: .*\n {4}后台: mp\.weixin/,
    )
  })

  it('prints JSON and nothing else, without a secret', async () => {
    const { shop } = await openHealthy()
    const env = environmentOf(shop)
    const { stdout, stderr } = await runHere(['doctor', '--json', '--launch'], { env })
    expect(stderr).toBe('')
    const report = JSON.parse(stdout) as DoctorReport & { launch: LaunchRow[] }
    expect(report).toMatchObject({ source: 'WEIXIN_*', isHealthy: true })
    expect(report.launch.length).toBeGreaterThan(10)
    for (const name of ['WEIXIN_APP_SECRET', 'WEIXIN_API_V3_KEY', 'WEIXIN_API_V2_KEY'])
      expect(stdout).not.toContain(env[name])
  })

  it('leaves out what is named by --skip, and what would send anything by --offline', async () => {
    const { shop } = await openHealthy()
    const env = environmentOf(shop)
    const { stdout } = await runHere(['doctor', '--offline', '--skip', 'keys'], { env })
    expect(stdout).toMatch(/· keys .*--skip/)
    expect(stdout).toMatch(/· notify .*--offline/)
    expect(shop.simulator.log()).toEqual([])
  })

  it.each(['default', 'options'])('reads the export %s of a file', async (name) => {
    const { shop } = await openHealthy()
    const { appId, appSecret } = shop.simulator.credentials
    const cwd = folder()
    const text = JSON.stringify({
      appId,
      appSecret,
      origin: shop.url,
      encryptionKeys: 'x'.repeat(32),
      endpoints: shop.simulator.url,
    })
    const declared =
      name === 'default' ? `export default ${text}` : `export const options = ${text}`
    writeFileSync(join(cwd, 'weixin.config.mjs'), declared)
    const { status, stdout } = await runHere(['doctor'], { cwd })
    expect(stdout).toContain('weixin.config.mjs')
    expect(status).toBe(0)
  })

  it('of a published package: a file that exports an instance, and one whose options are refused', () => {
    const cwd = folder()
    const index = new URL('../../dist/index.js', import.meta.url).href
    const options = {
      appId: 'wx1',
      appSecret: 's',
      origin: 'https://tea.example.com',
      encryptionKeys: 'x'.repeat(32),
    }
    const file = join(cwd, 'weixin.config.mjs')
    const write = (given: object): void =>
      writeFileSync(
        file,
        `import { createWeixin } from '${index}'\nexport const weixin = createWeixin(${JSON.stringify(given)})\nsetInterval(() => {}, 1000)\n`,
      )
    write(options)
    expect(run(['doctor', '--offline', '-c', file])).toMatchObject({ status: 0, stderr: '' })
    write({ ...options, mcnid: '1900000109' })
    const { status, stdout } = run(['doctor', '--offline', '-c', file, '--lang', 'zh'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/✗ options .*option-invalid\n.*merchant\.mchId/)
    writeFileSync(file, 'export default 7')
    expect(run(['doctor', '-c', file])).toMatchObject({ status: 2 })
  })
})

describe('koa-weixin doctor --launch', () => {
  it('goes through the check-list: what is shown, what is left to a person, what is missing', async () => {
    const { shop } = await openHealthy()
    const env = environmentOf(shop)
    const { status, stdout } = await runHere(['doctor', '--launch', '--lang', 'zh'], { env })
    expect(status).toBe(0)
    expect(stdout).toMatch(/✓ 对微信支付的应答验签 {2}已满足/)
    expect(stdout).toMatch(/□ 每日 10:00 后下载前一日账单并对账 {2}待人工验证/)
    // A simulator is called from this machine, and the environment holds no function.
    expect(stdout).toMatch(/□ notify_url 为公网 https 地址.* {2}待人工验证\n.*模拟器/)
    expect(stdout).toMatch(/□ 异常支付有人收到告警 {2}待人工验证\n.*--config/)
    await shop.simulator.platform.issue()
    const after = await runHere(['doctor', '--launch', '--lang', 'zh'], { env })
    expect(after.status).toBe(1)
    expect(after.stdout).toMatch(/✗ 密钥与证书可平滑更换 {2}缺失/)
  })
})

it('a configuration in TypeScript is read where Node can, and else refused with the version that can', async () => {
  const { shop } = await openHealthy()
  const { appId, appSecret } = shop.simulator.credentials
  const options = { appId, appSecret, origin: shop.url, encryptionKeys: 'x'.repeat(32) }
  const file = join(folder(), 'weixin.config.ts')
  writeFileSync(
    file,
    `const options: object = ${JSON.stringify({ ...options, endpoints: shop.simulator.url })}\nexport default options\n`,
  )
  const { status, stderr } = run(['doctor', '--offline', '-c', file])
  const isRead = 'typescript' in process.features && Boolean(process.features.typescript)
  const version = process.versions.node
  const refusal = `weixin.config.ts: Node ${version} does not run TypeScript; Node 22.18 and later do, or name a .mjs file\n`
  expect([status, stderr]).toEqual(isRead ? [0, ''] : [2, refusal])
})

it('a configuration that throws something else is reported as it is', () => {
  const file = join(folder(), 'weixin.config.mjs')
  writeFileSync(file, "throw new Error('the database is down')\n")
  expect(run(['doctor', '-c', file])).toMatchObject({ status: 1, stderr: 'the database is down\n' })
})
