import { explain, type Explanation } from '../explain/explain.ts'
import { V2_MISTAKES } from '../explain/v2-sign.ts'
import type { Why } from '../http/call.ts'
import { masked } from '../http/mask.ts'
import type { AccountCredentials } from '../state/account.ts'
import { v2Hash, v2Text, type SignType } from './sign.ts'
import type { Fields } from './xml.ts'

const OTHER: Record<SignType, SignType> = { MD5: 'HMAC-SHA256', 'HMAC-SHA256': 'MD5' }

/** What is wrong with `sign`; null when it is WeChat's. */
export function signatureFault(
  fields: Fields,
  sign: string,
  type: SignType,
  credentials: AccountCredentials,
): (Explanation & Pick<Why, 'code' | 'field'>) | null {
  const { apiV2Key: key, apiV3Key, appSecret } = credentials
  const right = v2Text(fields, key)
  if (sign === v2Hash(right, key, type)) return null
  const mask = (text: string): string =>
    [key, apiV3Key, appSecret].reduce((all, one) => all.replaceAll(one, masked(one)), text)
  const form = formFault(right, sign, type, key)
  if (form)
    return { code: 'v2-sign', field: 'sign', ...form, signedOver: mask(right), mistake: null }
  const reproduces = (signed: string | Buffer): boolean =>
    [type, OTHER[type]].some((one) => v2Hash(signed, key, one) === sign.toUpperCase())
  const facts = { fields, key, otherKeys: [apiV3Key, appSecret] }
  const explained = explain(V2_MISTAKES, facts, { right, reproduces, mask })
  return { code: 'v2-sign', field: 'sign', ...explained }
}

/** The right text in another form. */
function formFault(
  right: string,
  sign: string,
  type: SignType,
  key: string,
): Pick<Why, 'en' | 'zh'> | null {
  if (sign === '') return { en: 'The sign is missing or empty.', zh: '缺少 sign，或 sign 为空。' }
  if (sign.toUpperCase() === v2Hash(right, key, type))
    return {
      en: 'The sign is right but in lower case: its hex digits are upper case.',
      zh: 'sign 用了小写十六进制：应转为大写。',
    }
  if (sign.toUpperCase() === v2Hash(right, key, OTHER[type]))
    return {
      en: `The sign is ${OTHER[type]}, but the request says ${type} (no sign_type means MD5).`,
      zh: `sign 是 ${OTHER[type]} 签名，而请求声明的签名类型是 ${type}（不传 sign_type 即 MD5）。`,
    }
  return null
}
