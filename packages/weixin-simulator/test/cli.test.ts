import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderUnicodeCompact } from 'uqr'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { lanAddress } from '../src/cli/options.ts'
import { FAULTS, type Fault, type FaultName } from '../src/control/fault-table.ts'
import { CONTROLS } from '../src/control/table.ts'
import { createClient } from '../src/client.ts'
import type { Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const started: ChildProcess[] = []

beforeAll(() => {
  if (!existsSync(cli)) {
    throw new Error('dist/cli.js is missing: run "pnpm --filter weixin-simulator build" first')
  }
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null) continue
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
})

function run(...args: string[]) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  const text = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.out += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.err += part))
  return { child, text }
}

async function firstLine(...args: string[]) {
  const { child, text } = run(...args)
  while (!text.out.includes('\n')) await once(child.stdout, 'data')
  return { child, text }
}

test('--json prints one line with everything', async () => {
  const { child, text } = await firstLine('--port', '0', '--json')
  const facts = JSON.parse(text.out)
  expect(Object.keys(facts)).toEqual([
    'url',
    'secureUrl',
    'appId',
    'appSecret',
    'mchId',
    'serialNo',
    'privateKey',
    'certificate',
    'apiV3Key',
    'publicKeyId',
    'publicKey',
    'apiV2Key',
    'ca',
    'p12',
  ])
  expect(
    new X509Certificate(facts.certificate).checkPrivateKey(createPrivateKey(facts.privateKey)),
  ).toBe(true)
  expect(await (await fetch(`${facts.url}/simulator`)).json()).toMatchObject({ url: facts.url })
  await fetch(`${facts.url}/v3/certificates`)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(text.out.trimEnd().split('\n')).toHaveLength(1)
  expect(text.err).toContain('SIGN_ERROR')
})

test('for a person it prints where to look, no secret, and each call', async () => {
  const { child, text } = await firstLine('--port', '0', '--name', '山后茶铺')
  const [url = ''] = /http:\/\/localhost:\d+/.exec(text.out) ?? []
  expect(text.out).toContain('no real money')
  expect(text.out).not.toContain('KEY')
  // No colours where nobody looks.
  expect(text.out).not.toContain('\u001b')
  await fetch(`${url}/sns/auth`)
  while (!text.out.includes('41001')) await once(child.stdout, 'data')
  expect(text.out).toMatch(/✗ GET \/sns\/auth → 200 41001 \d+ ms/)
  // Nobody reads on, as after `| head`: it ends without a word.
  const ended = once(child, 'exit')
  child.stdout.destroy()
  await fetch(`${url}/sns/auth`).catch(() => {})
  expect(await ended).toEqual([0, null])
  expect(text.err).toBe('')
})

test('a taken port is named in one sentence, and the next free one serves', async () => {
  const { text } = await firstLine('--port', '0', '--json')
  const { port } = new URL(JSON.parse(text.out).url)
  const second = await firstLine('--port', port, '--json')
  const next = new URL(JSON.parse(second.text.out).url).port
  expect(Number(next)).toBeGreaterThan(Number(port))
  expect(second.text.err).toBe(`Port ${port} is taken: the simulator listens on ${next}.\n`)
})

test('--env prints what a .env file takes as it is', async () => {
  const { text } = await firstLine('--port', '0', '--env', '--seed', 'tea')
  const folder = await mkdtemp(join(tmpdir(), 'weixin-simulator-env-'))
  const path = join(folder, '.env')
  await writeFile(path, text.out)
  const print = 'console.log(JSON.stringify(process.env))'
  const read = spawnSync(process.execPath, ['--env-file', path, '-e', print], { encoding: 'utf8' })
  await rm(folder, { recursive: true })
  const env = JSON.parse(read.stdout)
  expect(env).toMatchObject({
    WEIXIN_URL: expect.stringMatching(/^http:\/\/localhost:\d+$/),
    WEIXIN_APP_ID: expect.stringMatching(/^wx[0-9a-f]{16}$/),
    WEIXIN_API_V3_KEY: expect.stringMatching(/^\w{32}$/),
  })
  expect(createPrivateKey(env.WEIXIN_MCH_PRIVATE_KEY).asymmetricKeyType).toBe('rsa')
  expect(new X509Certificate(env.WEIXIN_CA).ca).toBe(true)
})

