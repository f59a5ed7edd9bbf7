import { createWxConfig } from '../../config/wx-config.ts'
import type { Wx } from '../../browser/load-sdk.ts'
import { guardReply } from '../../browser/replace-invoke.ts'
import type { PaymentMethod } from '../payment-method.ts'
import { jsapi } from './jsapi.ts'
import { jsapiParams, readReply } from './jsapi-params.ts'

/**
 * Pays inside WeChat through `wx.chooseWXPay`, after `wx.config`, in place of `WeixinJSBridge`. WeChat's developer tools
 * need it, for example.
 * @example createWeixin({ payments: [chooseWXPay()] })
 */
export const chooseWXPay = (): PaymentMethod => {
  let wx: Wx | undefined
  return {
    ...jsapi,
    async ready({ part }) {
      wx = await part(createWxConfig).configure({ jsApiList: ['chooseWXPay'] })
    },
    open(payment, _orderId, { window }) {
      const { timeStamp, nonceStr, package: prepayId, signType, paySign } = jsapiParams(payment)
      return new Promise((resolve) => {
        const done = (reply: unknown): void => resolve(readReply(reply))
        // A reply that the SDK cannot read says no more than one without a text.
        const unreadable = (): void => done(null)
        guardReply(window, unreadable, () =>
          wx?.chooseWXPay({
            // The SDK reads lower-case `timestamp` here, and only here: with `timeStamp` it sends "undefined".
            timestamp: Number(timeStamp),
            nonceStr,
            package: prepayId,
            signType,
            paySign,
            success: done,
            cancel: done,
            fail: done,
          }),
        )
      })
    },
  }
}
