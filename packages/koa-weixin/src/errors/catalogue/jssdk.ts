import type { Entry } from './entry.ts'

/** Codes of signing pages. */
export type JssdkErrorCode = 'url-missing' | 'url-not-ours' | 'report-malformed'

/** Signing pages for `wx.config`. */
export const jssdkErrors: Record<JssdkErrorCode, Entry> = {
  'url-missing': {
    status: 400,
    actor: 'code',
    message: 'The request names no page address to sign, or names several.',
    messageZh: '请求中没有要签名的页面地址，或给出了多个。',
    remedy: {
      en: 'Request `config?url=<encodeURIComponent(location.href without its #)>`, with one `url`.',
      zh: '请求 config?url=…：url 只传一次，值为去掉 # 部分并编码一次的页面地址。',
    },
  },
  'url-not-ours': {
    status: 403,
    actor: 'code',
    message: 'The page address is not on an origin that this server signs for.',
    messageZh: '页面地址不属于本服务签名的域名。',
    remedy: {
      en: 'Open the page under `origin`, or add its origin to the option `allowedOrigins`.',
      zh: '请使用 origin 配置的域名访问页面，或把页面所在的域名加入 allowedOrigins。',
    },
  },
  'report-malformed': {
    status: 400,
    actor: 'code',
    message: 'A report of a failed wx.config lacks a field or has the wrong form.',
    messageZh: 'wx.config 失败的上报缺少字段或格式不正确。',
    remedy: {
      en: 'Send url, page, timestamp, nonceStr and signature as JSON; useWxConfig does so.',
      zh: '请以 JSON 提交 url、page、timestamp、nonceStr、signature；useWxConfig 会自动提交。',
    },
  },
}
