import type { Problem } from '../problems.ts'

type Code =
  | 'public-key-own'
  | 'serial-of-weixin'
  | 'serial-length'
  | 'private-key-size'
  | 'certificate-expired'
  | 'certificate-expires'
  | 'certificate-of-another'
  | 'certificates-in-use'
  | 'certificate-not-given'
  | 'clock-off'
  | 'query-refused'
  | 'orders-missing'
  | 'too-many-origins'

const API_SECURITY = '商户平台 → 账户中心 → API安全'

/** Problems of keys, certificates and of what belongs together in the options. */
export const keyProblems: Record<Code, Problem> = {
  'public-key-own': {
    text: {
      en: "A key in merchant.publicKeys is the merchant's own: no response of WeChat Pay can be verified with it.",
      zh: 'merchant.publicKeys 中填写的是商户自己的公钥，无法用来验证微信支付的签名。',
    },
    remedy: {
      en: 'Download the WeChat Pay public key (pub_key.pem) and copy its id.',
      zh: '请下载微信支付公钥（pub_key.pem）并复制其公钥 ID。',
    },
    console: `${API_SECURITY} → 微信支付公钥`,
  },
  'serial-of-weixin': {
    text: {
      en: "merchant.serialNo is the serial of a certificate of WeChat Pay's: the merchant's own is needed.",
      zh: 'merchant.serialNo 填成了微信支付平台证书的序列号，应填商户 API 证书的序列号。',
    },
    remedy: {
      en: "Copy the serial of the merchant's API certificate.",
      zh: '请复制商户 API 证书的序列号。',
    },
    console: `${API_SECURITY} → 商户API证书 → 管理证书`,
  },
  'serial-length': {
    status: 'warning',
    text: {
      en: 'merchant.serialNo is shorter than the 40 hex digits that such serials have.',
      zh: 'merchant.serialNo 不足 40 位十六进制，可能未复制完整。',
    },
    remedy: { en: 'Copy it completely.', zh: '请完整复制证书序列号。' },
    console: `${API_SECURITY} → 商户API证书 → 管理证书`,
  },
  'private-key-size': {
    status: 'warning',
    text: {
      en: "merchant.privateKey is no key of 2048 bits, as WeChat Pay's certificates have.",
      zh: 'merchant.privateKey 不是 2048 位密钥，微信支付商户证书均为 2048 位。',
    },
    remedy: {
      en: 'Check which key the file holds.',
      zh: '请确认密钥文件是否为 apiclient_key.pem。',
    },
    console: `${API_SECURITY} → 商户API证书`,
  },
  'certificate-expired': {
    text: {
      en: 'A certificate has expired, or is not valid yet.',
      zh: '证书已过期，或尚未生效。',
    },
    remedy: {
      en: 'Apply for a new certificate and replace certificate, serial and key together.',
      zh: '请申请新证书，并同时更换证书、序列号和私钥。',
    },
    console: `${API_SECURITY} → 商户API证书 → 管理证书`,
  },
  'certificate-expires': {
    status: 'warning',
    text: { en: 'A certificate expires within 30 days.', zh: '证书将在 30 天内过期。' },
    remedy: {
      en: 'Replace it before; a merchant may have three valid certificates at a time.',
      zh: '请提前更换；同一商户最多可同时持有 3 张有效证书。',
    },
    console: `${API_SECURITY} → 商户API证书 → 管理证书`,
  },
  'certificate-of-another': {
    text: {
      en: 'The certificate belongs to another merchant account than merchant.mchId.',
      zh: '证书不属于 merchant.mchId 对应的商户号。',
    },
    remedy: {
      en: 'Use the certificate and the key of this merchant account.',
      zh: '请使用该商户号自己的证书和私钥。',
    },
    console: `${API_SECURITY} → 商户API证书`,
  },
  'certificates-in-use': {
    status: 'warning',
    text: {
      en: 'WeChat Pay still lists platform certificates for this merchant, and the options have public keys only: notifications may be signed with a certificate.',
      zh: '该商户仍有可用的平台证书，而选项中只配置了微信支付公钥：切换期间通知可能仍由平台证书签名。',
    },
    remedy: {
      en: "Set merchant.platformCertificates: 'download' beside the public keys until the change is complete.",
      zh: "在切换完成之前，请同时配置 merchant.platformCertificates: 'download'。",
    },
    console: `${API_SECURITY} → 微信支付公钥`,
  },
  'certificate-not-given': {
    status: 'warning',
    text: {
      en: 'WeChat Pay lists a certificate that merchant.platformCertificates does not have.',
      zh: '微信支付返回的平台证书中，有一张不在 merchant.platformCertificates 中。',
    },
    remedy: {
      en: "Set merchant.platformCertificates: 'download', which fetches and renews them.",
      zh: "请改为 merchant.platformCertificates: 'download'，由程序自动下载和更新。",
    },
  },
  'clock-off': {
    status: 'warning',
    text: {
      en: "This server's clock is more than a minute away from WeChat's; from five minutes on every call is refused.",
      zh: '服务器时间与微信相差超过 1 分钟；超过 5 分钟时所有请求都会被拒绝。',
    },
    remedy: { en: "Set the server's clock (NTP).", zh: '请校准服务器时间（NTP）。' },
  },
  'query-refused': {
    text: {
      en: 'WeChat Pay refused a signed query (API v2).',
      zh: '微信支付拒绝了签名查单（API v2）。',
    },
    remedy: {
      en: 'Check merchant.apiV2Key, merchant.mchId and merchant.signType.',
      zh: '请核对 merchant.apiV2Key、merchant.mchId 与 merchant.signType。',
    },
    console: `${API_SECURITY} → APIv2密钥`,
  },
  'orders-missing': {
    status: 'warning',
    text: {
      en: 'Of merchant and orders there is only one: the routes that take payments answer merchant-missing.',
      zh: 'merchant 和 orders 只配置了其中一个：收款接口会返回 merchant-missing。',
    },
    remedy: { en: 'Give createWeixin both.', zh: '请同时配置 merchant 和 orders。' },
  },
  'too-many-origins': {
    status: 'warning',
    text: {
      en: 'There are more hosts in origin and allowedOrigins than the console takes as JS-SDK domains (five).',
      zh: 'origin 与 allowedOrigins 的域名数超过了 JS接口安全域名 的上限（5 个）。',
    },
    remedy: { en: 'Serve the pages from fewer hosts.', zh: '请减少页面使用的域名。' },
    console: 'mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置 → JS接口安全域名',
  },
}
