import { type ShallowRef, getCurrentScope, onScopeDispose, shallowReadonly, shallowRef } from 'vue'
import type { Wx } from '../browser/load-sdk.ts'
import { type WeixinClientError, asClientError } from '../weixin-client-error.ts'
import { useWeixin } from '../weixin.ts'
import type { WxConfigLists } from './wx-config.ts'

export interface UseWxConfigOptions extends WxConfigLists {
  /** The functions of the JS-SDK that this component calls, by their names on `wx`. @default [] */
  jsApiList?: readonly string[]
  /** The open tags that this component shows, such as `wx-open-launch-weapp`. @default [] */
  openTagList?: readonly string[]
  /** Lets WeChat show every answer in an alert. @default false */
  debug?: boolean
}

export interface UseWxConfigReturn {
  /** WeChat took the signature of the present address. */
  readonly isReady: Readonly<ShallowRef<boolean>>
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
  /** `weixin-js-sdk` once it is ready, else null. */
  readonly wx: Readonly<ShallowRef<Wx | null>>
  /**
   * Resolves with `wx` when it may be called. Tries again after a failure.
   * @throws {WeixinClientError} `not-in-weixin`, `no-bridge`, `sdk-not-loaded`, `config-refused`, `config-timeout`, or the server's
   */
  ready: () => Promise<Wx>
}

/** Runs `wx.config` for the present address, and again when the router changes it. Does nothing on a server. */
export function useWxConfig(options: UseWxConfigOptions = {}): UseWxConfigReturn {
  const { wxConfig, router, window } = useWeixin()
  const isReady = shallowRef(false)
  const error = shallowRef<WeixinClientError | null>(null)
  const wx = shallowRef<Wx | null>(null)
  let newest: Promise<Wx> | undefined

  async function ready(): Promise<Wx> {
    const mine = wxConfig.configure(options)
    if (newest !== mine) show(null, null)
    newest = mine
    try {
      const sdk = await mine
      if (newest === mine) show(sdk, null)
      return sdk
    } catch (thrown) {
      if (newest === mine) show(null, asClientError(thrown))
      throw thrown
    }
  }

  function show(sdk: Wx | null, failure: WeixinClientError | null): void {
    wx.value = sdk
    isReady.value = sdk !== null
    error.value = failure
  }

  function start(): void {
    ready().catch(() => {}) // told by `error`
  }

  if (window) {
    start()
    const stop = [
      wxConfig.onError((failure) => show(null, failure)),
      router?.afterEach(start) ?? (() => {}),
    ]
    if (getCurrentScope()) onScopeDispose(() => stop.forEach((end) => end()))
  }
  return {
    isReady: shallowReadonly(isReady),
    error: shallowReadonly(error),
    wx: shallowReadonly(wx),
    ready,
  }
}
