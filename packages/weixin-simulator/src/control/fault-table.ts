import type { SimulatorControls } from './types.ts'
import type { BodyOf, Fields } from './fields.ts'

/** What a fault may use. */
export type FaultTarget = Omit<SimulatorControls, 'close' | 'url' | 'secureUrl' | 'credentials'>

/** One thing that goes wrong on demand: by button, by HTTP, on the command line and from code. */
export interface Fault<Fs extends Fields = Fields> {
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
} as const
const times = { type: 'integer', min: 1, max: 1000, about: 'How many calls; default 1.' } as const
const count = {
  type: 'integer',
  min: 1,
  max: 1000,
  about: 'How many notifications; default 1.',
} as const
const when = {
  type: 'string',
  oneOf: ['before', 'after'],
  about: 'Whether WeChat Pay acts first; default before: it does not.',
} as const

/** Every fault, by its name. */
export const FAULTS = {
  'notification-lost': fault({
    en: 'The next deliveries never arrive; the schedule goes on.',
    zh: '接下来的通知丢失，按通知频率重试。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.lose(body.count ?? 1),
  }),
  'notification-late': fault({
    en: 'The next new notifications are first delivered after a while of the movable clock.',
    zh: '接下来的新通知延迟首次投递（按可拨动的时钟）。',
    fields: {
      count,
      seconds: { type: 'integer', min: 1, max: 86_400, about: 'How late; default 60.' },
    },
    run: (simulator, body) => simulator.notifications.delay(body.count ?? 1, body.seconds ?? 60),
  }),
  'notification-doubled': fault({
    en: 'The next new notifications are delivered twice at the same moment.',
    zh: '接下来的新通知同时投递两次。',
    fields: { count },
    run: (simulator, body) => simulator.notifications.double(body.count ?? 1),
  }),
  'notifications-reordered': fault({
    en: 'The next new notification waits until the one after it was delivered.',
    zh: '下一个新通知等到其后一个通知投递之后再投递。',
    fields: {},
    run: (simulator) => simulator.notifications.reorder(),
  }),
  'notification-forged': fault({
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
      },
      about: {
        type: 'string',
        about: 'The transaction_id or refund_id of the notification; default: the last one.',
      },
    },
    run: (simulator, body) => simulator.notifications.forge(body.forgery, body.about),
  }),
  'signature-probe': fault({
    en: 'WeChat Pay probes: the next responses and notifications carry a wrong signature, WECHATPAY/SIGNTEST/….',
    zh: '微信支付签名探测：接下来的应答和通知带错误签名 WECHATPAY/SIGNTEST/…。',
    fields: {
      responses: { type: 'integer', min: 0, max: 1000, about: 'How many responses; default 0.' },
      notifications: { type: 'integer', min: 0, max: 1000, about: 'How many; default 1.' },
    },
    run: (simulator, { responses = 0, notifications = 1 }) =>
      simulator.faults.probe({ responses, notifications }),
  }),
  'pay-slow': fault({
    en: 'WeChat Pay answers late.',
    zh: '微信支付应答缓慢。',
    fields: {
      path,
      times,
      milliseconds: { type: 'integer', min: 1, max: 600_000, about: 'How late; default 3000.' },
    },
    run: (simulator, body) =>
      simulator.faults.failPay({
        path: body.path ?? '/v3/',
        times: body.times ?? 1,
        response: { milliseconds: body.milliseconds ?? 3000 },
      }),
  }),
  'pay-failing': fault({
    en: 'WeChat Pay answers 500 SYSTEM_ERROR, 502, with a wrong signature, or not at all.',
    zh: '微信支付返回 500 SYSTEM_ERROR、502、错误签名，或不应答。',
    fields: {
      path,
      times,
      when,
      response: {
        type: 'string',
        oneOf: ['system-error', 'bad-gateway', 'hang', 'reset', 'wrong-signature', 'accepted'],
        about: 'What it answers; accepted is 202: not finished. Default system-error.',
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
    en: 'Another server fetched an access_token: all that were given out are refused (40001).',
    zh: '其他服务器刷新了 access_token，之前的全部失效（40001）。',
    fields: {},
    run: (simulator) => simulator.faults.retireTokens(),
  }),
  'ticket-replaced': fault({
    en: 'The jsapi_ticket is replaced: page signatures made with the old one are refused.',
    zh: 'jsapi_ticket 被更换，用旧票据的页面签名失效。',
    fields: {},
    run: (simulator) => simulator.faults.retireTicket(),
  }),
  'quota-used-up': fault({
    en: 'The quota of token, stable_token and getticket is used up for the day (45009).',
    zh: 'token、stable_token、getticket 的当日调用次数用尽（45009）。',
    fields: {},
    run: (simulator) => simulator.faults.setQuotas({ token: 0, stable_token: 0, getticket: 0 }),
  }),
  'address-not-allowed': fault({
    en: 'The server’s address is not on the IP allowlist (40164).',
    zh: '服务器 IP 不在白名单内（40164）。',
    fields: {},
    run: (simulator) => simulator.faults.setAllowlist([]),
  }),
  'sign-in-refused': fault({
    en: 'Every authorize link leads to an error page of the account.',
    zh: '所有授权链接都显示公众号的错误页。',
    fields: {
      page: {
        type: 'integer',
        min: 10_004,
        max: 10_009,
        about:
          '10004 banned, 10005 no scope, 10006 sandbox account, 10009 too often; default 10004.',
      },
    },
    run: (simulator, body) => {
      const { page: page = 10_004 } = body
      if (page !== 10_004 && page !== 10_005 && page !== 10_006 && page !== 10_009)
        throw new TypeError('page must be one of 10004, 10005, 10006, 10009')
      simulator.faults.showAuthorizePage(page)
    },
  }),
  'bill-spoiled': fault({
    en: 'Downloads of bills are spoiled.',
    zh: '账单下载损坏。',
    fields: {
      how: {
        type: 'string',
        oneOf: ['cut', 'short', 'changed'],
        about: 'The connection breaks, the file is too short, or a row is missing; default cut.',
      },
    },
    run: (simulator, body) => simulator.faults.spoilDownloads(body.how ?? 'cut'),
  }),
  'refunds-end': fault({
    en: 'How refunds end from now on: closed, abnormal, or waiting as PROCESSING.',
    zh: '此后退款的结果：关闭、异常，或停留在处理中。',
    fields: {
      status: {
        type: 'string',
        required: true,
        oneOf: ['SUCCESS', 'CLOSED', 'ABNORMAL', 'PROCESSING'],
        about: 'The status that they get at once; SUCCESS is the ordinary one.',
      },
    },
    run: (simulator, body) => simulator.faults.setRefundEnd(body.status),
  }),
  'merchant-without-money': fault({
    en: 'The merchant’s balance at WeChat Pay is empty: refunds are refused.',
    zh: '商户账户余额为 0，退款被拒绝。',
    fields: {},
    run: (simulator) => simulator.faults.setMerchantBalance(0),
  }),
  'payer-without-money': fault({
    en: 'The payer’s balance is empty; a bank card still pays.',
    zh: '付款人零钱为 0（仍可用银行卡支付）。',
    fields: { openid: { type: 'string', about: 'Whose; default: the phone’s default user.' } },
    run: (simulator, body) =>
      simulator.setBalance(body.openid ?? simulator.users()[0]?.openid ?? '', 0),
  }),
  'paid-after-close': fault({
    en: 'A payment that was under way succeeds although the merchant closed the order.',
    zh: '订单已关闭后，之前发起的支付仍然成功。',
    fields: {
      order: {
        type: 'string',
        required: true,
        about: 'A prepay_id, h5_url, code_url or out_trade_no.',
      },
    },
    run: (simulator, body) => simulator.payer.pay(body.order, { evenIfClosed: true }),
  }),
  'paid-on-another-device': fault({
    en: 'The order is paid elsewhere while its sheet is open.',
    zh: '收银台打开时，订单在其他设备上被支付。',
    fields: {
      order: {
        type: 'string',
        required: true,
        about: 'A prepay_id, h5_url, code_url or out_trade_no.',
      },
    },
    run: (simulator, body) => simulator.payer.pay(body.order),
  }),
  'user-cancels': fault({
    en: 'The user cancels the open payment sheet, or the next one as soon as it opens.',
    zh: '用户取消当前（或下一个）收银台。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('cancel') }),
  }),
  'payment-fails': fault({
    en: 'The payment of the open sheet, or of the next one, fails.',
    zh: '当前（或下一个）收银台付款失败。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('fail') }),
  }),
  'answer-lost': fault({
    en: 'The open sheet, or the next one, goes away and the page is never answered.',
    zh: '当前（或下一个）收银台消失，页面收不到回调。',
    fields: {},
    run: (simulator) => ({ applies: simulator.sheets.end('lost') }),
  }),
  'clock-skewed': fault({
    en: 'WeChat’s clock differs from the server’s: timestamps of requests, responses and notifications.',
    zh: '微信的时钟与服务器不一致：影响请求、应答和通知的时间戳。',
    fields: {
      seconds: {
        type: 'integer',
        required: true,
        min: -86_400,
        max: 86_400,
        about: 'How far WeChat’s clock is ahead; 0 puts it right.',
      },
    },
    run: (simulator, body) => simulator.faults.skewClock(body.seconds),
  }),
  none: fault({
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
