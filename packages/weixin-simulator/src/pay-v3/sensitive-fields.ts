import { openSensitive } from '../crypto/oaep.ts'
import { textOf } from '../http/body.ts'
import type { Context } from '../context.ts'
import type { PayCall } from './call.ts'
import { PayRefusal } from './refusal.ts'

/** pay.weixin.qq.com/doc/v3/merchant/4013053279: the header names the key with which the fields were sealed. */
const noSerial = (): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)',
    },
    {
      code: 'sensitive-serial',
      field: 'Wechatpay-Serial',
      en: 'A request with encrypted fields needs the header Wechatpay-Serial: the id of the key they are encrypted with.',
      zh: '含有加密字段的请求必须带 Wechatpay-Serial 请求头：填加密所用的微信支付公钥 ID 或平台证书序列号。',
    },
  )

const otherSerial = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'PARAM_ERROR', message: '平台证书序列号Wechatpay-Serial错误' },
    {
      code: 'sensitive-serial',
      field: 'Wechatpay-Serial',
      en: 'Wechatpay-Serial names no key of WeChat Pay’s: the id of its public key, or the serial of a platform certificate.',
      zh: 'Wechatpay-Serial 不是微信支付公钥 ID，也不是平台证书序列号。',
    },
  )

/** WeChat's own words for it are not published. */
const unreadable = (name: string): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'PARAM_ERROR', message: `敏感信息字段“${name}”解密失败` },
    {
      code: 'sensitive-field',
      field: name,
      en: `${name} cannot be decrypted: encrypt with RSA-OAEP (SHA-1) and the key that Wechatpay-Serial names, then base64.`,
      zh: `${name} 解密失败：应使用 Wechatpay-Serial 指明的公钥，以 RSA-OAEP（SHA-1）加密后再做 base64。`,
    },
  )

/** Decrypts those of the fields that are given; a merchant has to encrypt them. */
export function openSensitiveFields(
  { state }: Context,
  { call, body, serial }: PayCall,
  names: readonly string[],
): Record<string, string> {
  const given = names.filter((name) => textOf(body[name]) !== undefined)
  if (given.length === 0) return {}
  const { account, platform } = state
  call.require('Wechatpay-Serial of encrypted fields', serial !== '', noSerial)
  const certificate = platform.certificates.find((one) => one.serialNo === serial)
  const isKey = serial === account.credentials.publicKeyId
  call.require('Wechatpay-Serial known', isKey || certificate !== undefined, otherSerial)
  const privateKey = certificate?.privateKey ?? account.weixinPrivateKey
  return Object.fromEntries(
    given.map((name) => {
      const opened = openSensitive(textOf(body[name]) ?? '', privateKey)
      call.require(`${name} decrypted`, opened !== undefined, () => unreadable(name))
      return [name, opened ?? '']
    }),
  )
}
