import { bridgeOf, whenBridge } from '../../browser/weixin-window.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { PaymentMethod } from '../payment-method.ts'
import { jsapiParams, readReply } from './jsapi-params.ts'

/** Inside WeChat, straight through `WeixinJSBridge`: needs neither `wx.config` nor the SDK. */
export const jsapi: PaymentMethod = {
  tradeType: 'jsapi',
  surface: 'sheet',
  async ready({ window, clock }, signal) {
    await whenBridge(window, clock, signal)
    const agent = window?.navigator.userAgent ?? ''
    // Their user agents name WeChat, too, and their bridges have no payment for every page.
    if (/wxwork/i.test(agent)) throw new WeixinClientError('wecom-cannot-pay')
    if (/miniprogram/i.test(`${agent} ${window?.__wxjs_environment}`))
      throw new WeixinClientError('pay-in-mini-program')
  },
  open(payment, _orderId, { window }) {
    const params = jsapiParams(payment)
    return new Promise((resolve) => {
      bridgeOf(window).invoke('getBrandWCPayRequest', { ...params }, (reply) =>
        resolve(readReply(reply)),
      )
    })
  },
}
