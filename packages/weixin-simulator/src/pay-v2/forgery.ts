import type { Random } from '../crypto/random.ts'
import type { Forgery } from '../types.ts'
import { openInfo, sealInfo, signTypeOf, v2Sign } from './sign.ts'
import { buildXml, parseXml, type Fields } from './xml.ts'

/** The first digit becomes another one. */
const withAnotherDigit = (text: string): string =>
  text.replace(/\d/, (digit) => (digit === '9' ? '8' : '9'))

/** Forges a payment, which has a sign. */
function forgedPayment(fields: Fields, forgery: Forgery, random: Random): Fields | null {
  const { sign, ...rest } = fields
  void sign
  if (forgery === 'no-signature') return rest
  if (forgery === 'changed-body')
    return { ...fields, total_fee: withAnotherDigit(fields['total_fee'] ?? '') }
  const type = signTypeOf(fields)
  return forgery === 'other-key' && type
    ? { ...rest, sign: v2Sign(rest, random.word(32), type) }
    : null
}

/** Forges a refund, which has no sign: its facts are sealed. */
function forgedRefund(
  fields: Fields,
  forgery: Forgery,
  { apiV2Key, random }: { apiV2Key: string; random: Random },
): Fields | null {
  const { req_info: sealed = '' } = fields
  if (forgery === 'changed-body')
    return { ...fields, req_info: sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }
  return forgery === 'other-key'
    ? { ...fields, req_info: sealInfo(openInfo(sealed, apiV2Key), random.word(32)) }
    : null
}

/** The body of a forged copy of a notification of API v2. Throws for a forgery that such a notification cannot have. */
export function forgedV2(
  body: string,
  forgery: Forgery,
  keys: { apiV2Key: string; random: Random },
): string {
  const fields = { ...parseXml(body) }
  const forged =
    fields['req_info'] === undefined
      ? forgedPayment(fields, forgery, keys.random)
      : forgedRefund(fields, forgery, keys)
  if (forged) return buildXml(forged)
  throw new Error(
    forgery === 'no-signature'
      ? 'A refund notification of API v2 has no signature that could be left out: its facts are sealed'
      : `A notification of API v2 has no Wechatpay headers: ${forgery} forges one of API v3`,
  )
}
