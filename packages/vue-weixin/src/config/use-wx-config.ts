import {
  type ShallowRef,
  getCurrentInstance,
  onActivated,
  onDeactivated,
  onScopeDispose,
  shallowReadonly,
  shallowRef,
} from 'vue'
import type { Wx } from '../browser/load-sdk.ts'
import { checkOptions } from '../errors/check-options.ts'
import { type WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { useWeixin } from '../weixin.ts'
import type { OpenTagName } from '../wx/open-tags/open-tag-name.ts'
import type { WxApiName } from '../wx/wx-methods.ts'
import { type WxConfigLists, createWxConfig } from './wx-config.ts'

/** The options of `useWxConfig`. */
export interface UseWxConfigOptions extends WxConfigLists {
  /** The functions of the JS-SDK that this component calls, by their names on `wx`. @default [] */
  jsApiList?: readonly WxApiName[]
  /** The open tags that this component shows, such as `wx-open-launch-weapp`. @default [] */
  openTagList?: readonly OpenTagName[]
  /** Lets the SDK show each reply in an alert. @default false */
  debug?: boolean
}

/** What `useWxConfig` returns. */
export interface UseWxConfigReturn {
  /** True while the functions may be called: WeChat verified the signature of the present address. */
  readonly isReady: Readonly<ShallowRef<boolean>>
  /** Why they may not be called, else null. An error wins over an earlier success. */
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
  /** `weixin-js-sdk` while `isReady` is true, else null. */
  readonly wx: Readonly<ShallowRef<Wx | null>>
  /**
   * Resolves with `wx` when its functions may be called. After a failure, a call tries again.
   * @throws {WeixinClientError} `not-in-weixin`, `no-bridge`, `sdk-not-loaded`, `timeout`, `invalid-signature`,
   *   `invalid-url-domain`, `denied`, `config-failed`, or the server's
   */
  ready: () => Promise<Wx>
}

/**
 * Runs `wx.config` for the present address, and again when the router changes it. Does nothing on a server, and nothing
 * while `<KeepAlive>` hides the component.
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * const { isReady, error, ready } = useWxConfig({ jsApiList: ['scanQRCode'] })
 * const wx = await ready()
 */
export function useWxConfig(options: UseWxConfigOptions = {}): UseWxConfigReturn {
  checkOptions('useWxConfig', options, ['jsApiList', 'openTagList', 'debug'])
  const { part, router, window } = useWeixin()
  const wxConfig = part(createWxConfig)
  const isReady = shallowRef(false)
  const error = shallowRef<WeixinClientError | null>(null)
  const wx = shallowRef<Wx | null>(null)
  let newest: Promise<Wx> | undefined
  let isHidden = false

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
    // The failure is in `error`.
    if (!isHidden) ready().catch(() => {})
  }

  if (window) {
    start()
    const stop = [
      wxConfig.onChange((failure) => (failure ? show(null, failure) : start())),
      router?.afterEach(start) ?? (() => {}),
    ]
    onScopeDispose(() => stop.forEach((end) => end()), true)
    if (getCurrentInstance()) {
      onDeactivated(() => void (isHidden = true))
      onActivated(() => {
        if (!isHidden) return
        isHidden = false
        start()
      })
    }
  }
  return {
    isReady: shallowReadonly(isReady),
    error: shallowReadonly(error),
    wx: shallowReadonly(wx),
    ready,
  }
}
