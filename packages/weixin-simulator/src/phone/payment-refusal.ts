import { recordInWords } from './registered.ts'
import type { RegisteredAddresses } from '../types.ts'
import { Refusal, type Why } from '../http/call.ts'

type ErrMsg = 'cancel' | 'fail' | 'fail_invalid appid'

/** WeChat's client refuses a payment: the text of its dialog, and the page's answer after it. */
export class PaymentRefusal extends Refusal {
  readonly dialog: string | null
  readonly response: { err_msg: string }
  /** Most of WeChat's own error dialogs end in `cancel` for the page. */
  constructor(dialog: string | null, why: Why, errMsg: ErrMsg = 'cancel') {
    super(dialog ?? errMsg, why)
    this.dialog = dialog
    this.response = { err_msg: `get_brand_wcpay_request:${errMsg}` }
  }
}

const lacking = (name: string): string => `调用支付JSAPI缺少参数：${name}`

export function missing(name: string, args: Record<string, unknown>): PaymentRefusal {
  if (name === 'timeStamp' && 'timestamp' in args) {
    return new PaymentRefusal(lacking(name), {
      code: 'timestamp-for-timeStamp',
      en: 'The page sent timestamp: getBrandWCPayRequest reads timeStamp, with a capital S.',
      zh: '页面传的是 timestamp：getBrandWCPayRequest 要的是 timeStamp，S 大写。',
      field: name,
    })
  }
  return new PaymentRefusal(lacking(name), {
    code: `missing-${name}`,
    en: `${name} is missing.`,
    zh: `缺少参数 ${name}。`,
    field: name,
  })
}

export function notText(name: string): PaymentRefusal {
  return new PaymentRefusal(lacking(name), {
    code: `not-text-${name}`,
    en: `${name} must be a string.${name === 'timeStamp' ? ' A number is refused on iOS.' : ''}`,
    zh: `${name} 必须是字符串。${name === 'timeStamp' ? '传数字在 iOS 上会被拒绝。' : ''}`,
    field: name,
  })
}

export const timeStampForm = (value: string): PaymentRefusal =>
  new PaymentRefusal(lacking('timeStamp'), {
    code: value === 'undefined' ? 'timeStamp-undefined' : 'timeStamp-form',
    en:
      value === 'undefined'
        ? 'timeStamp is the text "undefined": wx.chooseWXPay reads timestamp in lower case, the page gave timeStamp.'
        : 'timeStamp must be 10 digits: seconds, not milliseconds.',
    zh:
      value === 'undefined'
        ? 'timeStamp 的值是 "undefined"：wx.chooseWXPay 要的是全小写的 timestamp，页面传成了 timeStamp。'
        : 'timeStamp 必须是 10 位数字：单位是秒，不是毫秒。',
    field: 'timeStamp',
  })

export const packageForm = (): PaymentRefusal =>
  new PaymentRefusal(lacking('total_fee'), {
    code: 'package-prepay-id',
    en: 'package must be prepay_id=… with the name in front.',
    zh: 'package 必须是 prepay_id=… 的形式，不能只写值。',
    field: 'package',
  })

export function wrongSignType(signType: string, wanted: string): PaymentRefusal {
  const api = wanted === 'RSA' ? 'v3' : 'v2'
  return new PaymentRefusal('支付验证签名失败', {
    code: 'sign-type',
    en: `signType must be ${wanted} for an API ${api} order, not ${signType}.`,
    zh: `该 API${api} 订单的 signType 必须是 ${wanted}，而不是 ${signType}。`,
    field: 'signType',
  })
}

export const wrongAppId = (): PaymentRefusal =>
  new PaymentRefusal(
    null,
    {
      code: 'pay-appid',
      en: 'appId is not the one of the order (wx.chooseWXPay takes it from wx.config).',
      zh: 'appId 不是下单用的 appId（wx.chooseWXPay 会取 wx.config 里的 appId）。',
      field: 'appId',
    },
    'fail_invalid appid',
  )

export function wrongPage(page: string, registered: RegisteredAddresses): PaymentRefusal {
  const record = recordInWords(registered, 'payDirectories')
  return new PaymentRefusal(
    '当前页面的URL未注册',
    {
      code: 'pay-directory',
      en: `The page ${page} is not under a pay directory (商户平台 → 产品中心 → 开发配置 → JSAPI支付授权目录); ${record.en}.`,
      zh: `页面 ${page} 不在支付授权目录下（商户平台 → 产品中心 → 开发配置 → JSAPI支付授权目录）；${record.zh}。`,
      field: null,
    },
    'fail',
  )
}

/** A page in a mini-program web-view. */
export function noPayment(): PaymentRefusal {
  const refusal = new PaymentRefusal(null, {
    code: 'environment-cannot-pay',
    en: 'A page in the web-view of a mini program cannot pay: open a native page with wx.miniProgram.navigateTo, and call wx.requestPayment there.',
    zh: '小程序 web-view 里的页面不能支付：用 wx.miniProgram.navigateTo 打开原生页面，在那里调用 wx.requestPayment。',
    field: null,
  })
  refusal.response.err_msg = 'system:access_denied'
  return refusal
}

export const unknownPrepay = (): PaymentRefusal =>
  new PaymentRefusal(lacking('total_fee'), {
    code: 'prepay-unknown',
    en: 'WeChat never gave out this prepay_id.',
    zh: '微信没有签发过这个 prepay_id。',
    field: 'package',
  })

export const otherPayer = (): PaymentRefusal =>
  new PaymentRefusal('下单账号与支付账号不一致', {
    code: 'other-payer',
    en: 'The phone’s user is not the openid that was ordered for.',
    zh: '当前微信用户不是下单时的 openid。',
    field: null,
  })

export const notOpened = (): PaymentRefusal =>
  new PaymentRefusal('支付请求已失效，请重新发起支付', {
    code: 'sheet-not-opened',
    en: 'No sheet with this prepay_id is open on this phone.',
    zh: '这部手机上没有打开该 prepay_id 的收银台。',
    field: 'package',
  })

export const notEnough = (): PaymentRefusal =>
  new PaymentRefusal(
    '零钱余额不足，请更换付款方式',
    {
      code: 'not-enough',
      en: 'The user’s balance is smaller than the order.',
      zh: '用户的零钱余额小于订单金额。',
      field: null,
    },
    'fail',
  )

export const couponNotUsable = (): PaymentRefusal =>
  new PaymentRefusal('优惠不可用，请重新选择', {
    code: 'coupon-not-usable',
    en: 'The user does not hold this coupon any more, or the order is smaller than its minimum.',
    zh: '用户不再持有这张代金券，或订单金额低于其使用门槛。',
    field: null,
  })

/** MD5 is 32 hex characters, SHA-256 is 64: neither is an RSA signature. */
export const v2Signature = (): PaymentRefusal =>
  new PaymentRefusal('支付验证签名失败', {
    code: 'v2-signature',
    en: 'paySign is a hash in the style of API v2 (MD5 or HMAC-SHA256): API v3 signs with the merchant’s RSA key.',
    zh: 'paySign 是 APIv2 的 MD5 或 HMAC-SHA256 哈希：APIv3 要用商户私钥做 RSA 签名。',
    field: 'paySign',
  })
