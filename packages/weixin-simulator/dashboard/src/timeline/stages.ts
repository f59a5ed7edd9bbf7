import type { Words } from '../words.ts'

/** The part of a payment to which a call belongs. */
export type Stage =
  | 'token'
  | 'page'
  | 'sign-in'
  | 'order'
  | 'pay'
  | 'notification'
  | 'query'
  | 'refund'
  | 'bill'
  | 'control'
  | 'other'

/** Title of each stage, and why it exists, for a reader who has never seen WeChat Pay. */
export const STAGES: Record<Stage, { title: Words; why: Words }> = {
  token: {
    title: { en: 'Access', zh: '接口凭证' },
    why: {
      en: 'the app gets the pass (access_token) that its calls to WeChat need',
      zh: '应用先取得调用微信接口所需的 access_token',
    },
  },
  page: {
    title: { en: 'Page', zh: '页面' },
    why: {
      en: 'the page proves that it may use WeChat’s functions',
      zh: '页面证明自己可以调用微信的功能',
    },
  },
  'sign-in': {
    title: { en: 'Sign in', zh: '网页授权' },
    why: { en: 'the app learns who the user is (openid)', zh: '应用得知用户是谁（openid）' },
  },
  order: {
    title: { en: 'Order', zh: '下单' },
    why: {
      en: 'the app asks WeChat for an order of this amount, and gets an id to pay it by (prepay_id)',
      zh: '应用告诉微信要收多少钱，得到预支付编号（prepay_id）',
    },
  },
  pay: {
    title: { en: 'Pay', zh: '付款' },
    why: {
      en: 'the user sees the amount inside WeChat and confirms',
      zh: '用户在微信里看到金额并确认',
    },
  },
  notification: {
    title: { en: 'Notification', zh: '通知' },
    why: {
      en: 'WeChat notifies the app that the money came; only this, or a query, proves a payment',
      zh: '微信告诉应用钱已到账；只有通知或查单才能证明已付款',
    },
  },
  query: {
    title: { en: 'Query', zh: '查单' },
    why: {
      en: 'the app queries the order, in case no notification came',
      zh: '应用主动向微信查询订单状态，以防没收到通知',
    },
  },
  refund: {
    title: { en: 'Refund', zh: '退款' },
    why: { en: 'money goes back to the user', zh: '钱退回给用户' },
  },
  bill: {
    title: { en: 'Bill', zh: '账单' },
    why: {
      en: 'the app fetches the list of a day’s payments to compare it with its own',
      zh: '应用下载某一天的账单，与自己的记录核对',
    },
  },
  control: {
    title: { en: 'You', zh: '你的操作' },
    why: {
      en: 'what you, or a test, did to the simulated WeChat',
      zh: '你或测试对模拟微信做的操作',
    },
  },
  other: {
    title: { en: 'Other calls', zh: '其他调用' },
    why: { en: '', zh: '' },
  },
}
