/**
 * Where a page runs, as far as it matters to WeChat Pay and to the JS-SDK.
 *
 * - `weixin-ios`, `weixin-android`, `weixin-harmony`: WeChat on a phone or tablet (HarmonyOS means HarmonyOS 5 and later)
 * - `weixin-desktop`: WeChat on Windows, macOS or Linux
 * - `weixin-devtools`: the web page debugger of WeChat's developer tools
 * - `mini-program`: a mini program's `<web-view>`, on a phone or a desktop
 * - `wecom`: WeCom (企业微信), whose user agent names WeChat as well
 * - `mobile-browser`, `desktop-browser`: any other browser
 * - `server`: there is no window
 */
export type Environment =
  | 'weixin-ios'
  | 'weixin-android'
  | 'weixin-harmony'
  | 'weixin-desktop'
  | 'weixin-devtools'
  | 'mini-program'
  | 'wecom'
  | 'mobile-browser'
  | 'desktop-browser'
  | 'server'

/** What `detectEnvironment` looks at. */
export interface EnvironmentSignals {
  /** `navigator.userAgent`; undefined on a server. */
  readonly userAgent: string | undefined
  /**
   * Whether `window.__wxjs_environment` is `'miniprogram'`. Some versions of WeChat on iOS leave the mini program out of
   * the user agent. The variable is set with the bridge, so it can be missing while the page loads.
   * @default false
   */
  readonly hasWxjsEnvironment?: boolean
}

/**
 * Tells the environment from the user agent and WeChat's variable. Pure.
 * @example detectEnvironment({ userAgent: navigator.userAgent }) // 'mobile-browser'
 */
export function detectEnvironment({
  userAgent,
  hasWxjsEnvironment = false,
}: EnvironmentSignals): Environment {
  if (userAgent === undefined) return 'server'
  const names = (pattern: RegExp): boolean => pattern.test(userAgent)
  // First, because WeCom's user agent names MicroMessenger, too.
  if (names(/wxwork/i)) return 'wecom'
  if (!names(/micromessenger/i)) return isMobile(userAgent) ? 'mobile-browser' : 'desktop-browser'
  // `miniProgram/wx…` on phones, `MiniProgramEnv/Windows` on desktops.
  if (hasWxjsEnvironment || names(/miniprogram/i)) return 'mini-program'
  // They claim to be a phone.
  if (names(/wechatdevtools/i)) return 'weixin-devtools'
  if (names(/windowswechat|macwechat|linuxwechat/i)) return 'weixin-desktop'
  if (names(/openharmony|arkweb/i)) return 'weixin-harmony'
  if (names(/iphone|ipad|ipod/i)) return 'weixin-ios'
  return names(/android/i) ? 'weixin-android' : 'weixin-desktop'
}

// A HarmonyOS computer calls itself `PC; OpenHarmony`. An iPad whose Safari asks for desktop pages looks the same as a Mac.
const isMobile = (userAgent: string): boolean =>
  /android|iphone|ipad|ipod|mobile|(phone|tablet); openharmony/i.test(userAgent)

/** The part of `window` that `environmentOf` reads. */
export interface EnvironmentWindow {
  readonly navigator: { readonly userAgent: string }
}

/**
 * The environment of this window at this moment. A mini program that its user agent does not name is recognised
 * only after `WeixinJSBridgeReady`.
 * @param window undefined on a server
 * @example environmentOf(typeof window === 'undefined' ? undefined : window)
 */
export function environmentOf(window: EnvironmentWindow | undefined): Environment {
  return detectEnvironment({
    userAgent: window?.navigator.userAgent,
    // Compared as a whole: other values, such as `browser`, have been seen on iOS.
    hasWxjsEnvironment:
      window !== undefined &&
      '__wxjs_environment' in window &&
      window.__wxjs_environment === 'miniprogram',
  })
}
