import { createVerify, type KeyObject } from 'node:crypto'

/** How far WeChat's timestamp may lie from our clock, in seconds, either way, this value included. */
const MOST_SECONDS = 300

export interface SignedMessage {
  /** Header names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** The bytes as they came. */
  body: Buffer
}

export type SignatureFault =
  | 'header-missing'
  | 'timestamp-stale'
  | 'serial-unknown'
  | 'signature-wrong'

/**
 * Whether WeChat Pay signed this response or notification: null when it did, else the first check that
 * failed. `keys` holds WeChat's public keys by the literal value of `Wechatpay-Serial`.
 * Source: WeChat Pay, 签名验证 (4013053249).
 */
export function verifySignature(
  { headers, body }: SignedMessage,
  keys: ReadonlyMap<string, KeyObject>,
  nowSeconds: number,
): SignatureFault | null {
  const fault = headerFault(headers, nowSeconds)
  if (fault) return fault
  // Texts, because the headers have no fault.
  const [timestamp, nonce, serial, signature] = NAMES.map((name) => String(headers[name])) as Four
  const key = keys.get(serial)
  if (!key) return 'serial-unknown'
  const verify = createVerify('sha256').update(`${timestamp}\n${nonce}\n`).update(body).update('\n')
  return verify.verify(key, signature, 'base64') ? null : 'signature-wrong'
}

/** What the headers alone show to be wrong: before the body is read. Null where they may be WeChat Pay's. */
export function headerFault(
  headers: SignedMessage['headers'],
  nowSeconds: number,
): 'header-missing' | 'timestamp-stale' | null {
  const timestamp = headers['wechatpay-timestamp']
  if (!NAMES.every((name) => isText(headers[name]))) return 'header-missing'
  if (!isText(timestamp) || !/^\d{1,12}$/.test(timestamp)) return 'header-missing'
  return Math.abs(nowSeconds - Number(timestamp)) > MOST_SECONDS ? 'timestamp-stale' : null
}

const NAMES = [
  'wechatpay-timestamp',
  'wechatpay-nonce',
  'wechatpay-serial',
  'wechatpay-signature',
] as const
type Four = [timestamp: string, nonce: string, serial: string, signature: string]

/**
 * Whether a signature carries the mark of WeChat's probes, which sends wrong signatures on purpose
 * to see who verifies. For counting failed ones only: the mark proves nothing.
 */
export function looksLikeProbe(headers: SignedMessage['headers']): boolean {
  const signature = headers['wechatpay-signature']
  return isText(signature) && signature.startsWith('WECHATPAY/SIGNTEST/')
}

/** Node joins a header that came twice with a comma, which none of these holds. */
function isText(value: string | string[] | undefined): value is string {
  return typeof value === 'string' && value !== '' && !value.includes(',')
}
