import { yuan } from '../money.ts'
import type { Words } from '../words.ts'
import type { Stage } from './stages.ts'

/** Who takes part in a call: the page in the browser, the app's server, or WeChat. A control stays with WeChat. */
export type Party = 'page' | 'app' | 'weixin'

/** What a sentence may name. */
export interface Facts {
  /** The merchant's order number, out_trade_no; '' when the call names none. */
  order: string
  /** Fen; null when the call names none. */
  total: number | null
  isRefused: boolean
  /** The JS-SDK function that the page called. */
  command: string
  /** The notification is about a refund, not about a payment. */
  isRefund: boolean
  /** What is wrong with the notification on purpose; '' when it is genuine. */
  forgery: string
  /** Which step of a cashier outside WeChat this is: `open` or `pay`. */
  step: string
  /** The user lets the app see nickname and avatar. */
  isAllowed: boolean
  /** WeChat's trade_state in the answer to a query; '' when there is none. */
  tradeState: string
  /** The notification answers /v3/security/echo. */
  isKeyTest: boolean
  /** Which delivery of a notification's schedule this is, from 1. */
  attempt: number
  /** The fault that was caused, in the words of its table; null: this call causes none. */
  fault: (Words & { label: Words }) | null
  /** By how much the clock is moved; 0 where it is not. */
  seconds: number
}

export interface Sentence {
  pattern: RegExp
  from: Party
  to: Party
  stage: Stage
  words: (facts: Facts) => Words
}

const fixed = (en: string, zh: string) => (): Words => ({ en, zh })

const of = ({ order }: Facts): { en: string; zh: string } =>
  order === '' ? { en: 'an order', zh: '订单' } : { en: order, zh: `订单 ${order} ` }

const sum = ({ total }: Facts): { en: string; zh: string } =>
  total === null ? { en: '', zh: '' } : { en: ` of ${yuan(total)}`, zh: ` ${yuan(total)}` }

const TRADE_STATES: Record<string, Words> = {
  NOTPAY: { en: ': not yet', zh: '：未支付' },
  USERPAYING: { en: ': the user is paying', zh: '：用户支付中' },
  SUCCESS: { en: ': yes', zh: '：已支付' },
  REFUND: { en: ': yes, and money was given back', zh: '：已支付，有退款' },
  CLOSED: { en: ': it is closed', zh: '：已关闭' },
  REVOKED: { en: ': it was revoked', zh: '：已撤销' },
  PAYERROR: { en: ': the payment failed', zh: '：支付失败' },
}

const stateOf = ({ tradeState }: Facts): Words => TRADE_STATES[tradeState] ?? { en: '', zh: '' }

const refused = ({ isRefused }: Facts): { en: string; zh: string } =>
  isRefused ? { en: ', refused', zh: '，被拒绝' } : { en: '', zh: '' }

