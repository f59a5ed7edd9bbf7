import { within } from '../../browser/clock.ts'
import { type BridgeResponse, whenBridge } from '../../browser/weixin-window.ts'
import { environmentOf } from '../../environment/environment.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import { parseBody } from '../../http/transport.ts'
import type { PaymentMethod } from '../payment-method.ts'
import { jsapi } from './jsapi.ts'

/** Milliseconds for the bridge of WeCom to say what it offers. */
const CHECK_MS = 3_000

const COMMANDS = ['getBrandWCPayRequest', 'chooseWXPay']

/**
 * Pays by JSAPI in WeCom (企业微信), too, where its bridge offers that to the page. The bridge is asked before anything
 * is ordered; where it does not offer payment, the next method, such as `qr()`, is tried.
 * @example createWeixin({ payments: [wecom(), qr()] })
 */
export const wecom = (): PaymentMethod => ({
  ...jsapi,
  async ready(context, signal) {
    const { window, clock } = context
    // The built-in method stands back where an app hands in one of this trade type.
    if (environmentOf(window) !== 'wecom') return jsapi.ready(context, signal)
    const bridge = await whenBridge(window, clock, signal)
    const check = (): Promise<BridgeResponse> =>
      new Promise((resolve) => bridge.invoke('checkJsApi', { jsApiList: COMMANDS }, resolve))
    const reply = await within(clock, CHECK_MS, signal, check)
    if (!offersPayment(reply)) throw new WeixinClientError('wecom-cannot-pay')
  },
})

/** `checkResult` is an object on iOS and desktops, JSON on Android. The reply itself may be JSON, too. */
function offersPayment(reply: unknown): boolean {
  const { checkResult } = Object(parseBody(reply)) as { checkResult?: unknown }
  const offered = Object(parseBody(checkResult)) as Record<string, unknown>
  return COMMANDS.some((command) => offered[command] === true)
}
