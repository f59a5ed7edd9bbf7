import { fault } from './fault.ts'

const path = {
  type: 'string',
  about: 'Calls of WeChat Pay, API v3 and v2, whose path contains this; default: all.',
  zh: '路径包含此文本的微信支付调用（APIv3 和 APIv2），默认全部',
} as const
const times = {
  type: 'integer',
  min: 1,
  max: 1000,
  about: 'How many calls; default 1.',
  zh: '多少次调用，默认 1',
} as const
const when = {
  type: 'string',
  oneOf: ['before', 'after'],
  about: 'Whether WeChat Pay acts first; default before: it does not.',
  zh: '出错在微信支付处理之前还是之后，默认之前',
} as const

/** What WeChat Pay does wrong, and its clock. */
export const payFaults = {
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
        path: body.path ?? '/',
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
          'What it answers; accepted is 202: not finished (API v3 alone), too-many-requests is 429. Default system-error.',
        zh: '返回什么；accepted 即 202，尚未完成（仅 APIv3）；too-many-requests 即 429。默认 system-error',
      },
    },
    run: (simulator, body) =>
      simulator.faults.failPay({
        path: body.path ?? '/',
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
}
