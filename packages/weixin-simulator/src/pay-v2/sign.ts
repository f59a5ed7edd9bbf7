import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto'
import type { Fields } from './xml.ts'

export type SignType = 'MD5' | 'HMAC-SHA256'

/** The sign_type of a request or of a notification, default MD5; undefined for one that WeChat Pay does not have. */
export function signTypeOf(fields: Fields): SignType | undefined {
  const type = fields['sign_type'] || 'MD5'
  return type === 'MD5' || type === 'HMAC-SHA256' ? type : undefined
}

/** name=value pairs with a value, but for sign, by the bytes of their names, then the key. */
export function v2Text(fields: Fields, key: string): string {
  const signed = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '')
  const sorted = signed.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return [...sorted.map((name) => `${name}=${fields[name]}`), `key=${key}`].join('&')
}

/** Upper-case hex of a text that has the key in it. */
export function v2Hash(text: string | Buffer, key: string, type: SignType): string {
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key)
  return hash.update(text).digest('hex').toUpperCase()
}

export const v2Sign = (fields: Fields, key: string, type: SignType): string =>
  v2Hash(v2Text(fields, key), key, type)

const aesKey = (apiV2Key: string): string => createHash('md5').update(apiV2Key).digest('hex')

/** `req_info` of a refund notification: AES-256-ECB, PKCS#7, base64. */
export function sealInfo(text: string, apiV2Key: string): string {
  const cipher = createCipheriv('aes-256-ecb', aesKey(apiV2Key), null)
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64')
}

/** Throws when the padding does not come out. */
export function openInfo(sealed: string, apiV2Key: string): string {
  const cipher = createDecipheriv('aes-256-ecb', aesKey(apiV2Key), null)
  return cipher.update(sealed, 'base64', 'utf8') + cipher.final('utf8')
}
