import type { Clock } from '../../browser/clock.ts'
import { type WeixinWindow, whenBridge } from '../../browser/weixin-window.ts'
import { WeixinClientError } from '../../weixin-client-error.ts'
import type { PaymentMethod } from '../payment-method.ts'
import { jsapiParams, readAnswer } from './jsapi-params.ts'

/** Straight through `WeixinJSBridge`: needs neither `wx.config` nor the SDK. */
export const jsapiBridge = (window: WeixinWindow | undefined, clock: Clock): PaymentMethod => ({
  tradeType: 'jsapi',
  async ready(signal) {
    await whenBridge(window, clock, signal)
  },
  async open(prepared) {
    const bridge = window?.WeixinJSBridge
    if (!bridge) throw new WeixinClientError('no-bridge')
    const params = jsapiParams(prepared)
    return new Promise((resolve) => {
      bridge.invoke('getBrandWCPayRequest', { ...params }, (response) =>
        resolve(readAnswer(response)),
      )
    })
  },
})
