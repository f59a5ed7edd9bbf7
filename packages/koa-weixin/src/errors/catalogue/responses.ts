import type { Entry, Text } from './entry.ts'

/** Codes of calls to WeChat. */
export type ResponseErrorCode =
  | 'weixin-unreachable'
  | 'weixin-refused'
  | 'request-invalid'
  | 'not-finished'
  | 'account-wrong'
  | 'address-not-allowed'
  | 'quota-reached'
  | 'client-certificate-missing'
  | 'response-unverified'
  | 'response-malformed'
  | 'response-mismatch'

const BUSY: Text = {
  en: 'WeChat is busy. Please try again later.',
  zh: '微信繁忙，请稍后再试。',
}

/** What WeChat returns, or that it does not answer. */
export const responseErrors: Record<ResponseErrorCode, Entry> = {
  'weixin-unreachable': {
    status: 502,
    actor: 'weixin',
    message: 'WeChat did not answer, or failed; it is not known whether it acted.',
    messageZh: '微信未应答或处理失败，不确定请求是否已被执行。',
    remedy: {
      en: 'Repeat the same call.',
      zh: '微信未应答或系统繁忙，处理结果未知，请用相同参数重试。',
    },
    payerMessage: BUSY,
  },
  'request-invalid': {
    status: 500,
    actor: 'code',
    message: "A call of the app's own has a path, a query or a body that cannot be sent.",
    messageZh: '应用自行发起的调用，其路径、查询参数或请求体无法发送。',
    remedy: { en: 'Correct what the detail names.', zh: '请修正 detail 中指出的参数。' },
  },
  'weixin-refused': {
    status: 502,
    actor: 'console',
    message: 'WeChat rejected the call.',
    messageZh: '微信拒绝了该调用。',
    remedy: {
      en: "Read WeChat's code and message in the server's log.",
      zh: '请查看服务端日志中微信返回的错误码和错误信息。',
    },
  },
  'not-finished': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat Pay accepted the call, but has not finished it.',
    messageZh: '微信支付已受理该调用，但尚未处理完成。',
    remedy: {
      en: 'Repeat the same call later.',
      zh: '微信已受理但尚未处理完成，请稍后用相同参数重试。',
    },
    payerMessage: BUSY,
  },
  'account-wrong': {
    status: 502,
    actor: 'console',
    message: 'WeChat does not accept this appId, or the appSecret is wrong or frozen.',
    messageZh: '微信不接受该 AppID，或 AppSecret 错误、已被冻结。',
    remedy: {
      en: 'Compare `appId` and `appSecret` with mp.weixin.qq.com → 设置与开发 → 基本配置.',
      zh: '请在 mp.weixin.qq.com → 设置与开发 → 基本配置 核对 AppID 和 AppSecret。',
    },
  },
  'address-not-allowed': {
    status: 502,
    actor: 'console',
    message: 'WeChat gives no access_token to the IP address of this server.',
    messageZh: '微信不向本服务器的 IP 提供 access_token。',
    remedy: {
      en: 'Add the address to mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单.',
      zh: '请把该 IP 加入 mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单。',
    },
  },
  'quota-reached': {
    status: 503,
    actor: 'weixin',
    message: "The account's quota of calls to WeChat is used up.",
    messageZh: '公众号的接口调用额度已用完。',
    remedy: {
      en: 'Wait for the next minute or day, and check whether other servers fetch tokens too.',
      zh: '请等待下一分钟或次日配额恢复，并检查是否有其他服务器也在获取 token。',
    },
    payerMessage: BUSY,
  },
  'client-certificate-missing': {
    status: 500,
    actor: 'code',
    message:
      "API v2 requires the merchant's client certificate for this call, such as a refund or a fund-flow bill.",
    messageZh: '该调用（如 APIv2 的退款、资金账单）需要商户 API 证书。',
    remedy: {
      en: 'Give `merchant.clientCertificate`: apiclient_cert.pem and apiclient_key.pem, or apiclient_cert.p12.',
      zh: '请配置 merchant.clientCertificate：apiclient_cert.pem 与 apiclient_key.pem，或 apiclient_cert.p12。',
    },
  },
  'response-unverified': {
    status: 502,
    actor: 'weixin',
    message: "A response did not carry WeChat Pay's signature, so it was not used.",
    messageZh: '应答没有通过微信支付的签名校验，因此未被采用。',
    remedy: {
      en: 'Check `merchant.publicKeys` (v2: `merchant.apiV2Key`), the clock (NTP), and proxies that drop Wechatpay-* headers.',
      zh: '应答验签失败：请检查 merchant.publicKeys（v2：merchant.apiV2Key）、服务器时间（NTP），以及代理是否丢弃了 Wechatpay-* 头。',
    },
    payerMessage: BUSY,
  },
  'response-malformed': {
    status: 502,
    actor: 'weixin',
    message: 'A response of WeChat lacks a field or has the wrong form.',
    messageZh: '微信的应答缺少字段或格式不正确。',
    remedy: { en: 'See the field in the detail.', zh: '请查看 detail 中指出的字段。' },
    payerMessage: BUSY,
  },
  'response-mismatch': {
    status: 502,
    actor: 'weixin',
    message: 'A signed response is about another order, refund or merchant than the request.',
    messageZh: '已签名的应答对应的是另一个订单、退款或商户。',
    remedy: {
      en: 'Responses may be replayed: check the proxies between this server and WeChat.',
      zh: '应答与请求的单号或商户不符，可能被重放，请检查与微信之间的代理。',
    },
    payerMessage: BUSY,
  },
}
