import { type EffectScope, createApp, effectScope } from 'vue'
import type { Bridge, BridgeResponse, WeixinWindow } from '../src/browser/weixin-window.ts'
import { type Weixin, type WeixinOptions, createWeixin } from '../src/weixin.ts'

/** WeChat's user agent on an Android phone; on an iPhone it checks another address. */
export const android =
  'Mozilla/5.0 (Linux; Android 12; M2011K2C; wv) AppleWebKit/537.36 Mobile Safari/537.36 MicroMessenger/8.0.49.2600(0x2800315A)'
export const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.48(0x18003030)'

export interface FakeWindow extends Omit<WeixinWindow, keyof EventTarget>, EventTarget {
  document: EventTarget & { visibilityState: string }
  location: {
    href: string
    pathname: string
    search: string
    hash: string
    assign(to: string): void
  }
  left: string[]
  stored: Map<string, string>
}

/** A window that a test looks into. Without a bridge, none is there yet. */
export function fakeWindow(bridge?: Bridge, userAgent: string = android): FakeWindow {
  const left: string[] = []
  const stored = new Map<string, string>()
  return Object.assign(new EventTarget(), {
    document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    navigator: { userAgent },
    location: {
      href: 'http://localhost/orders?page=2#top',
      pathname: '/orders',
      search: '?page=2',
      hash: '#top',
      assign: (to: string) => void left.push(to),
    },
    left,
    stored,
    sessionStorage: {
      getItem: (name: string) => stored.get(name) ?? null,
      setItem: (name: string, value: string) => void stored.set(name, value),
      removeItem: (name: string) => void stored.delete(name),
    },
    ...(bridge && { WeixinJSBridge: bridge }),
  })
}

/** A bridge whose payment sheet a test closes. */
export function fakeBridge(): Bridge & {
  invoked: unknown[][]
  answer(response: BridgeResponse): void
} {
  const invoked: unknown[][] = []
  let response: (response: BridgeResponse) => void = () => {
    throw new Error('nothing was invoked')
  }
  return {
    invoked,
    invoke(command, args, callback) {
      invoked.push([command, args])
      response = callback
    },
    answer: (given) => response(given),
  }
}

/** A component that is set up in an app of its own, or in the app of another one. */
export function component<T>(
  use: () => T,
  options: WeixinOptions | Weixin,
): { used: T; scope: EffectScope; weixin: Weixin } {
  const weixin = 'install' in options ? options : createWeixin(options)
  const app = createApp({}).use(weixin)
  const scope = effectScope()
  const used = app.runWithContext(() => scope.run(use))
  if (used === undefined) throw new Error('the component was not set up')
  return { used, scope, weixin }
}