test('faults and controls of a running one', async () => {
  const { text } = await firstLine('--port', '0', '--json')
  const { url } = JSON.parse(text.out)
  const answer = async (...args: string[]) => {
    const { child, text: printed } = run(...args)
    const [code] = await once(child, 'close')
    return { code, ...printed }
  }
  const triggered = await answer('trigger', 'sign-in-refused', '--page', '10005', '--url', url)
  expect(triggered).toMatchObject({ code: 0, err: '' })
  const called = await answer(
    'call',
    'addUser',
    '--nickname',
    '小红',
    '--balance',
    '5',
    '--url',
    url,
  )
  expect(JSON.parse(called.out)).toMatchObject({ nickname: '小红', balance: 5 })
  const users = await answer('call', 'users', '--url', url)
  expect(JSON.parse(users.out)).toHaveLength(4)
  expect(await answer('call', 'pay', '--prepayId', 'wx0', '--url', url)).toMatchObject({ code: 1 })
  expect((await answer('list')).out).toMatch(/notification-forged[^]*addUser/)
  expect(await answer('trigger', 'nothing', '--url', url)).toMatchObject({ code: 2 })
})

/** What a fault cannot do without, besides the order that it is about. */
const NEEDED: Partial<Record<FaultName, string[]>> = {
  'notification-forged': ['--forgery', 'other-key'],
  'refunds-end': ['--status', 'CLOSED'],
  'clock-skewed': ['--seconds', '400'],
}

test('each fault of the table is caused from the command line', async () => {
  const { text } = await firstLine('--port', '0', '--json')
  const { url, ...credentials } = JSON.parse(text.out)
  const users = await createClient(url).users()
  const shop = merchant({ url, credentials, users: () => users } as unknown as Simulator)
  await createClient(url).pay({ prepayId: await shop.prepayId() })
  // Before a fault of WeChat Pay's is armed.
  const open = [await shop.prepayId(), await shop.prepayId()]
  const trigger = async ([name, { fields }]: [string, Fault]) => {
    const needed = NEEDED[name as FaultName] ?? []
    const order = 'order' in fields ? ['--order', open.pop() ?? ''] : []
    const { child, text: printed } = run('trigger', name, ...needed, ...order, '--url', url)
    const [code] = await once(child, 'close')
    return { name, code, ...printed }
  }
  // Two at a time, as there are processors at least; `none` last.
  const faults: [string, Fault][] = Object.entries(FAULTS)
  for (let at = 0; at < faults.length; at += 2)
    for (const { name, code, out, err } of await Promise.all(
      faults.slice(at, at + 2).map(trigger),
    )) {
      expect([name, err, code]).toEqual([name, '', 0])
      expect(() => JSON.parse(out)).not.toThrow()
    }
  const logged = await createClient(url).log({})
  const caused = logged.flatMap(({ call }) => (call.startsWith('fault ') ? [call.slice(6)] : []))
  expect(caused.toSorted()).toEqual(Object.keys(FAULTS).toSorted())
}, 120_000)

test('list names every fault and every control with its fields', async () => {
  const { child, text } = run('list')
  expect(await once(child, 'close')).toEqual([0, null])
  for (const [name, { fields }] of Object.entries({ ...FAULTS, ...CONTROLS })) {
    expect(text.out).toContain(`\n  ${name} `)
    for (const field of Object.keys(fields)) expect(text.out).toContain(`--${field} `)
  }
})

test('colours on a terminal only, and none with NO_COLOR', async () => {
  const { child, text } = await firstLine('--port', '0')
  expect(text.out).not.toContain('\u001b')
  child.kill()
  if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) {
    console.log('The colours were not tried: a terminal comes from the command script of Linux.')
    return
  }
  const onTerminal = async (NO_COLOR: string): Promise<string> => {
    // `exec`, because a shell that stays in between (dash) ends itself at Ctrl+C.
    const command = `exec ${process.execPath} ${cli} --port 0`
    const { FORCE_COLOR, ...env } = process.env
    void FORCE_COLOR
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      // `script` runs the command by the shell that SHELL names, which may be none, as nologin is.
      env: { ...env, SHELL: '/bin/sh', TERM: 'xterm', NO_COLOR },
    })
    started.push(terminal)
    let out = ''
    terminal.stdout.setEncoding('utf8').on('data', (part: string) => (out += part))
    while (!out.includes('Ctrl+C')) await once(terminal.stdout, 'data')
    // Ctrl+C, as a person ends it.
    terminal.stdin.write('\u0003')
    expect(await once(terminal, 'close')).toEqual([0, null])
    return out
  }
  expect(await onTerminal('')).toContain('\u001b[1m')
  expect(await onTerminal('1')).not.toContain('\u001b[')
})

