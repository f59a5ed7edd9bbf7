/** A text for the payer, short and calm. It never claims that a payment failed where nobody knows. */
export interface PayerMessage {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

// One line: the codes that share the message (a number is the HTTP status of an error of the server), Chinese, English.
const lines = `not-in-weixin wecom-cannot-pay|请在微信中打开本页面|Please open this page in WeChat.
pay-in-mini-program|请在小程序中完成支付|Please pay in the mini program.
no-bridge timeout sdk-not-loaded unreachable|网络不稳定，请稍后再试|The network is unstable. Please try again.
denied payment-refused|暂时无法支付，请稍后再试|Payment is not available right now. Please try again later.
order-closed|订单已关闭，请重新下单|This order is closed. Please place a new one.
busy|另一笔支付正在进行|Another payment is in progress.
cancelled|已取消支付|The payment was cancelled.
unconfirmed|支付结果确认中，请勿重复支付|We are confirming your payment. Please do not pay again.
401|请先登录|Please sign in first.
404|没有找到这笔订单|This order was not found.
|系统繁忙，请稍后再试|The service is busy. Please try again later.`.split('\n')

/** The payer's message for an error code, else for an HTTP status, else the one for everything else. */
export function payerMessage(code: string, status?: number): PayerMessage {
  const find = (key: string): string | undefined =>
    lines.find((line) => line.split('|', 1)[0]?.split(' ').includes(key))
  const [, zh = '', en = ''] = (find(code) ?? find(`${status}`) ?? find('') ?? '').split('|')
  return { zh, en }
}
