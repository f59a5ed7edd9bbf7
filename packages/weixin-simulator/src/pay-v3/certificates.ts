import { chinaTime } from '../clock.ts'
import type { Random } from '../crypto/random.ts'
import { seal } from '../crypto/seal.ts'
import type { PlatformCertificate } from '../state/platform.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import * as errors from './errors.ts'
import { checkField, type FieldRule } from './fields.ts'
import { PayRefusal } from './refusal.ts'

const ALGORITHM: FieldRule = {
  name: 'algorithm_type',
  label: '算法类型',
  type: 'string',
  oneOf: ['RSA', 'SM2', 'ALL'],
}
/** What the sealed part of a certificate is bound to. */
const BOUND_TO = 'certificate'

/** GET /v3/certificates (pay.weixin.qq.com/doc/v3/merchant/4012551764). */
export function certificates(context: Context, { call, query }: PayCall): PayReply {
  const algorithm = query.get('algorithm_type') ?? undefined
  const violation = checkField(ALGORITHM, algorithm, '/query/algorithm_type')
  call.check('algorithm_type', violation === null)
  if (violation) throw errors.badField(violation, 'query')
  const { platform, account } = context.state
  const now = context.clock.wall()
  const listed = platform.certificates.filter((one) => one.isListed && now < one.expiresAt)
  call.require('has platform certificates', listed.length > 0 && algorithm !== 'SM2', none)
  const { apiV3Key } = account.credentials
  return { status: 200, body: { data: listed.map((one) => sealed(one, apiV3Key, context.random)) } }
}

function sealed(
  one: PlatformCertificate,
  apiV3Key: string,
  random: Random,
): Record<string, unknown> {
  const nonce = random.word(12)
  return {
    serial_no: one.serialNo,
    effective_time: chinaTime(one.effectiveAt),
    expire_time: chinaTime(one.expiresAt),
    encrypt_certificate: {
      algorithm: 'AEAD_AES_256_GCM',
      nonce,
      associated_data: BOUND_TO,
      ciphertext: seal(one.certificate, apiV3Key, nonce, BOUND_TO),
    },
  }
}

/** This merchant has a public key instead. */
const none = (): PayRefusal =>
  new PayRefusal(
    {
      status: 404,
      code: 'RESOURCE_NOT_EXISTS',
      message:
        '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引 https://pay.weixin.qq.com/doc/v3/merchant/4012153196',
    },
    {
      en: 'This merchant is in public key mode: verify with the WeChat Pay public key.',
      zh: '该商户使用微信支付公钥模式：请用微信支付公钥验签。',
      field: null,
    },
  )
