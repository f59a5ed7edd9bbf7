/** The languages of the parts. */
export type Locale = 'zh' | 'en'

const zh = {
  idle: '微信支付',
  ordering: '正在下单',
  paying: '请在微信中付款',
  confirming: '正在确认结果',
  paid: '已支付',
  unconfirmed: '立即查询',
  cancelled: '继续支付',
  failed: '重新支付',
  wasCancelled: '已取消付款',
  notFound: '尚未查到付款；若已付款，稍后会自动更新',
  scanTitle: '微信扫码支付',
  scan: '请用微信“扫一扫”付款',
  code: '付款二维码',
  making: '正在生成二维码',
  updates: '付款后本页自动更新',
  expired: '二维码已过期',
  maybePaid: '已付款？请勿重复支付，稍后会自动更新',
  newCode: '刷新二维码',
  returnTitle: '请确认微信支付是否已完成',
  returnHint: '付款结果以商家查询为准',
  done: '已完成支付',
  again: '支付遇到问题，重新支付',
  yuan: (amount: string) => `${amount} 元`,
}

/** Every text of the parts, but those of errors, which are `error.payerMessage`. */
export type Texts = typeof zh

const en: Texts = {
  idle: 'Pay with WeChat',
  ordering: 'Placing the order',
  paying: 'Pay in WeChat',
  confirming: 'Checking the result',
  paid: 'Paid',
  unconfirmed: 'Check now',
  cancelled: 'Continue',
  failed: 'Pay again',
  wasCancelled: 'The payment was cancelled.',
  notFound: 'No payment was found yet. If you have paid, this page updates by itself.',
  scanTitle: 'Scan to pay',
  scan: 'Scan with WeChat to pay',
  code: 'Payment QR code',
  making: 'Making the code',
  updates: 'This page updates by itself.',
  expired: 'Code expired',
  maybePaid: 'Already paid? Please do not pay twice; this page updates by itself.',
  newCode: 'New code',
  returnTitle: 'Is your WeChat payment complete?',
  returnHint: 'The shop checks the result.',
  done: 'I have paid',
  again: 'Problem, pay again',
  yuan: (amount) => `${amount} yuan`,
}

/** The texts of a language. */
export const textsOf = (locale: Locale): Texts => (locale === 'en' ? en : zh)
