import type { MerchantOptions, MerchantV2Options, WeixinOptions } from '../options/options.ts'

/** Options as the environment holds them: the names that `weixin-simulator --env` prints, and three of the app's own. */
const NAMES = [
  'WEIXIN_APP_ID',
  'WEIXIN_APP_SECRET',
  'WEIXIN_ORIGIN',
  'WEIXIN_BASE',
  'WEIXIN_ENCRYPTION_KEYS',
  'WEIXIN_MCH_ID',
  'WEIXIN_MCH_SERIAL_NO',
  'WEIXIN_MCH_PRIVATE_KEY',
  'WEIXIN_API_V3_KEY',
  'WEIXIN_API_V2_KEY',
  'WEIXIN_PUBLIC_KEY_ID',
  'WEIXIN_PUBLIC_KEY',
  'WEIXIN_URL',
  'WEIXIN_SECURE_URL',
  'WEIXIN_CA',
] as const
type Name = (typeof NAMES)[number]

/** Whether the environment holds an account at all. */
export function hasConfiguration(env: NodeJS.ProcessEnv): boolean {
  return isSet(env, 'WEIXIN_APP_ID')
}

/** The names without which no instance can be made, and which the environment lacks. */
export function missingNames(env: NodeJS.ProcessEnv): Name[] {
  const needed: Name[] = ['WEIXIN_APP_SECRET', 'WEIXIN_ORIGIN', 'WEIXIN_ENCRYPTION_KEYS']
  return needed.filter((name) => !isSet(env, name))
}

/** Our names whose value stands in quotes. No value of ours begins with one. */
export function quotedNames(env: NodeJS.ProcessEnv): Name[] {
  return NAMES.filter((name) => /^(["']).*\1$/s.test(env[name]?.trim() ?? ''))
}

function isSet(env: NodeJS.ProcessEnv, name: Name): boolean {
  return (env[name]?.trim() ?? '') !== ''
}

/**
 * The options of createWeixin out of the environment. What is missing is left out, so that the options' own check names
 * it. An app's handlers are not there: payments are looked at without them.
 */
export function optionsOfEnvironment(env: NodeJS.ProcessEnv): WeixinOptions {
  const read = (name: Name): string | undefined => env[name]?.trim() || undefined
  const keys = read('WEIXIN_ENCRYPTION_KEYS')
  return withoutUndefined({
    appId: read('WEIXIN_APP_ID'),
    appSecret: read('WEIXIN_APP_SECRET'),
    origin: read('WEIXIN_ORIGIN'),
    base: read('WEIXIN_BASE'),
    encryptionKeys: keys === undefined ? undefined : keysIn(keys),
    merchant: read('WEIXIN_MCH_ID') === undefined ? undefined : merchantOf(read),
    // They belong to the app's code, which is not looked at here.
    orders: { find: () => undefined, onPaid() {} },
    endpoints: endpointsOf(read),
  }) as unknown as WeixinOptions
}

/** Keys between commas. A text whose parts are too short for keys is one key that holds a comma. */
function keysIn(text: string): string[] {
  const keys = text.split(/\s*,\s*/)
  return keys.every(({ length }) => length >= 32) ? keys : [text]
}

function merchantOf(read: (name: Name) => string | undefined): MerchantOptions | MerchantV2Options {
  const publicKeyId = read('WEIXIN_PUBLIC_KEY_ID')
  const apiV2Key = read('WEIXIN_API_V2_KEY')
  const mchId = read('WEIXIN_MCH_ID')
  const privateKey = read('WEIXIN_MCH_PRIVATE_KEY')
  if (privateKey === undefined && apiV2Key !== undefined)
    return withoutUndefined({ api: 'v2', mchId, apiV2Key }) as unknown as MerchantV2Options
  return withoutUndefined({
    mchId,
    serialNo: read('WEIXIN_MCH_SERIAL_NO'),
    privateKey,
    apiV3Key: read('WEIXIN_API_V3_KEY'),
    apiV2Key,
    publicKeys:
      publicKeyId === undefined ? undefined : { [publicKeyId]: read('WEIXIN_PUBLIC_KEY') },
  }) as unknown as MerchantOptions
}

function endpointsOf(read: (name: Name) => string | undefined): object | undefined {
  const url = read('WEIXIN_URL')
  if (url === undefined) return undefined
  return withoutUndefined({
    api: url,
    open: url,
    pay: url,
    secure: read('WEIXIN_SECURE_URL'),
    ca: read('WEIXIN_CA')?.replaceAll('\\n', '\n'),
  })
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
