import { spawn, type ChildProcess } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, expect, test } from 'vitest'

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

test('for a person it says where to look, and no secret', async () => {
  const { text } = await firstLine('--name', '山后茶铺')
  expect(text.out).toMatch(/http:\/\/localhost:\d+/)
  expect(text.out).toContain('no real money')
  expect(text.out).not.toContain('KEY')
})

test('a taken port is said, and ends it', async () => {
  const { text } = await firstLine('--json')
  const { url } = JSON.parse(text.out)
  const second = run('--port', new URL(url).port)
  const [code] = await once(second.child, 'exit')
  expect(code).toBe(1)
  expect(second.text.err).toContain('EADDRINUSE')
})

test('what is no port is said', async () => {
  const { child, text } = run('--port', 'x')
  const [code] = await once(child, 'exit')
  expect([code, text.err]).toEqual([1, '--port x is no port\n'])
})
