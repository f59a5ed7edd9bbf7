/** A text for the payer, short and calm. It never claims that a payment failed where nobody knows. */
export interface PayerMessage {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

// One line: the codes that share the message, Chinese, English. `server:` precedes codes and statuses of the server's errors.
const lines = `not-in-weixin wecom-cannot-pay|请在微信中打开本页面|Please open this page in WeChat
pay-in-mini-program|请在小程序中支付|Please pay in the mini program
no-bridge timeout sdk-not-loaded unreachable|网络不稳定，请重试|No connection, please try again
order-closed|订单已关闭|This order is closed
busy|另一笔支付正在进行|Another payment is in progress
cancelled|已取消支付|Payment cancelled
unconfirmed|支付结果确认中，请勿重复支付|Confirming the payment, please do not pay again
server:snapshot-user|请先点击右下角「使用完整服务」|Please tap 使用完整服务 first
server:401|请先登录|Please sign in
server:404|订单不存在|Order not found
else|系统繁忙，请稍后再试|Please try again later`.split('\n')

/**
 * The payer's message for an error code, else for an HTTP status, else the one for everything else.
 * @param status of the server's response: the code is then the server's, which has codes of the same names as ours
 */
export function payerMessage(code: string, status?: number): PayerMessage {
  const from = status === undefined ? '' : 'server:'
  const of = (key: string): string | undefined =>
    lines.find((line) => ` ${line.split('|', 1)[0]} `.includes(` ${key} `))
  const [, zh = '', en = ''] = (of(from + code) ?? of(from + status) ?? of('else') ?? '').split('|')
  return { zh, en }
}
