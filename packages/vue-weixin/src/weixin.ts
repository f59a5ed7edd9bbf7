import axios, { type AxiosInstance } from 'axios'
import { type App, type InjectionKey, inject } from 'vue'
import { type Clock, realClock } from './browser/clock.ts'
import { loadSdk } from './browser/load-sdk.ts'
import type { WeixinWindow } from './browser/weixin-window.ts'
import { type WxConfig, createWxConfig } from './config/wx-config.ts'
import { type Session, createSession } from './oauth/session.ts'
import type { PaymentMethod } from './pay/payment-method.ts'
import { type Payments, createPayments } from './pay/payments.ts'
import { jsapiBridge } from './pay/methods/jsapi-bridge.ts'
import { jsapiJssdk } from './pay/methods/jsapi-jssdk.ts'
import { createApi } from './api/api.ts'

/** What is used of a vue-router. */
export interface WeixinRouter {
  afterEach(done: () => void): () => void
}

export interface WeixinOptions {
  /** Path where koa-weixin is mounted. @default '/weixin' */
  base?: string
  /** Your vue-router: then `useWxConfig` signs each new address. */
  router?: WeixinRouter
  /** An axios of your own, with its headers and interceptors. @default axios.create() */
  http?: AxiosInstance
  /** @default the global one; none on a server, where nothing is asked or opened */
  window?: WeixinWindow
  /** Goes to another address. @default window.location.assign */
  navigate?: (address: string) => void
  /** @default setTimeout */
  clock?: Clock
}

/** One for each app: the plugin, and what the composables share. */
export interface Weixin {
  install(app: App): void
  readonly window: WeixinWindow | undefined
  readonly clock: Clock
  readonly router: WeixinRouter | undefined
  readonly payments: Payments
  readonly paymentMethods: Record<'bridge' | 'jssdk', PaymentMethod>
  readonly wxConfig: WxConfig
  readonly session: Session
}

export const weixinKey: InjectionKey<Weixin> = Symbol('weixin')

/** The Vue plugin. Call it in the entry file, before a router changes the address: iOS checks the one it landed on. */
export function createWeixin({
  base = '/weixin',
  router,
  http = axios.create(),
  window = typeof globalThis.window === 'undefined' ? undefined : globalThis.window,
  navigate = (address) => window?.location.assign(address),
  clock = realClock,
}: WeixinOptions = {}): Weixin {
  const server = createApi(base.replace(/\/$/, ''), http)
  const wxConfig = createWxConfig({
    server,
    window,
    clock,
    loadSdk: () => loadSdk(window ?? {}),
  })
  const here = (): string => {
    const { pathname = '/', search = '', hash = '' } = window?.location ?? {}
    return pathname + search + hash
  }
  const weixin: Weixin = {
    install: (app) => void app.provide(weixinKey, weixin),
    window,
    clock,
    router,
    payments: createPayments({ server, clock }),
    paymentMethods: {
      bridge: jsapiBridge(window, clock),
      jssdk: jsapiJssdk((jsApiList) => wxConfig.configure({ jsApiList })),
    },
    wxConfig,
    session: createSession({ server, here, navigate }),
  }
  return weixin
}

/** @throws {Error} when `app.use(createWeixin())` is missing, or outside `setup()` */
export function useWeixin(): Weixin {
  const weixin = inject(weixinKey, undefined)
  if (!weixin)
    throw new Error('vue-weixin: call app.use(createWeixin()) first, and this in setup()')
  return weixin
}
