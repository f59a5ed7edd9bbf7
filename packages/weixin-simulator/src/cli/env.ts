import type { Credentials } from '../types.ts'

/** The names of the lines, in the order in which they are printed. */
const NAMES: readonly (readonly [name: string, key: keyof Credentials])[] = [
  ['WEIXIN_APP_ID', 'appId'],
  ['WEIXIN_APP_SECRET', 'appSecret'],
  ['WEIXIN_MCH_ID', 'mchId'],
  ['WEIXIN_MCH_SERIAL_NO', 'serialNo'],
  ['WEIXIN_MCH_PRIVATE_KEY', 'privateKey'],
  ['WEIXIN_API_V3_KEY', 'apiV3Key'],
  ['WEIXIN_API_V2_KEY', 'apiV2Key'],
  ['WEIXIN_PUBLIC_KEY_ID', 'publicKeyId'],
  ['WEIXIN_PUBLIC_KEY', 'publicKey'],
  ['WEIXIN_CA', 'ca'],
]

/** Quoted, with line feeds as \n: dotenv, Node's --env-file and docker compose read it alike. */
const quoted = (text: string): string => `"${text.replaceAll('\n', '\\n')}"`

/** Lines that a .env file takes as they are. */
export function envLines(
  { url, secureUrl }: { url: string; secureUrl: string },
  credentials: Credentials,
): string {
  const lines = NAMES.map(([name, key]) => `${name}=${quoted(credentials[key])}`)
  return [`WEIXIN_URL=${url}`, `WEIXIN_SECURE_URL=${secureUrl}`, ...lines, ''].join('\n')
}
