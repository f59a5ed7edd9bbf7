import { bridgeOf, whenBridge } from '../../browser/weixin-window.ts'
import { environmentOf } from '../../environment/environment.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { PaymentMethod } from '../payment-method.ts'

/** The options of `miniProgram`. */
export interface MiniProgramOptions {
  /** The page of the mini program that pays, such as `/pages/pay/pay`. It gets `?orderId=…` and calls `wx.requestPayment`. */
  page: string
}

/**
 * Pays in a mini program's web-view, which cannot open WeChat Pay itself: the order's id goes to a page of the mini
 * program. That page lets the mini program's own server order with the mini program's AppID, and navigates back.
 * @example createWeixin({ payments: [miniProgram({ page: '/pages/pay/pay' })] })
 */
export const miniProgram = ({ page }: MiniProgramOptions): PaymentMethod => ({
  tradeType: null,
  surface: 'page',
  async ready({ window, clock }, signal) {
    await whenBridge(window, clock, signal)
    if (environmentOf(window) !== 'mini-program') throw new WeixinClientError('not-in-weixin')
  },
  open(_payment, orderId, { window }) {
    const url = `${page}${page.includes('?') ? '&' : '?'}orderId=${encodeURIComponent(orderId)}`
    // What wx.miniProgram.navigateTo sends; it needs no wx.config.
    const args = { name: 'navigateTo', arg: { url } }
    bridgeOf(window).invoke('invokeMiniProgramAPI', args, () => {})
    return new Promise(() => {})
  },
})
