import type { ErrorResponse } from 'weixin-contract'

export type Remedy = NonNullable<ErrorResponse['error']['remedy']>

const errors = {
  'not-in-weixin': {
    message: 'This page is not open in WeChat.',
    remedy: { en: 'Ask the visitor to open it in WeChat.', zh: '请在微信客户端打开本页面。' },
  },
  'no-bridge': {
    message: "WeChat's WeixinJSBridge did not appear.",
    remedy: {
      en: 'Reload the page; if it stays away, update WeChat.',
      zh: '请刷新页面；如仍无效，请升级微信。',
    },
  },
  'sdk-not-loaded': {
    message: 'weixin-js-sdk could not be loaded.',
    remedy: { en: 'Check the network and reload the page.', zh: '请检查网络后刷新页面。' },
  },
  'config-refused': {
    message: 'WeChat refused wx.config.',
    remedy: {
      en: 'Code: the address that was signed must be the one WeChat checked. Console: the host must be a JS-safe domain.',
      zh: '代码：所签名的地址须与微信校验的地址一致。公众平台：域名须在“JS接口安全域名”中。',
    },
  },
  'config-timeout': {
    message: 'WeChat did not answer wx.config.',
    remedy: { en: 'Reload the page.', zh: '请刷新页面。' },
  },
  'payment-refused': {
    message: 'WeChat did not take the payment.',
    remedy: {
      en: 'Console: check the pay directory and the appId that the merchant is bound to. Visitor: try again.',
      zh: '商户平台：检查支付授权目录与商户绑定的 AppID。用户：请重试。',
    },
  },
  'order-closed': {
    message: 'This order takes no payment any more.',
    remedy: { en: 'Ask the visitor to order again.', zh: '订单已关闭，请重新下单。' },
  },
  busy: {
    message: 'Another order is being paid.',
    remedy: {
      en: 'Finish that payment first; disable the button while isPaying.',
      zh: '请先完成正在进行的支付；isPaying 为真时应禁用按钮。',
    },
  },
  unreachable: {
    message: 'The server did not answer.',
    remedy: { en: 'Check the network and try again.', zh: '请检查网络后重试。' },
  },
  'response-unreadable': {
    message: 'The server answered something else than expected.',
    remedy: {
      en: "Code: createWeixin's `base` must be where koa-weixin is mounted.",
      zh: '代码：createWeixin 的 base 须与 koa-weixin 的挂载路径一致。',
    },
  },
} as const

/** The codes of this package. Those of the server's error catalogue come on top. */
export type WeixinClientErrorCode = keyof typeof errors

interface Details {
  message?: string
  id?: string | undefined
  status?: number | undefined
  signIn?: string | undefined
  remedy?: Remedy | undefined
  signedUrl?: string | undefined
  realAuthUrl?: string | undefined
}

/** Everything that goes wrong here, told apart by `code`. */
export class WeixinClientError extends Error {
  override readonly name = 'WeixinClientError'
  /** One of this package's codes, or one of the server's, such as `sign-in-required`. */
  readonly code: WeixinClientErrorCode | (string & {})
  /** HTTP status, when the server answered. */
  readonly status: number | undefined
  /** Names this one failure in the server's log. */
  readonly id: string | undefined
  /** With status 401: where to sign in. `useOAuth().signIn()` goes there. */
  readonly signIn: string | undefined
  /** What to do about it. */
  readonly remedy: Remedy | undefined
  /** With `config-refused`: the address that our server signed. */
  readonly signedUrl: string | undefined
  /** With `config-refused`: the address that WeChat checked, where it says so. Sign that one. */
  readonly realAuthUrl: string | undefined

  constructor(code: WeixinClientErrorCode | (string & {}), details: Details = {}) {
    const known = Object.hasOwn(errors, code) ? errors[code as WeixinClientErrorCode] : undefined
    super(details.message ?? known?.message ?? code)
    this.code = code
    this.status = details.status
    this.id = details.id
    this.signIn = details.signIn
    this.remedy = details.remedy ?? known?.remedy
    this.signedUrl = details.signedUrl
    this.realAuthUrl = details.realAuthUrl
  }
}

/** Whatever was thrown, as one of the family. */
export const asClientError = (thrown: unknown): WeixinClientError =>
  thrown instanceof WeixinClientError
    ? thrown
    : new WeixinClientError('unexpected', { message: String(thrown) })
