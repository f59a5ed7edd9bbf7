import { constants, createPublicKey, verify, type KeyObject } from 'node:crypto'

/** What is wrong with a signature over the right text. */
export interface FormFault {
  en: string
  zh: string
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** One line of standard base64, padded: no other form is taken. */
export const isBase64 = (signature: string): boolean => signature !== '' && BASE64.test(signature)

const pkcs1 = (hash: string, text: string, key: KeyObject, signature: Buffer): boolean =>
  verify(hash, Buffer.from(text), key, signature)

const pss = (text: string, key: KeyObject, signature: Buffer): boolean => {
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('sha256', Buffer.from(text), { key, padding }, signature)
}

/**
 * The right text, signed or written in another way than SHA-256 with RSA (PKCS#1 v1.5) in standard base64; null when it is
 * none of those that are known (github.com/minibear2021/wechatpayv3/issues/88 and others).
 */
export function rsaFormFault(text: string, signature: string, publicKey: string): FormFault | null {
  if (/^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{64})$/.test(signature))
    return {
      en: 'The signature is a hash in the style of API v2 (MD5 or HMAC-SHA256): API v3 signs with the merchant’s RSA key.',
      zh: '签名是 APIv2 的 MD5 或 HMAC-SHA256 哈希：APIv3 要用商户私钥做 RSA 签名。',
    }
  const key = createPublicKey(publicKey)
  const isHex = /^(?:[0-9A-Fa-f]{2})+$/.test(signature)
  if (isHex && pkcs1('sha256', text, key, Buffer.from(signature, 'hex')))
    return {
      en: 'The signature is right but in hex: it is written in base64.',
      zh: '签名内容正确，但写成了十六进制：应使用 base64。',
    }
  const bytes = Buffer.from(signature, 'base64')
  if (pkcs1('sha256', text, key, bytes))
    return {
      en: 'The signature is right but in another base64: it is the standard one (+ and /, padded with =), on one line.',
      zh: '签名内容正确，但 base64 的写法不对：应为标准 base64（使用 + 和 /，以 = 补齐），写在一行。',
    }
  if (pss(text, key, bytes))
    return {
      en: 'The signature has PSS padding: WeChat Pay wants SHA-256 with RSA and PKCS#1 v1.5 padding.',
      zh: '签名用了 PSS 填充：微信支付要求 SHA256 with RSA，填充方式为 PKCS#1 v1.5。',
    }
  if (['sha1', 'md5', 'sha512'].some((hash) => pkcs1(hash, text, key, bytes)))
    return {
      en: 'The signature was made with another hash: WeChat Pay wants SHA-256 with RSA.',
      zh: '签名用了其他哈希算法：微信支付要求 SHA256 with RSA。',
    }
  return null
}