test('--lan: the network’s address, its QR code, and nothing of the controls without the token', async () => {
  const name = lanAddress()
  const tried = name === undefined ? refusesLan() : opensToNetwork(name)
  await expect(tried).resolves.toBeUndefined()
})

/** On a machine without a network. */
async function refusesLan(): Promise<void> {
  const { child, text } = run('--port', '0', '--lan')
  expect(await once(child, 'close')).toEqual([2, null])
  expect(text.err).toContain('--lan: there is no network')
}

async function opensToNetwork(name: string): Promise<void> {
  const { child, text } = await firstLine('--port', '0', '--lan')
  while (!text.out.includes('Ctrl+C')) await once(child.stdout, 'data')
  const [address = ''] = /http:\S+token=\w+/.exec(text.out) ?? []
  const { origin, host, hostname, port, search } = new URL(address)
  expect(hostname).toBe(name)
  for (const line of renderUnicodeCompact(address, { border: 2, ecc: 'L' }).split('\n'))
    expect(text.out).toContain(`  ${line}\n`)

  // By loopback, with the network's name in Host: tests connect to nothing else.
  const get = async (path: string, headers: Record<string, string> = {}, body?: object) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method: body ? 'POST' : 'GET',
      headers: { host, ...headers, ...(body && { 'content-type': 'application/json' }) },
    })
    sent.end(body && JSON.stringify(body))
    const [response]: IncomingMessage[] = await once(sent, 'response')
    const answer = Buffer.concat(await response!.toArray()).toString()
    return { status: response!.statusCode, headers: response!.headers, answer }
  }
  expect((await get('/')).status).toBe(401)
  expect((await get('/simulator/credentials')).status).toBe(401)
  const opened = await get(`/${search}`)
  expect(opened.answer).toContain('<div id="app">')
  const cookie = opened.headers['set-cookie']?.map((one) => one.split(';')[0]).join('; ') ?? ''
  const state = await get('/simulator/dashboard/state', { cookie })
  expect(JSON.parse(state.answer)).toMatchObject({ url: origin, address })

  // A page of this machine, opened by the same phone, may use WeChat's functions; another one may not.
  const config = (page: string) =>
    get(
      '/simulator/phone/config',
      { origin: page },
      { landing: `${page}/`, current: `${page}/`, args: {} },
    )
  expect((await config(`http://${name}:5173`)).status).toBe(200)
  expect((await config('http://192.0.2.77:5173')).status).toBe(403)
}

test.each([
  [['--help'], 0, 'Usage'],
  [['-h'], 0, 'Usage'],
  [['--version'], 0, '0.'],
  [['-v'], 0, '0.'],
])('%j prints and ends', async (args, exit, printed) => {
  const { child, text } = run(...args)
  const [code] = await once(child, 'close')
  expect(code).toBe(exit)
  expect(text.out).toContain(printed)
})

test.each([
  [['--port', 'x'], '--port x is no port'],
  [['--prot', '1'], '--prot'],
  [['--url', 'weixin'], '--url weixin is no http or https address'],
  [['start'], 'There is no command start'],
  [['trigger'], 'Name a fault.'],
  [['--notify-ca', '/none.pem'], '--notify-ca /none.pem cannot be read'],
])('%j is a wrong command line: exit code 2', async (args, printed) => {
  const { child, text } = run(...args)
  const [code] = await once(child, 'close')
  expect(code).toBe(2)
  expect(text.err).toContain(printed)
})

test('a folder that another one holds ends it with a sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weixin-simulator-'))
  const { text } = await firstLine('--port', '0', '--json', '--folder', folder)
  const second = run('--port', '0', '--folder', folder)
  const [code] = await once(second.child, 'close')
  expect(code).toBe(1)
  expect(second.text.err).toContain(`in use by the simulator at ${JSON.parse(text.out).url}`)
  await rm(folder, { recursive: true })
})
