import type { Clock } from './browser/clock.ts'
import type { WeixinWindow } from './browser/weixin-window.ts'
import type { WeixinHttp } from './http/given-http.ts'
import type { Request } from './http/request.ts'

/** The part of vue-router that is used. */
export interface WeixinRouter {
  /** Registers a function to call after each navigation; returns a function that removes it. */
  afterEach(done: () => void): () => void
}

/** What the parts of an instance are made of. */
export interface PartContext {
  /** Where koa-weixin is mounted, without a slash at its end. */
  readonly base: string
  /** Calls a route of koa-weixin. */
  readonly request: Request
  /** The browser's window; undefined on a server. */
  readonly window: WeixinWindow | undefined
  /** The app's router, where one was given. */
  readonly router: WeixinRouter | undefined
  /** Time. */
  readonly clock: Clock
  /** Goes to another address. */
  readonly navigate: (address: string) => void
  /** The address of the page load, without its fragment: the one that WeChat for iOS checks. */
  readonly landingUrl: string
  /** The given HTTP client; undefined: fetch is used. */
  readonly http: WeixinHttp | undefined
  /** What is known of the sign-in. */
  readonly signIn: {
    /** Where to sign in: the address that the last 401 named, before that the server's sign-in route. */
    address: string
    /** Called after each 401 that named an address. */
    onRequired?: () => void
  }
  /** The part of this instance that `create` makes, made at the first call. */
  readonly part: <T>(create: (context: PartContext) => T) => T
}

/** An address without its fragment. */
export const withoutHash = (href: string): string => href.split('#', 1)[0] ?? href
