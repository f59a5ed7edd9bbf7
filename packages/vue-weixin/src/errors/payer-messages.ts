/** A text for the payer, short and calm. It never claims that a payment failed where nobody knows. */
export interface PayerMessage {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

// One line: the codes that share the message (a number is the HTTP status of an error of the server), Chinese, English.
const lines = `not-in-weixin wecom-cannot-pay|请在微信中打开本页面|Please open this page in WeChat
pay-in-mini-program|请在小程序中支付|Please pay in the mini program
no-bridge timeout sdk-not-loaded unreachable|网络不稳定，请重试|No connection, please try again
order-closed|订单已关闭|This order is closed
busy|另一笔支付正在进行|Another payment is in progress
cancelled|已取消支付|Payment cancelled
unconfirmed|支付结果确认中，请勿重复支付|Confirming the payment, please do not pay again
snapshot-user|请先点击右下角「使用完整服务」|Please tap 使用完整服务 first
401|请先登录|Please sign in
404|订单不存在|Order not found
else response-unreadable|系统繁忙，请稍后再试|Please try again later`.split('\n')

/** The payer's message for an error code, else for an HTTP status, else the one for everything else. */
export function payerMessage(code: string, status?: number): PayerMessage {
  const of = (key: string | number | undefined): string | undefined =>
    lines.find((line) => ` ${line.split('|', 1)[0]} `.includes(` ${key} `))
  const [, zh = '', en = ''] = (of(code) ?? of(status) ?? of('else') ?? '').split('|')
  return { zh, en }
}
