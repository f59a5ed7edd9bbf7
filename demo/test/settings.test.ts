import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSettings } from '../server/settings.ts'

const complete = {
  WEIXIN_APP_ID: 'wx1234567890abcdef',
  WEIXIN_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WEIXIN_MCH_ID: '1900000001',
  WEIXIN_MCH_SERIAL_NO: '5A7E570000000000000000000000000000000001',
  WEIXIN_MCH_PRIVATE_KEY: '"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\\n"',
  WEIXIN_API_V3_KEY: 'TestOnlyApiV3Key0123456789ABCDEF',
  WEIXIN_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012026010100000000000001',
  WEIXIN_PUBLIC_KEY: 'pub_key.pem',
  WEIXIN_ORIGIN: 'https://tea.example.com',
  WEIXIN_ENCRYPTION_KEYS:
    'the-first-of-two-keys-of-32-letters, the-second-of-two-keys-of-32-letters',
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(lines: Record<string, string>, env: Record<string, string> = {}) {
  const file = join(folder, '.env')
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([line, value]) => `${line}=${value}`)
      .join('\n'),
  )
  return readSettings(file, env)
}

test('without credentials there is no account, and the usual ports', () => {
  expect(read({ WEIXIN_APP_ID: '', WEIXIN_ENCRYPTION_KEYS: ' ' })).toStrictEqual({
    account: null,
    databaseUrl: null,
    folder: join(folder, '.data'),
    port: 5173,
    simulatorPort: 8788,
    reconcileEvery: 30_000,
  })
})

test('a key is a PEM or the path of one, relative to .env', () => {
  writeFileSync(join(folder, 'pub_key.pem'), '-----BEGIN PUBLIC KEY-----\nBBBB\n')
  const { account } = read(complete)
  expect(account).toMatchObject({
    appId: 'wx1234567890abcdef',
    privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
    publicKey: '-----BEGIN PUBLIC KEY-----\nBBBB\n',
    origin: 'https://tea.example.com',
    apiV2Key: null,
    tradeTypes: ['jsapi'],
    encryptionKeys: ['the-first-of-two-keys-of-32-letters', 'the-second-of-two-keys-of-32-letters'],
  })
})

test.each(Object.keys(complete))('without %s it stops and names the line', (line) => {
  expect(() => read({ ...complete, [line]: '' })).toThrow(`these lines are empty: ${line}.`)
})

test('one line filled in is an error too, never the simulator', () => {
  expect(() => read({ WEIXIN_APP_ID: 'wx1234567890abcdef' })).toThrow(
    'WEIXIN_APP_SECRET, WEIXIN_MCH_ID, WEIXIN_MCH_SERIAL_NO, WEIXIN_MCH_PRIVATE_KEY',
  )
})

test('no message quotes a key or a secret', () => {
  const withoutHeader = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'
  const refusals = [
    ...Object.keys(complete).map((line) => ({ ...complete, [line]: '' })),
    { ...complete, WEIXIN_MCH_PRIVATE_KEY: withoutHeader },
  ].map((lines) => refusal(() => read(lines)))
  expect(refusals).toHaveLength(11)
  for (const secret of [
    complete.WEIXIN_APP_SECRET,
    complete.WEIXIN_API_V3_KEY,
    complete.WEIXIN_ENCRYPTION_KEYS,
    withoutHeader,
  ])
    expect(refusals.join()).not.toContain(secret)
})

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  throw new Error('was not refused')
}

test('the environment wins over the file, and may empty a line', () => {
  expect(read({ PORT: '1', WEIXIN_APP_ID: 'wx1' }, { PORT: '2', WEIXIN_APP_ID: '' })).toMatchObject(
    {
      account: null,
      port: 2,
    },
  )
})

test.each([
  ['WEIXIN_MCH_PRIVATE_KEY', 'nowhere.pem', 'WEIXIN_MCH_PRIVATE_KEY is neither a PEM'],
  ['WEIXIN_ORIGIN', 'https://tea.example.com/', 'WEIXIN_ORIGIN must be an address without a path'],
  ['WEIXIN_ORIGIN', 'tea.example.com', 'WEIXIN_ORIGIN must be an address without a path'],
  ['TRADE_TYPES', 'jsapi, app', 'TRADE_TYPES must be a list of jsapi, h5 and native'],
  ['PORT', '80a', 'PORT must be a number'],
])('%s=%s is refused', (line, value, message) => {
  writeFileSync(join(folder, 'pub_key.pem'), '-----BEGIN PUBLIC KEY-----')
  expect(() => read({ ...complete, [line]: value })).toThrow(message)
})

test('.env.example has every line that is read, and no value', () => {
  const example = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'))
  const others = [
    'WEIXIN_API_V2_KEY',
    'TRADE_TYPES',
    'DATABASE_URL',
    'DATA_FOLDER',
    'PORT',
    'SIMULATOR_PORT',
  ]
  expect(Object.keys(example).toSorted()).toStrictEqual(
    [...Object.keys(complete), ...others].toSorted(),
  )
  expect(Object.values(example).join('')).toBe('')
})
