import type { Entry } from './entry.ts'

/** Codes of the keys with which WeChat Pay and this server verify each other. */
export type PlatformKeyErrorCode = 'no-certificates' | 'certificates-wrong' | 'clock-wrong'

/** What WeChat Pay and this server need to verify each other. */
export const platformKeyErrors: Record<PlatformKeyErrorCode, Entry> = {
  'no-certificates': {
    status: 502,
    actor: 'console',
    message: 'WeChat Pay has no platform certificate for this merchant, which uses public keys.',
    messageZh: '该商户使用微信支付公钥，没有平台证书。',
    remedy: {
      en: 'Give `merchant.publicKeys` with the WeChat Pay public key and its id from 商户平台 → 账户中心 → API安全, in place of `platformCertificates`.',
      zh: '该商户没有平台证书，使用的是微信支付公钥：请在 商户平台 → 账户中心 → API安全 获取微信支付公钥及其 ID，填入 merchant.publicKeys，并去掉 platformCertificates。',
    },
  },
  'certificates-wrong': {
    status: 502,
    actor: 'console',
    message: "WeChat Pay's list of certificates cannot be decrypted, or an entry does not fit.",
    messageZh: '微信支付的平台证书列表无法解密，或其中某项不匹配。',
    remedy: {
      en: 'Check `merchant.apiV3Key` against 商户平台 → 账户中心 → API安全 → APIv3密钥.',
      zh: '请核对 merchant.apiV3Key 与 商户平台 → 账户中心 → API安全 → APIv3密钥 是否一致。',
    },
  },
  'clock-wrong': {
    status: 502,
    actor: 'console',
    message: "WeChat Pay rejects our calls because this server's clock is wrong.",
    messageZh: '服务器时间不准，微信支付拒绝了请求。',
    remedy: {
      en: "Set the server's clock (NTP).",
      zh: '请校准服务器时间（NTP）：与微信支付的时间相差不得超过 5 分钟。',
    },
  },
}