/** One row for each kind of call: the first pattern that fits `METHOD /path` counts. */
export const SENTENCES: readonly Sentence[] = [
  {
    pattern: /^fault none/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('All faults are cleared', '清除所有故障'),
  },
  {
    pattern: /^fault /,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: ({ fault }) => ({
      en: fault ? `${fault.label.en}: ${fault.en}` : 'A fault is caused',
      zh: fault ? `${fault.label.zh}：${fault.zh}` : '制造一个故障',
    }),
  },
  {
    pattern: /^control advance/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: ({ seconds }) => ({
      en: `The clock is moved forward${seconds > 0 ? ` by ${seconds} s` : ''}`,
      zh: `时钟往前调${seconds > 0 ? ` ${seconds} 秒` : ''}`,
    }),
  },
  {
    pattern: /^control (deliver|forge|sendForeign)/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A notification is sent by hand', '手动发送一条通知'),
  },
  {
    pattern: /^control addUser/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A user is added', '添加一个用户'),
  },
  {
    pattern: /^control setBalance/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A user gets another balance', '修改用户的零钱余额'),
  },
  {
    pattern: /^control giveCoupon/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A user gets a coupon', '给用户发一张代金券'),
  },
  {
    pattern: /^control setJsSdkAnswer/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('The phone is to answer the page otherwise', '修改手机对页面的回答'),
  },
  {
    pattern: /^control pay/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('An order is paid without the phone', '不经手机直接付款'),
  },
  {
    pattern: /^control refundInConsole/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed(
      'The merchant gives the money back in WeChat Pay’s console',
      '商户在商户平台上退款',
    ),
  },
  {
    pattern: /^control endRefund/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A refund comes to its end', '退款有了结果'),
  },
  {
    pattern: /^control endSheet/,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('The payment sheet is closed from elsewhere', '从外部结束收银台'),
  },
  {
    pattern: /^control /,
    from: 'weixin',
    to: 'weixin',
    stage: 'control',
    words: fixed('A setting of the simulator is changed', '更改模拟器的设置'),
  },
  {
    pattern: /^GET \/connect\/oauth2\/authorize/,
    from: 'page',
    to: 'weixin',
    stage: 'sign-in',
    words: (facts) =>
      facts.isRefused
        ? {
            en: 'The page sends the user to WeChat to sign in, and WeChat shows an error',
            zh: '页面跳转到微信登录，微信显示错误页',
          }
        : { en: 'The page sends the user to WeChat to sign in', zh: '页面跳转到微信登录' },
  },
  {
    pattern: /\/simulator\/phone\/open/,
    from: 'page',
    to: 'weixin',
    stage: 'sign-in',
    words: fixed('This browser becomes a simulated phone', '此浏览器成为模拟手机'),
  },
  {
    pattern: /\/simulator\/phone\/consent/,
    from: 'page',
    to: 'weixin',
    stage: 'sign-in',
    words: ({ isAllowed }) =>
      isAllowed
        ? { en: 'The user lets the app see nickname and avatar', zh: '用户允许获取昵称和头像' }
        : {
            en: 'The user does not let the app see nickname and avatar',
            zh: '用户拒绝提供昵称和头像',
          },
  },
  {
    pattern: /\/simulator\/phone\/full-service/,
    from: 'page',
    to: 'weixin',
    stage: 'sign-in',
    words: fixed(
      'The user leaves the snapshot page by its button 使用完整服务',
      '用户点“使用完整服务”离开快照页',
    ),
  },
  {
    pattern: /\/sns\/oauth2\/access_token/,
    from: 'app',
    to: 'weixin',
    stage: 'sign-in',
    words: (facts) => ({
      en: `Your app exchanges the one-time code for the user’s id (openid)${refused(facts).en}`,
      zh: `应用用一次性 code 换取用户标识 openid${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/sns\/userinfo/,
    from: 'app',
    to: 'weixin',
    stage: 'sign-in',
    words: fixed('Your app reads the user’s nickname and avatar', '应用读取用户的昵称和头像'),
  },
  {
    pattern: /\/sns\//,
    from: 'app',
    to: 'weixin',
    stage: 'sign-in',
    words: fixed('Your app checks or renews a user’s sign-in', '应用检查或续期用户的登录'),
  },
  {
    pattern: /\/cgi-bin\/(stable_)?token/,
    from: 'app',
    to: 'weixin',
    stage: 'token',
    words: (facts) => ({
      en: `Your app fetches its pass for WeChat’s API (access_token)${refused(facts).en}`,
      zh: `应用获取调用微信接口的凭证 access_token${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/cgi-bin\/ticket\/getticket/,
    from: 'app',
    to: 'weixin',
    stage: 'token',
    words: (facts) => ({
      en: `Your app fetches the ticket with which it signs pages (jsapi_ticket)${refused(facts).en}`,
      zh: `应用获取给页面签名用的 jsapi_ticket${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/simulator\/phone\/config/,
    from: 'page',
    to: 'weixin',
    stage: 'page',
    words: (facts) => ({
      en: `The page shows that it may use WeChat’s functions (wx.config)${refused(facts).en}`,
      zh: `页面用 wx.config 证明自己可以调用微信的功能${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/simulator\/phone\/commands/,
    from: 'page',
    to: 'weixin',
    stage: 'page',
    words: ({ command }) => ({ en: `The page calls ${command}`, zh: `页面调用 ${command}` }),
  },
  {
    pattern: /POST \/(v3\/pay\/(partner\/)?transactions\/(jsapi|h5|native|app)|pay\/unifiedorder)$/,
    from: 'app',
    to: 'weixin',
    stage: 'order',
    words: (facts) => ({
      en: `Your app asks WeChat for an order${sum(facts).en}${refused(facts).en}`,
      zh: `应用向微信下单${sum(facts).zh}${refused(facts).zh}`,
    }),
  },
  {
    pattern: /(\/close|\/pay\/closeorder)$/,
    from: 'app',
    to: 'weixin',
    stage: 'order',
    words: (facts) => ({
      en: `Your app closes ${of(facts).en}: nobody can pay it any more${refused(facts).en}`,
      zh: `应用关闭${of(facts).zh.trimEnd()}，之后不能再付款${refused(facts).zh}`,
    }),
  },
  {
    pattern: /^POST \/simulator\/phone\/payments$/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: (facts) =>
      facts.isRefused
        ? {
            en: 'The page asks WeChat for the payment sheet, refused',
            zh: '页面请求打开收银台，被拒绝',
          }
        : {
            en: 'The page opens the payment sheet; its signature (paySign) is right',
            zh: '页面打开收银台，paySign 签名正确',
          },
  },
  {
    pattern: /\/simulator\/phone\/payments\/[^/]+$|^POST \/simulator\/phone\/(h5|native)$/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: ({ step, isRefused }) => {
      if (step === 'open')
        return isRefused
          ? {
              en: 'The user wants to open the payment sheet, refused',
              zh: '用户请求打开收银台，被拒绝',
            }
          : { en: 'The user opens the payment sheet', zh: '用户打开收银台' }
      return isRefused
        ? { en: 'The user confirms, and the payment fails', zh: '用户确认付款，但付款失败' }
        : { en: 'The user confirms and pays', zh: '用户确认并付款' }
    },
  },
  {
    pattern: /\/simulator\/phone\/payments\/[^/]+\/cancel$/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: fixed('The user closes the payment sheet without paying', '用户没有付款，关闭了收银台'),
  },
  {
    pattern: /checkmweb/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: (facts) =>
      facts.isRefused
        ? {
            en: 'The browser opens WeChat’s cashier, which shows an error',
            zh: '浏览器打开微信收银台，显示错误',
          }
        : { en: 'The browser opens WeChat’s cashier', zh: '浏览器打开微信收银台' },
  },
  {
    pattern: /\/simulator\/phone\/native/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: fixed('The user scans the code that the page shows', '用户扫描页面上的二维码'),
  },
  {
    pattern: /\/simulator\/phone\/app-payments/,
    from: 'page',
    to: 'weixin',
    stage: 'pay',
    words: (facts) => ({
      en: `The mobile app opens WeChat to pay${refused(facts).en}`,
      zh: `手机应用调起微信支付${refused(facts).zh}`,
    }),
  },
  {
    pattern: /^notification /,
    from: 'weixin',
    to: 'app',
    stage: 'notification',
    words: (facts) => {
      const { isRefund, attempt } = facts
      const again = { en: ` again (delivery ${attempt})`, zh: `第 ${attempt} 次` }
      const isAgain = attempt > 1
      if (facts.forgery === 'signature-probe')
        return {
          en: 'WeChat tests your app with a wrong signature: it has to refuse it',
          zh: '微信用错误签名测试应用：应用必须拒绝',
        }
      if (facts.forgery !== '')
        return {
          en: `A forged notification (${facts.forgery}) reaches your app: it has to refuse it`,
          zh: `应用收到伪造的通知（${facts.forgery}）：必须拒绝`,
        }
      if (facts.isKeyTest)
        return {
          en: `WeChat notifies your app${isAgain ? again.en : ''}: the messages with which it tries its keys`,
          zh: `微信${isAgain ? again.zh : ''}通知应用：测试密钥的消息`,
        }
      return {
        en: `WeChat notifies your app${isAgain ? again.en : ''}: ${of(facts).en} ${isRefund ? 'is refunded' : 'is paid'}`,
        zh: `微信${isAgain ? again.zh : ''}通知应用：${of(facts).zh}${isRefund ? '退款有结果' : '已支付'}`,
      }
    },
  },
  {
    pattern: /^GET .*\/refund|\/pay\/refundquery/,
    from: 'app',
    to: 'weixin',
    stage: 'refund',
    words: (facts) => ({
      en: `Your app asks how far a refund is${refused(facts).en}`,
      zh: `应用查询退款${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/refund/,
    from: 'app',
    to: 'weixin',
    stage: 'refund',
    words: (facts) => ({
      en: `Your app gives money of ${of(facts).en} back${refused(facts).en}`,
      zh: `应用为${of(facts).zh}退款${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/bill|downloadbill|downloadfundflow/,
    from: 'app',
    to: 'weixin',
    stage: 'bill',
    words: (facts) => ({
      en: `Your app fetches a bill${refused(facts).en}`,
      zh: `应用下载账单${refused(facts).zh}`,
    }),
  },
  {
    pattern: /^GET \/v3\/pay\/|\/pay\/orderquery/,
    from: 'app',
    to: 'weixin',
    stage: 'query',
    words: (facts) => ({
      en: `Your app asks whether ${of(facts).en} is paid${stateOf(facts).en}${refused(facts).en}`,
      zh: `应用查询${of(facts).zh}的状态${stateOf(facts).zh}${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/v3\/security\/echo/,
    from: 'app',
    to: 'weixin',
    stage: 'token',
    words: (facts) => ({
      en: `Your app tries its keys: signature and encryption${refused(facts).en}`,
      zh: `应用测试密钥：签名与加解密${refused(facts).zh}`,
    }),
  },
  {
    pattern: /\/v3\/certificates/,
    from: 'app',
    to: 'weixin',
    stage: 'token',
    words: fixed(
      'Your app fetches the certificates by which it recognises WeChat Pay',
      '应用获取微信支付平台证书',
    ),
  },
  {
    pattern: /./,
    from: 'app',
    to: 'weixin',
    stage: 'other',
    words: (facts) => ({
      en: `Your app calls WeChat${refused(facts).en}`,
      zh: `应用调用微信接口${refused(facts).zh}`,
    }),
  },
]
