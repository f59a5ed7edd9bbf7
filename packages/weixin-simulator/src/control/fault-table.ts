import type { SimulatorControls } from './types.ts'
import type { BodyOf, Fields } from './fields.ts'

/** What a fault may use. */
export type FaultTarget = Omit<SimulatorControls, 'close' | 'url' | 'secureUrl' | 'credentials'>

/** Who misbehaves: notifications, WeChat Pay, the platform of the Official Account, or the user and the phone. */
export type FaultGroup = 'notification' | 'pay' | 'account' | 'user'

/** One thing that goes wrong on demand: by button, by HTTP, on the command line and from code. */
export interface Fault<Fs extends Fields = Fields> {
  /** Who misbehaves; null: nobody. The dashboard has one row of buttons for each. */
  group: FaultGroup | null
  /** What its button says. */
  label: { en: string; zh: string }
  /** What happens, in English. */
  en: string
  /** What happens, in Chinese. */
  zh: string
  fields: Fs
  // A method, so that a list of all faults has one type: `checkFields` stands before each call.
  run(simulator: FaultTarget, body: BodyOf<Fs>): unknown
}

const fault = <const Fs extends Fields>(one: Fault<Fs>): Fault<Fs> => one

const path = {
  type: 'string',
  about: 'Calls of API v3 whose path contains this; default /v3/: all.',
  zh: '路径包含此文本的 APIv3 调用，默认 /v3/：全部',
} as const
const times = {
  type: 'integer',
  min: 1,
  max: 1000,
  about: 'How many calls; default 1.',
  zh: '多少次调用，默认 1',
} as const
const count = {
  type: 'integer',
  min: 1,
  max: 1000,
  about: 'How many notifications; default 1.',
  zh: '多少条通知，默认 1',
} as const
const when = {
  type: 'string',
  oneOf: ['before', 'after'],
  about: 'Whether WeChat Pay acts first; default before: it does not.',
  zh: '出错在微信支付处理之前还是之后，默认之前',
} as const

