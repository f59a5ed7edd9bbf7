import { type App, type InjectionKey, inject } from 'vue'
import { type Clock, realClock } from './browser/clock.ts'
import type { WeixinWindow } from './browser/weixin-window.ts'
import { checkOptions } from './errors/check-options.ts'
import { type WeixinHttp, givenHttp, timeoutOf } from './http/given-http.ts'
import { createRequest } from './http/request.ts'
import { fetchTransport } from './http/transport.ts'
import type { PaymentMethod } from './pay/payment-method.ts'
import { type PartContext, type WeixinRouter, withoutHash } from './part-context.ts'

/** The options of `createWeixin`. */
export interface WeixinOptions {
  /**
   * The path where koa-weixin is mounted, or its whole address where it runs on another origin.
   * @default '/weixin'
   */
  base?: string
  /** The app's vue-router: `useWxConfig` then signs each new address. @default none */
  router?: WeixinRouter
  /**
   * Ways to pay besides JSAPI, such as `h5()` and `qr()`. The first one that fits the environment is used.
   * @default [] (JSAPI alone)
   */
  payments?: readonly PaymentMethod[]
  /** An axios instance (any 1.x), or another client with such a `request`. @default the browser's fetch */
  http?: WeixinHttp
  /** For tests and iframes. @default the global window; none on a server, where nothing is requested or opened */
  window?: WeixinWindow
  /** Goes to another address. @default window.location.assign */
  navigate?: (address: string) => void
  /** For tests. @default setTimeout and Date.now */
  clock?: Clock
}

/**
 * The Vue plugin.
 * @example app.use(weixin)
 */
export interface Weixin {
  /** Provides this instance to the composables of the app. */
  install(app: App): void
}

/** What the composables share. Each composable adds its own part, so that an app ships only what it uses. */
export interface WeixinContext extends Weixin, PartContext {
  readonly payments: readonly PaymentMethod[]
}

/** The key under which the plugin provides itself. */
export const weixinKey: InjectionKey<Weixin> = Symbol('weixin')

/**
 * Creates the Vue plugin. Call it in the entry file, before a router changes the address: WeChat for iOS checks the
 * address of the page load.
 * @throws {TypeError} for an option that does not exist, in development builds
 * @example createApp(App).use(createWeixin({ base: '/weixin', router })).use(router).mount('#app')
 */
export function createWeixin(options: WeixinOptions = {}): Weixin {
  checkOptions('createWeixin', options, [
    'base',
    'router',
    'payments',
    'http',
    'window',
    'navigate',
    'clock',
  ])
  const { router, payments = [], http, clock = realClock } = options
  const window = options.window ?? (globalThis.window as WeixinWindow | undefined)
  const base = (options.base ?? '/weixin').replace(/\/$/, '')
  const parts = new Map<unknown, unknown>()
  const signIn: WeixinContext['signIn'] = { address: `${base}/oauth` }
  const request = createRequest(
    http ? givenHttp(http) : fetchTransport,
    timeoutOf(http),
    clock,
    (address) => {
      signIn.address = address
      signIn.onRequired?.()
    },
  )
  const context: WeixinContext = {
    install: (app) => void app.provide(weixinKey, context),
    base,
    request,
    window,
    router,
    clock,
    payments,
    navigate: options.navigate ?? ((address) => window?.location.assign(address)),
    landingUrl: withoutHash(window?.location.href ?? ''),
    signIn,
    http,
    part<T>(create: (context: PartContext) => T): T {
      if (!parts.has(create)) parts.set(create, create(context))
      return parts.get(create) as T
    },
  }
  return context
}

/**
 * The instance of this app, with what the composables share.
 * @throws {Error} when `app.use(createWeixin())` is missing, or outside `setup()`
 */
export function useWeixin(): WeixinContext {
  const weixin = inject(weixinKey, undefined)
  if (!weixin)
    throw new Error('vue-weixin: call app.use(createWeixin()) first, and this in setup()')
  return weixin as WeixinContext
}
