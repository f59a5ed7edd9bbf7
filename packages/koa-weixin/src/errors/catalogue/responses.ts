import type { Entry } from './entry.ts'

export type ResponseErrorCode =
  | 'weixin-unreachable'
  | 'not-finished'
  | 'request-invalid'
  | 'weixin-refused'
  | 'account-wrong'
  | 'address-not-allowed'
  | 'quota-reached'
  | 'client-certificate-missing'
  | 'response-unverified'
  | 'response-malformed'
  | 'response-mismatch'

/** What WeChat answers, or does not. */
export const responseErrors: Record<ResponseErrorCode, Entry> = {
  'weixin-unreachable': {
    status: 502,
    actor: 'weixin',
    message: 'WeChat did not answer; whether it acted is not known.',
    remedy: { en: 'Try the same again.', zh: '微信无响应，请原样重试。' },
  },
  'not-finished': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat accepted the request and has not finished it.',
    remedy: {
      en: 'Send the same request again in a moment.',
      zh: '微信已受理但尚未完成，请稍后用相同参数重试。',
    },
  },
  'request-invalid': {
    status: 500,
    actor: 'code',
    message: 'A call to WeChat was given a path, a query or a body that cannot be sent.',
    remedy: { en: 'Correct what the detail names.', zh: '请修正 detail 中指出的参数。' },
  },
  'weixin-refused': {
    status: 502,
    actor: 'console',
    message: 'WeChat refused the call.',
    remedy: {
      en: "Read WeChat's code and message in the server's log.",
      zh: '请查看服务器日志中微信返回的错误码和说明。',
    },
  },
  'account-wrong': {
    status: 502,
    actor: 'console',
    message: 'WeChat does not know this appId, or the appSecret is wrong or frozen.',
    remedy: {
      en: 'Compare `appId` and `appSecret` with mp.weixin.qq.com → 设置与开发 → 基本配置.',
      zh: '请在 mp.weixin.qq.com → 设置与开发 → 基本配置 核对 AppID 和 AppSecret。',
    },
  },
  'address-not-allowed': {
    status: 502,
    actor: 'console',
    message: "This server's address may not ask WeChat for a token.",
    remedy: {
      en: 'Add the address to mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单.',
      zh: '请把该地址加入 mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单。',
    },
  },
  'quota-reached': {
    status: 503,
    actor: 'weixin',
    message: "The account's quota of calls to WeChat is used up.",
    remedy: {
      en: 'Wait for the next minute or day; look for other servers that fetch tokens too.',
      zh: '请等待下一分钟或次日配额恢复，并检查是否有其他服务器也在获取 token。',
    },
  },
  'client-certificate-missing': {
    status: 500,
    actor: 'code',
    message:
      'API v2 refunds, and gives fund-flow bills, only with the client certificate of the merchant.',
    remedy: {
      en: 'Give `merchant.clientCertificate`: apiclient_cert.pem and apiclient_key.pem, or apiclient_cert.p12.',
      zh: '请配置 merchant.clientCertificate：apiclient_cert.pem 与 apiclient_key.pem，或 apiclient_cert.p12。',
    },
  },
  'response-unverified': {
    status: 502,
    actor: 'weixin',
    message: "A reply did not carry WeChat Pay's signature, so it was not believed.",
    remedy: {
      en: 'Check `merchant.publicKeys` (v2: `merchant.apiV2Key`), the clock (NTP), and proxies that drop Wechatpay-* headers.',
      zh: '请检查 merchant.publicKeys（v2：merchant.apiV2Key）、服务器时间（NTP），以及是否有代理丢弃了 Wechatpay-* 头。',
    },
  },
  'response-malformed': {
    status: 502,
    actor: 'weixin',
    message: 'A reply of WeChat lacks a field or has the wrong form.',
    remedy: { en: 'See the field in the detail.', zh: '请查看 detail 中指出的字段。' },
  },
  'response-mismatch': {
    status: 502,
    actor: 'weixin',
    message: 'A signed reply speaks of another number than the one asked about.',
    remedy: {
      en: 'Somebody may be replaying replies: look at the proxies between you and WeChat.',
      zh: '回复与查询的订单号不符，请检查与微信之间的代理。',
    },
  },
}
