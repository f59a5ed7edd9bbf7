import { WeixinClientError } from '../weixin-client-error.ts'
import { type Clock, within } from './clock.ts'

/** What WeChat's browser answers: `err_msg` as a rule, `errMsg` in its developer tools. */
export interface BridgeResponse {
  err_msg?: string
  errMsg?: string
  err_desc?: string
}

export interface Bridge {
  invoke(command: string, args: object, response: (response: BridgeResponse) => void): void
}

/** The part of the browser's `window` that this package touches. */
export interface WeixinWindow {
  document: Pick<Document, 'addEventListener' | 'removeEventListener'>
  navigator: { readonly userAgent: string }
  location: Pick<Location, 'href' | 'pathname' | 'search' | 'hash' | 'assign'>
  WeixinJSBridge?: Bridge
}

export const isInWeixin = (window: WeixinWindow): boolean =>
  /micromessenger/i.test(window.navigator.userAgent)

/** iOS checks the address of the last page load. The developer tools pretend to be iOS, but check the current one. */
export const checksLandingUrl = ({ navigator }: WeixinWindow): boolean =>
  /iphone|ipad|ipod/i.test(navigator.userAgent) && !/wechatdevtools/i.test(navigator.userAgent)

/** Ten seconds: WeChat injects the bridge while the page loads, so a bridge that is not there by then won't come. */
const BRIDGE_MS = 10_000

/**
 * WeChat's bridge, once it is there.
 * @throws {WeixinClientError} `not-in-weixin` at once in another browser, `no-bridge` after ten seconds.
 */
export async function whenBridge(
  window: WeixinWindow | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<Bridge> {
  if (window?.WeixinJSBridge) return window.WeixinJSBridge
  if (!window || !isInWeixin(window)) throw new WeixinClientError('not-in-weixin')
  await within(clock, BRIDGE_MS, signal, (over) => bridgeEvent(window.document, over))
  // Looked at again rather than trusting the event: the bridge may have come without one being heard.
  if (!window.WeixinJSBridge) throw new WeixinClientError('no-bridge')
  return window.WeixinJSBridge
}

const bridgeEvent = (document: WeixinWindow['document'], over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      document.removeEventListener('WeixinJSBridgeReady', done)
      over.removeEventListener('abort', done)
      resolve()
    }
    document.addEventListener('WeixinJSBridgeReady', done)
    over.addEventListener('abort', done)
  })
