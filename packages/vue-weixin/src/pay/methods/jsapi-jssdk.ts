import type { Wx } from '../../browser/load-sdk.ts'
import type { BridgeResponse } from '../../browser/weixin-window.ts'
import type { PaymentMethod } from '../payment-method.ts'
import { jsapiParams, readAnswer } from './jsapi-params.ts'

/** Through `wx.chooseWXPay`. @param configure runs `wx.config` for these functions and gives the SDK */
export const jsapiJssdk = (configure: (jsApiList: string[]) => Promise<Wx>): PaymentMethod => ({
  tradeType: 'jsapi',
  async ready() {
    await configure(['chooseWXPay'])
  },
  async open(prepared) {
    const { timeStamp, nonceStr, package: prepayId, signType, paySign } = jsapiParams(prepared)
    const wx = await configure(['chooseWXPay'])
    return new Promise((resolve) => {
      const answer = (response: BridgeResponse): void => resolve(readAnswer(response))
      wx.chooseWXPay({
        // The SDK reads lower-case `timestamp` here, and only here: with `timeStamp` it sends "undefined".
        timestamp: Number(timeStamp),
        nonceStr,
        package: prepayId,
        signType,
        paySign,
        success: answer,
        cancel: answer,
        fail: answer,
      })
    })
  },
})
