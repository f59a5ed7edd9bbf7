import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { type Clock, within } from './clock.ts'

/** A reply of the bridge: `err_msg` on most clients, `errMsg` on others. Real clients also return odd values. */
export interface BridgeResponse {
  /** Such as `get_brand_wcpay_request:ok`. */
  err_msg?: string
  /** Such as `config:invalid signature`. */
  errMsg?: string
  /** A description of the failure, on some clients. */
  err_desc?: string
  /** With a rejected signature: the address that WeChat checked. */
  realAuthUrl?: string | string[]
}

/** WeChat's `WeixinJSBridge`, as far as this package calls it. */
export interface Bridge {
  /** Calls a native command; WeChat calls `reply` later, once, or never. */
  invoke: (command: string, args: object, reply: (response: BridgeResponse) => void) => void
}

/** Something that events are listened to on. */
type Listens = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** The part of the browser's `window` that this package uses. */
export interface WeixinWindow extends Partial<Listens> {
  /** The page. */
  document: Listens & {
    /** `hidden` while the page cannot be seen. */
    readonly visibilityState?: string
  }
  /** The browser. */
  navigator: {
    /** The user agent. */
    readonly userAgent: string
  }
  /** The page's address. */
  location: Pick<Location, 'href' | 'pathname' | 'search' | 'hash' | 'assign'>
  /** `miniprogram` in a mini program's web-view, once the bridge is there. */
  readonly __wxjs_environment?: string
  /** WeChat's bridge. It may appear after the page's scripts ran. */
  WeixinJSBridge?: Bridge
  /** Keeps the order under way across a reload. Reading it may throw. */
  readonly sessionStorage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Where the page was scrolled to. */
  readonly scrollX?: number
  /** Where the page was scrolled to. */
  readonly scrollY?: number
  /** Restores the position after a sign-in. */
  scrollTo?(x: number, y: number): void
}

/** Milliseconds. WeChat injects the bridge while the page loads; a bridge that is missing by then will not appear. */
const BRIDGE_MS = 10_000

/**
 * Resolves with WeChat's bridge once it is there.
 * @throws {WeixinClientError} `not-in-weixin` at once in another browser, `no-bridge` after ten seconds
 */
export async function whenBridge(
  window: WeixinWindow | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<Bridge> {
  if (!window?.WeixinJSBridge) {
    if (!/micromessenger/i.test(window?.navigator.userAgent ?? ''))
      throw new WeixinClientError('not-in-weixin')
    await within(clock, BRIDGE_MS, signal, () => bridgeEvent(window))
  }
  // The variable decides, not the event: the bridge may have appeared without one.
  return bridgeOf(window)
}

/**
 * WeChat's bridge as it is now.
 * @throws {WeixinClientError} `no-bridge`
 */
export function bridgeOf(window: WeixinWindow | undefined): Bridge {
  if (!window?.WeixinJSBridge) throw new WeixinClientError('no-bridge')
  return window.WeixinJSBridge
}

const bridgeEvent = (window: WeixinWindow | undefined): Promise<unknown> =>
  new Promise((resolve) =>
    window?.document.addEventListener('WeixinJSBridgeReady', resolve, { once: true }),
  )
