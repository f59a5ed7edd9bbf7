import type { Entry } from './entry.ts'

export type JssdkErrorCode = 'url-missing' | 'url-not-ours' | 'report-malformed'

/** Signing pages. */
export const jssdkErrors: Record<JssdkErrorCode, Entry> = {
  'url-missing': {
    status: 400,
    actor: 'code',
    message: 'No page address to sign: give it once, as the query parameter `url`.',
    remedy: {
      en: 'Ask for config?url=<encodeURIComponent(location.href without its hash)>.',
      zh: '请求 config?url=… ，url 为去掉 # 部分后编码一次的页面地址。',
    },
  },
  'url-not-ours': {
    status: 403,
    actor: 'code',
    message: 'The page address is not on an origin that this server signs for.',
    remedy: {
      en: 'Open the page under `origin`, or add its origin to the option `origins`.',
      zh: '请用 origin 配置的域名打开页面，或把页面域名加入 origins。',
    },
  },
  'report-malformed': {
    status: 400,
    actor: 'code',
    message: 'A report of a failed wx.config needs url, page, timestamp, nonceStr and signature.',
    remedy: {
      en: 'Send the five fields as JSON; useWxConfig does.',
      zh: '请以 JSON 发送这五个字段；useWxConfig 会自动发送。',
    },
  },
}
