import { PayRefusal } from './refusal.ts'

/** GET /v3/certificates: this merchant has a public key instead. */
export function certificates(): never {
  throw new PayRefusal(
    {
      status: 404,
      code: 'RESOURCE_NOT_EXISTS',
      message:
        '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引 https://pay.weixin.qq.com/doc/v3/merchant/4012153196',
    },
    {
      en: 'This merchant is in public key mode: verify with the WeChat Pay public key.',
      zh: '该商户使用微信支付公钥模式：请用微信支付公钥验签。',
    },
  )
}
