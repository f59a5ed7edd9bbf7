import { createHmac, timingSafeEqual } from 'node:crypto'
import { hash } from '../hash.ts'

/** What a merchant signs with in API v2. */
export type SignType = 'MD5' | 'HMAC-SHA256'

type NamedTexts = ReadonlyMap<string, string>

/**
 * What is signed: every field but `sign` that is not empty, unknown ones too, in the order of the
 * bytes of their names (never a locale's), values to the letter, then the key.
 * Source: WeChat Pay v2, 签名算法 (4011985891).
 */
export function signedText(fields: NamedTexts, apiV2Key: string): string {
  let text = ''
  // Without a comparison of our own: names are ASCII, whose order is that of their bytes.
  for (const name of [...fields.keys()].toSorted()) {
    const value = fields.get(name) ?? ''
    if (value !== '' && name !== 'sign') text += `${name}=${value}&`
  }
  return `${text}key=${apiV2Key}`
}

/** 32 or 64 hex digits, upper case. */
export function signFields(fields: NamedTexts, apiV2Key: string, signType: SignType): string {
  const text = signedText(fields, apiV2Key)
  const digest =
    signType === 'MD5'
      ? hash('md5', text)
      : createHmac('sha256', apiV2Key).update(text).digest('hex')
  return digest.toUpperCase()
}

/** Whether `sign` is there and right; compared in constant time. */
export function verifySign(fields: NamedTexts, apiV2Key: string, signType: SignType): boolean {
  const given = Buffer.from(fields.get('sign') ?? '')
  const right = Buffer.from(signFields(fields, apiV2Key, signType))
  return given.length === right.length && timingSafeEqual(given, right)
}