/** Every fault, by its name. */
export const FAULTS = {
  'notification-lost': fault({
    group: 'notification',
    label: { en: 'Lose', zh: '丢失' },
    en: 'The next deliveries never arrive; the schedule goes on.',
    zh: '接下来的通知丢失，按通知频率重试。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.lose(body.count ?? 1),
  }),
  'notification-late': fault({
    group: 'notification',
    label: { en: 'Delay', zh: '延迟' },
    en: 'The next new notifications are first delivered after a while of the movable clock.',
    zh: '接下来的新通知延迟首次投递（按可拨动的时钟）。',
    fields: {
      count,
      seconds: {
        type: 'integer',
        min: 1,
        max: 86_400,
        about: 'How late; default 60.',
        zh: '延迟多少秒，默认 60',
      },
    },
    run: (simulator, body) => simulator.notifications.delay(body.count ?? 1, body.seconds ?? 60),
  }),
  'notification-doubled': fault({
    group: 'notification',
    label: { en: 'Double', zh: '重复' },
    en: 'The next new notifications are delivered twice at the same moment.',
    zh: '接下来的新通知同时投递两次。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.double(body.count ?? 1),
  }),
  'notifications-reordered': fault({
    group: 'notification',
    label: { en: 'Reorder', zh: '乱序' },
    en: 'The next new notification waits until the one after it was delivered.',
    zh: '下一个新通知等到其后一个通知投递之后再投递。',
    fields: {},
    run: (simulator) => simulator.notifications.reorder(),
  }),
  'notification-forged': fault({
    group: 'notification',
    label: { en: 'Forge', zh: '伪造' },
    en: 'A forged copy of the last notification is delivered once; a server has to refuse it.',
    zh: '投递一次伪造的通知（最近一个通知的副本），服务端应当拒绝。',
    fields: {
      forgery: {
        type: 'string',
        required: true,
        oneOf: [
          'other-key',
          'no-signature',
          'changed-body',
          'other-serial',
          'old',
          'missing-timestamp',
        ],
        about: 'What is wrong with it.',
        zh: '伪造的方式',
      },
      about: {
        type: 'string',
        about: 'The transaction_id or refund_id of the notification; default: the last one.',
        zh: '通知的 transaction_id 或 refund_id，默认最近一条',
      },
    },
    run: (simulator, body) => simulator.notifications.forge(body.forgery, body.about),
  }),
  'signature-probe': fault({
    group: 'notification',
    label: { en: 'Probe', zh: '签名探测' },
    en: 'WeChat Pay probes: the next responses and notifications carry a wrong signature, WECHATPAY/SIGNTEST/….',
    zh: '微信支付签名探测：接下来的应答和通知带错误签名 WECHATPAY/SIGNTEST/…。',
    fields: {
      responses: {
        type: 'integer',
        min: 0,
        max: 1000,
        about: 'How many responses; default 0.',
        zh: '多少个应答，默认 0',
      },
      notifications: {
        type: 'integer',
        min: 0,
        max: 1000,
        about: 'How many notifications; default 1.',
        zh: '多少条通知，默认 1',
      },
    },
    run: (simulator, { responses = 0, notifications = 1 }) =>
      simulator.faults.probe({ responses, notifications }),
  }),
  'pay-slow': fault({
    group: 'pay',
    label: { en: 'Slow', zh: '变慢' },
    en: 'WeChat Pay answers late.',
    zh: '微信支付应答缓慢。',
    fields: {
      path,
      times,
      milliseconds: {
        type: 'integer',
        min: 1,
        max: 600_000,
        about: 'How late, in milliseconds; default 3000.',
        zh: '延迟多少毫秒，默认 3000',
      },
    },
    run: (simulator, body) =>
      simulator.faults.failPay({
        path: body.path ?? '/v3/',
        times: body.times ?? 1,
        response: { milliseconds: body.milliseconds ?? 3000 },
      }),
  }),
  'pay-failing': fault({
    group: 'pay',
    label: { en: 'Fail', zh: '出错' },
    en: 'WeChat Pay answers 500 SYSTEM_ERROR, 429, 502, with a wrong signature, or not at all.',
    zh: '微信支付返回 500 SYSTEM_ERROR、429、502、错误签名，或不应答。',
    fields: {
      path,
      times,
      when,
      response: {
        type: 'string',
        oneOf: [
          'system-error',
          'too-many-requests',
          'bad-gateway',
          'hang',
          'reset',
          'wrong-signature',
          'accepted',
        ],
        about:
          'What it answers; accepted is 202: not finished, too-many-requests is 429. Default system-error.',
        zh: '返回什么；accepted 即 202，尚未完成；too-many-requests 即 429。默认 system-error',
      },
    },
    run: (simulator, body) =>
      simulator.faults.failPay({
        path: body.path ?? '/v3/',
        times: body.times ?? 1,
        when: body.when ?? 'before',
        response: body.response ?? 'system-error',
      }),
  }),
  'key-rotated': fault({
    group: 'pay',
    label: { en: 'Rotate key', zh: '换密钥' },
    en: 'WeChat Pay makes a new platform certificate and signs with it alone.',
    zh: '微信支付启用新的平台证书，并只用它签名。',
    fields: {},
    run: async (simulator) => {
      const { serialNo } = await simulator.platform.issue()
      simulator.platform.signBy({ [serialNo]: 1 })
      return { serialNo }
    },
  }),
  'token-replaced': fault({
    group: 'account',
    label: { en: 'Replace token', zh: '更换 token' },
    en: 'Another server fetched an access_token: all that were given out are refused (40001).',
    zh: '其他服务器刷新了 access_token，之前的全部失效（40001）。',
    fields: {},
    run: (simulator) => simulator.faults.retireTokens(),
  }),
  'ticket-replaced': fault({
    group: 'account',
    label: { en: 'Replace ticket', zh: '更换 ticket' },
    en: 'The jsapi_ticket is replaced: page signatures made with the old one are refused.',
    zh: 'jsapi_ticket 被更换，用旧票据的页面签名失效。',
    fields: {},
    run: (simulator) => simulator.faults.retireTicket(),
  }),
  'quota-used-up': fault({
    group: 'account',
    label: { en: 'Use up quota', zh: '用尽次数' },
    en: 'The quota of token, stable_token and getticket is used up for the day (45009).',
    zh: 'token、stable_token、getticket 的当日调用次数用尽（45009）。',
    fields: {},
    run: (simulator) => simulator.faults.setQuotas({ token: 0, stable_token: 0, getticket: 0 }),
  }),
  'address-not-allowed': fault({
    group: 'account',
    label: { en: 'Block address', zh: '不在白名单' },
    en: 'The server’s address is not on the IP allowlist (40164).',
    zh: '服务器 IP 不在白名单内（40164）。',
    fields: {},
    run: (simulator) => simulator.faults.setAllowlist([]),
  }),
  'sign-in-refused': fault({
    group: 'account',
    label: { en: 'Refuse sign-in', zh: '拒绝授权' },
    en: 'Every authorize link leads to an error page of the account.',
    zh: '所有授权链接都显示公众号的错误页。',
    fields: {
      page: {
        type: 'integer',
        min: 10_004,
        max: 10_009,
        about:
          '10004 banned, 10005 no scope, 10006 sandbox account, 10009 too often; default 10004.',
        zh: '10004 封禁，10005 无 scope 权限，10006 测试号未关注，10009 操作太频繁；默认 10004',
      },
    },
    run: (simulator, body) => {
      const { page = 10_004 } = body
      if (page !== 10_004 && page !== 10_005 && page !== 10_006 && page !== 10_009)
        throw new TypeError('page must be one of 10004, 10005, 10006, 10009')
      simulator.faults.showAuthorizePage(page)
    },
  }),
  'bill-spoiled': fault({
    group: 'pay',
    label: { en: 'Spoil bills', zh: '账单损坏' },
    en: 'Downloads of bills are spoiled.',
    zh: '账单下载损坏。',
    fields: {
      how: {
        type: 'string',
        oneOf: ['cut', 'short', 'changed'],
        about: 'The connection breaks, the file is too short, or a row is missing; default cut.',
        zh: '连接中断（cut）、文件变短（short）或内容被改（changed），默认 cut',
      },
    },
    run: (simulator, body) => simulator.faults.spoilDownloads(body.how ?? 'cut'),
  }),
  'refunds-end': fault({
    group: 'pay',
    label: { en: 'End refunds', zh: '退款结果' },
    en: 'How refunds end from now on: closed, abnormal, or waiting as PROCESSING.',
    zh: '此后退款的结果：关闭、异常，或停留在处理中。',
    fields: {
      status: {
        type: 'string',
        required: true,
        oneOf: ['SUCCESS', 'CLOSED', 'ABNORMAL', 'PROCESSING'],
        about: 'The status that they get at once; SUCCESS is the ordinary one.',
        zh: '退款立即得到的状态，正常为 SUCCESS',
      },
    },
    run: (simulator, body) => simulator.faults.setRefundEnd(body.status),
  }),
  'merchant-without-money': fault({
    group: 'pay',
    label: { en: 'Empty merchant', zh: '商户没钱' },
    en: 'The merchant’s balance at WeChat Pay is empty: refunds are refused.',
    zh: '商户账户余额为 0，退款被拒绝。',
    fields: {},
    run: (simulator) => simulator.faults.setMerchantBalance(0),
  }),
  'payer-without-money': fault({
    group: 'user',
    label: { en: 'No balance', zh: '零钱为 0' },
    en: 'The payer’s balance is empty; a bank card still pays.',
    zh: '付款人零钱为 0（仍可用银行卡支付）。',
    fields: {
      openid: {
        type: 'string',
        about: 'Whose; default: the phone’s default user.',
        zh: '谁的，默认手机的默认用户',
      },
    },
    run: (simulator, body) =>
      simulator.setBalance(body.openid ?? simulator.users()[0]?.openid ?? '', 0),
  }),
  'paid-after-close': fault({
    group: 'user',
    label: { en: 'Pay after close', zh: '关单后付款' },
    en: 'A payment that was under way succeeds although the merchant closed the order.',
    zh: '订单已关闭后，之前发起的支付仍然成功。',
    fields: {
      order: {
        type: 'string',
        required: true,
        about: 'A prepay_id, h5_url, code_url or out_trade_no.',
        zh: 'prepay_id、h5_url、code_url 或 out_trade_no',
      },
    },
    run: (simulator, body) => simulator.payer.pay(body.order, { evenIfClosed: true }),
  }),
  'paid-on-another-device': fault({
    group: 'user',
    label: { en: 'Pay elsewhere', zh: '在别处付款' },
    en: 'The order is paid elsewhere while its sheet is open.',
    zh: '收银台打开时，订单在其他设备上被支付。',
    fields: {
      order: {
        type: 'string',
        required: true,
        about: 'A prepay_id, h5_url, code_url or out_trade_no.',
        zh: 'prepay_id、h5_url、code_url 或 out_trade_no',
      },
    },
    run: (simulator, body) => simulator.payer.pay(body.order),
  }),
  'user-cancels': fault({
    group: 'user',
    label: { en: 'Cancel', zh: '取消' },
    en: 'The user cancels the open payment sheet, or the next one as soon as it opens.',
    zh: '用户取消当前（或下一个）收银台。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('cancel') }),
  }),
  'payment-fails': fault({
    group: 'user',
    label: { en: 'Fail', zh: '付款失败' },
    en: 'The payment of the open sheet, or of the next one, fails.',
    zh: '当前（或下一个）收银台付款失败。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('fail') }),
  }),
  'answer-lost': fault({
    group: 'user',
    label: { en: 'Lose answer', zh: '丢失回调' },
    en: 'The open sheet, or the next one, goes away and the page is never answered.',
    zh: '当前（或下一个）收银台消失，页面收不到回调。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('lost') }),
  }),
  'clock-skewed': fault({
    group: 'pay',
    label: { en: 'Skew clock', zh: '时钟偏差' },
    en: 'WeChat’s clock differs from the server’s: timestamps of requests, responses and notifications.',
    zh: '微信的时钟与服务器不一致：影响请求、应答和通知的时间戳。',
    fields: {
      seconds: {
        type: 'integer',
        required: true,
        min: -86_400,
        max: 86_400,
        about: 'How far WeChat’s clock is ahead; 0 puts it right.',
        zh: '微信的时钟快多少秒，0 为恢复正常',
      },
    },
    run: (simulator, body) => simulator.faults.skewClock(body.seconds),
  }),
  none: fault({
    group: null,
    label: { en: 'Clear all faults', zh: '清除所有故障' },
    en: 'Nothing goes wrong any more; what happened stays.',
    zh: '清除所有故障设置，已发生的不变。',
    fields: {},
    run: (simulator) => simulator.faults.clear(),
  }),
}

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS

/** The parameters of a fault. */
export type FaultBody<Name extends FaultName> = BodyOf<(typeof FAULTS)[Name]['fields']>
