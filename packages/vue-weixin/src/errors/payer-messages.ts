/** A text for the payer, short and calm. It never claims that a payment failed where nobody knows. */
export interface PayerMessage {
  /** English. */
  readonly en: string
  /** Simplified Chinese. */
  readonly zh: string
}

/**
 * The payer's message for an error.
 * @param status of the response: the code is then koa-weixin's, which has codes of the same names as ours, unless the
 *   response is not koa-weixin's (`response-unreadable`), whose status says nothing about the payer or the order
 */
export function payerMessage(code: string, status?: number): PayerMessage {
  const hasOwnText = code === 'snapshot-user' || code === 'response-unreadable'
  switch (status === undefined || hasOwnText ? code : status) {
    case 'not-in-weixin':
    case 'wecom-cannot-pay':
      return text('请在微信中打开本页面', 'Please open this page in WeChat')
    case 'pay-in-mini-program':
      return text('请在小程序中支付', 'Please pay in the mini program')
    case 'no-bridge':
    case 'timeout':
    case 'sdk-not-loaded':
    case 'unreachable':
      return text('网络不稳定，请重试', 'No connection, please try again')
    case 'order-closed':
      return text('订单已关闭', 'This order is closed')
    case 'busy':
      return text('另一笔支付正在进行', 'Another payment is in progress')
    // Shown once the server knows of no payment.
    case 'payment-refused':
      return text('支付没有完成', 'Payment not completed')
    case 'cancelled':
      return text('已取消支付', 'Payment cancelled')
    case 'unconfirmed':
      return text('支付结果确认中，请勿重复支付', 'Confirming the payment, please do not pay again')
    case 'snapshot-user':
      return text('请先点击右下角「使用完整服务」', 'Please tap 使用完整服务 first')
    case 401:
      return text('请先登录', 'Please sign in')
    case 404:
      return text('订单不存在', 'Order not found')
    default:
      return text('系统繁忙，请稍后再试', 'Please try again later')
  }
}

const text = (zh: string, en: string): PayerMessage => ({ zh, en })
