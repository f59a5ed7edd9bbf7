import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** A real account at WeChat, complete. Keys are PEM text. */
export interface Account {
  appId: string
  appSecret: string
  mchId: string
  serialNo: string
  privateKey: string
  apiV3Key: string
  publicKeyId: string
  publicKey: string
  origin: string
  secret: string
}

export interface Settings {
  /** Null: no credentials at all, so the shop runs against the simulator. */
  account: Account | null
  databaseUrl: string | null
  /** Everything that lasts; `:memory:` keeps nothing. */
  folder: string
  /** 0: any. */
  port: number
  simulatorPort: number
  /** How often WeChat is asked about orders that nobody asked about, in milliseconds. 0: never. */
  reconcileEvery: number
}

/** A shop that disturbs nobody: what tests start from. */
export const bareSettings: Settings = {
  account: null,
  databaseUrl: null,
  folder: ':memory:',
  port: 0,
  simulatorPort: 0,
  reconcileEvery: 0,
}

const ACCOUNT_LINES = {
  APP_ID: 'appId',
  APP_SECRET: 'appSecret',
  MCH_ID: 'mchId',
  MCH_SERIAL_NO: 'serialNo',
  MCH_PRIVATE_KEY: 'privateKey',
  API_V3_KEY: 'apiV3Key',
  WECHATPAY_PUBLIC_KEY_ID: 'publicKeyId',
  WECHATPAY_PUBLIC_KEY: 'publicKey',
  ORIGIN: 'origin',
  SECRET: 'secret',
} as const satisfies Record<string, keyof Account>

/** What the environment says, and under it what the `.env` file says. */
export function readSettings(envFile: string, env: NodeJS.ProcessEnv): Settings {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {}
  const read = (line: string): string => (env[line] ?? file[line] ?? '').trim()
  return {
    account: readAccount(read, dirname(envFile)),
    databaseUrl: read('DATABASE_URL') || null,
    folder: resolve(dirname(envFile), read('DATA_FOLDER') || '.data'),
    port: readPort('PORT', read('PORT'), 5173),
    simulatorPort: readPort('SIMULATOR_PORT', read('SIMULATOR_PORT'), 8788),
    reconcileEvery: 30_000,
  }
}

function readAccount(read: (line: string) => string, folder: string): Account | null {
  const lines = Object.keys(ACCOUNT_LINES)
  const missing = lines.filter((line) => read(line) === '')
  if (missing.length === lines.length) return null
  // Never fall back to the simulator here: somebody who filled in half of it wants real WeChat.
  if (missing.length > 0)
    throw new Error(
      `.env has some credentials, so the shop would talk to real WeChat, but these lines are empty: ${missing.join(', ')}.\n` +
        'demo/.env.example says where each is found. To use the simulator, empty all of them.',
    )
  const origin = read('ORIGIN')
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new Error(
      `ORIGIN must be an address without a path or a closing slash, such as https://tea.example.com, not ${origin}`,
    )
  return {
    appId: read('APP_ID'),
    appSecret: read('APP_SECRET'),
    mchId: read('MCH_ID'),
    serialNo: read('MCH_SERIAL_NO'),
    privateKey: readKey('MCH_PRIVATE_KEY', read('MCH_PRIVATE_KEY'), folder),
    apiV3Key: read('API_V3_KEY'),
    publicKeyId: read('WECHATPAY_PUBLIC_KEY_ID'),
    publicKey: readKey('WECHATPAY_PUBLIC_KEY', read('WECHATPAY_PUBLIC_KEY'), folder),
    origin,
    secret: read('SECRET'),
  }
}

/** The PEM itself (line feeds may be written \n), or the path of its file, seen from `.env`. */
function readKey(line: string, value: string, folder: string): string {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  const path = resolve(folder, value)
  // Not what it says: that may be a key without its first line.
  if (!existsSync(path))
    throw new Error(`${line} is neither a PEM (-----BEGIN …) nor the path of one, seen from .env.`)
  return readFileSync(path, 'utf8')
}

function readPort(line: string, value: string, usual: number): number {
  if (value === '') return usual
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new Error(`${line} must be a number from 0 to 65535, not ${value}`)
  return Number(value)
}
