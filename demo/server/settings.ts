import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { TradeType } from 'weixin-contract'

/** The credentials of a real account at WeChat, complete. Keys are PEM text. */
export interface Account {
  appId: string
  appSecret: string
  mchId: string
  serialNo: string
  privateKey: string
  apiV3Key: string
  /** Opens the notification of a refund that was started in the console. Null: such a notification is refused. */
  apiV2Key: string | null
  publicKeyId: string
  publicKey: string
  origin: string
  /** Seal cookies and the cache. The first seals, all of them open. */
  encryptionKeys: readonly string[]
  /** Those that the merchant account may use: each needs its own permission at WeChat Pay. */
  tradeTypes: readonly TradeType[]
}

export interface Settings {
  /** Null without any credentials: the shop then runs against the simulator. */
  account: Account | null
  /** A PostgreSQL. Null: a PGlite in `folder`. */
  databaseUrl: string | null
  /** The data folder. `:memory:`: nothing is written to the disk. */
  folder: string
  /** 0: any free port. */
  port: number
  simulatorPort: number
  /** How often pending orders are reconciled, in milliseconds. 0: only on demand. */
  reconcileEvery: number
}

/** What tests start from: any port, nothing on the disk, no timer. */
export const bareSettings: Settings = {
  account: null,
  databaseUrl: null,
  folder: ':memory:',
  port: 0,
  simulatorPort: 0,
  reconcileEvery: 0,
}

/** The lines of `.env` that a real account needs. */
const ACCOUNT_LINES = {
  WEIXIN_APP_ID: 'appId',
  WEIXIN_APP_SECRET: 'appSecret',
  WEIXIN_MCH_ID: 'mchId',
  WEIXIN_MCH_SERIAL_NO: 'serialNo',
  WEIXIN_MCH_PRIVATE_KEY: 'privateKey',
  WEIXIN_API_V3_KEY: 'apiV3Key',
  WEIXIN_PUBLIC_KEY_ID: 'publicKeyId',
  WEIXIN_PUBLIC_KEY: 'publicKey',
  WEIXIN_ORIGIN: 'origin',
  WEIXIN_ENCRYPTION_KEYS: 'encryptionKeys',
} as const satisfies Record<string, keyof Account>

/** Reads each setting from the environment, else from the `.env` file. */
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
  // No fallback to the simulator here: an account that is filled in by half is meant to be real.
  if (missing.length > 0)
    throw new Error(
      `.env has some credentials, so the shop would talk to real WeChat, but these lines are empty: ${missing.join(', ')}.\n` +
        'demo/.env.example says where each is found. To use the simulator, empty all of them.',
    )
  const origin = read('WEIXIN_ORIGIN')
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new Error(
      `WEIXIN_ORIGIN must be an address without a path or a closing slash, such as https://tea.example.com, not ${origin}`,
    )
  return {
    appId: read('WEIXIN_APP_ID'),
    appSecret: read('WEIXIN_APP_SECRET'),
    mchId: read('WEIXIN_MCH_ID'),
    serialNo: read('WEIXIN_MCH_SERIAL_NO'),
    privateKey: readKey('WEIXIN_MCH_PRIVATE_KEY', read('WEIXIN_MCH_PRIVATE_KEY'), folder),
    apiV3Key: read('WEIXIN_API_V3_KEY'),
    apiV2Key: read('WEIXIN_API_V2_KEY') || null,
    publicKeyId: read('WEIXIN_PUBLIC_KEY_ID'),
    publicKey: readKey('WEIXIN_PUBLIC_KEY', read('WEIXIN_PUBLIC_KEY'), folder),
    origin,
    encryptionKeys: read('WEIXIN_ENCRYPTION_KEYS').split(/\s*,\s*/),
    tradeTypes: readTradeTypes(read('TRADE_TYPES')),
  }
}

/** The value is the PEM itself (its line feeds may be written \n), or the path of its file relative to `.env`. */
function readKey(line: string, value: string, folder: string): string {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  const path = resolve(folder, value)
  // The value is not quoted, because it may be a key without its first line.
  if (!existsSync(path))
    throw new Error(
      `${line} is neither a PEM (-----BEGIN …) nor the path of one, relative to .env.`,
    )
  return readFileSync(path, 'utf8')
}

function readTradeTypes(value: string): TradeType[] {
  const names = value.split(/[\s,]+/).filter((name) => name !== '')
  const tradeTypes = (['jsapi', 'h5', 'native'] as const).filter((one) => names.includes(one))
  if (tradeTypes.length !== names.length)
    throw new Error(`TRADE_TYPES must be a list of jsapi, h5 and native, not ${value}`)
  return tradeTypes.length > 0 ? tradeTypes : ['jsapi']
}

function readPort(line: string, value: string, usual: number): number {
  if (value === '') return usual
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new Error(`${line} must be a number from 0 to 65535, not ${value}`)
  return Number(value)
}
