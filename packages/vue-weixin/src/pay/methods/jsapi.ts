import { within } from '../../browser/clock.ts'
import { type Bridge, whenBridge } from '../../browser/weixin-window.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { PaymentMethod, PaymentTools } from '../payment-method.ts'
import { jsapiParams, readReply } from './jsapi-params.ts'

const COMMAND = 'getBrandWCPayRequest'

/** Inside WeChat, straight through `WeixinJSBridge`: needs neither `wx.config` nor the SDK. */
export const jsapi: PaymentMethod = {
  tradeType: 'jsapi',
  surface: 'sheet',
  fits: (environment) => environment.startsWith('we'),
  async ready(tools, signal) {
    const bridge = await whenBridge(tools.window, tools.clock, signal)
    if (tools.environment === 'wecom' && !(await canPay(bridge, tools, signal)))
      throw new WeixinClientError('wecom-cannot-pay')
  },
  open(payment, _orderId, { window }) {
    const bridge = window?.WeixinJSBridge
    if (!bridge) throw new WeixinClientError('no-bridge')
    const params = jsapiParams(payment)
    return new Promise((resolve) => {
      bridge.invoke(COMMAND, { ...params }, (reply) => resolve(readReply(reply)))
    })
  },
}

/** Milliseconds for the bridge of WeCom to say what it offers. */
const CHECK_MS = 3_000

/** WeCom offers payment to some pages only. Its bridge is asked, because an order that nobody can pay helps nobody. */
const canPay = (bridge: Bridge, { clock }: PaymentTools, signal: AbortSignal): Promise<boolean> =>
  within(
    clock,
    CHECK_MS,
    signal,
    (over) =>
      new Promise<boolean>((resolve) => {
        over.addEventListener('abort', () => resolve(false))
        bridge.invoke('checkJsApi', { jsApiList: [COMMAND] }, (reply) => {
          // An object on iOS and desktops, JSON on Android.
          const { checkResult } = Object(reply) as { checkResult?: object | string }
          resolve(/"(getBrandWCPayRequest|chooseWXPay)":true/.test(asText(checkResult)))
        })
      }),
  )

const asText = (value: object | string | undefined): string =>
  typeof value === 'string' ? value.replace(/\s/g, '') : (JSON.stringify(value) ?? '')
