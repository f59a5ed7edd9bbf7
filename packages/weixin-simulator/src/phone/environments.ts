/** The in-app browsers that the simulated phone can be. */
export type EnvironmentName =
  | 'ios'
  | 'android'
  | 'harmony'
  | 'windows'
  | 'mac'
  | 'wecom'
  | 'mini-program'

/** Which of a page's two addresses a client goes by: that of its last full load, or the present one. */
export type AddressRule = 'landing' | 'current'

export interface Environment {
  name: EnvironmentName
  en: string
  zh: string
  /** What `navigator.userAgent` holds: the shape that public code records of this client. */
  userAgent: string
  /** What `navigator.platform` holds. */
  platform: string
  /** The address over which the client verifies a page signature, and which it holds against the safe domains. */
  signedAddress: AddressRule
  /** The address that has to lie in a pay directory. */
  payAddress: AddressRule
  /** False where the client refuses getBrandWCPayRequest. */
  canPay: boolean
  /** What differs for a developer. */
  note: { en: string; zh: string }
}

const CURRENT = {
  en: 'Signatures cover the present address: sign again after each route change.',
  zh: '签名以当前地址为准：每次路由变化后要重新签名。',
}

/**
 * Sources: user agents and the rules of iOS and Android from public code and community reports. That HarmonyOS, the
 * desktop clients and WeCom go by the present address is not documented; they are taken to be like Android.
 */
export const ENVIRONMENTS: readonly Environment[] = [
  {
    name: 'ios',
    en: 'iOS',
    zh: 'iOS',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN',
    platform: 'iPhone',
    signedAddress: 'landing',
    payAddress: 'landing',
    canPay: true,
    note: {
      en: 'Signatures cover the address of the last full page load, on every route.',
      zh: '签名以最后一次完整加载的地址为准，路由变化后也一样。',
    },
  },
  {
    name: 'android',
    en: 'Android',
    zh: '安卓',
    userAgent:
      'Mozilla/5.0 (Linux; Android 12; M2011K2C Build/SKQ1.211006.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240404 MMWEBID/9203 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
    platform: 'Linux armv81',
    signedAddress: 'current',
    payAddress: 'current',
    canPay: true,
    note: CURRENT,
  },
  {
    name: 'harmony',
    en: 'HarmonyOS',
    zh: '鸿蒙',
    userAgent:
      'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile MicroMessenger/1.0.3 NetType/WIFI Language/zh_CN',
    platform: 'Linux aarch64',
    signedAddress: 'current',
    payAddress: 'current',
    canPay: true,
    note: {
      en: 'Its version is 1.0.x, which the JS-SDK compares as text with 6.0.2: wx.error is never called.',
      zh: '版本号是 1.0.x，JS-SDK 按字符串与 6.0.2 比较：wx.error 不会被调用。',
    },
  },
  {
    name: 'windows',
    en: 'WeChat for Windows',
    zh: '微信 Windows 版',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/11275 Flue',
    platform: 'Win32',
    signedAddress: 'current',
    payAddress: 'current',
    canPay: true,
    note: CURRENT,
  },
  {
    name: 'mac',
    en: 'WeChat for Mac',
    zh: '微信 Mac 版',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.10(0x13080a10) XWEB/1227 Flue',
    platform: 'MacIntel',
    signedAddress: 'current',
    payAddress: 'current',
    canPay: true,
    note: CURRENT,
  },
  {
    name: 'wecom',
    en: 'WeCom',
    zh: '企业微信',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.6 MicroMessenger/7.0.1 Language/zh ColorScheme/Light',
    platform: 'iPhone',
    signedAddress: 'landing',
    payAddress: 'landing',
    canPay: true,
    note: {
      en: 'Its user agent also contains MicroMessenger: test for wxwork first.',
      zh: 'UA 里也含 MicroMessenger：判断时要先看 wxwork。',
    },
  },
  {
    name: 'mini-program',
    en: 'Mini-program web-view',
    zh: '小程序 web-view',
    userAgent:
      'Mozilla/5.0 (Linux; Android 12; M2011K2C Build/SKQ1.211006.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240404 MMWEBID/9203 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64 miniProgram/wx0123456789abcdef',
    platform: 'Linux armv81',
    signedAddress: 'current',
    payAddress: 'current',
    canPay: false,
    note: {
      en: 'A page cannot pay here: it opens a native page of the mini-program, which calls wx.requestPayment.',
      zh: '页面在这里不能支付：要跳到小程序的原生页面，由它调用 wx.requestPayment。',
    },
  },
]

export const findEnvironment = (name: unknown): Environment | undefined =>
  ENVIRONMENTS.find((one) => one.name === name)

/** The rule of a client that is not one of the table: the browser as it is, recognised by its own user agent. */
export const signedAddressRule = (name: string): AddressRule =>
  findEnvironment(name)?.signedAddress ?? 'current'

export const payAddressRule = (name: string): AddressRule =>
  findEnvironment(name)?.payAddress ?? 'current'
