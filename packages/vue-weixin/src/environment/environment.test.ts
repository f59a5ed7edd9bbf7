import { expect, expectTypeOf, test } from 'vitest'
import { type Environment, detectEnvironment, environmentOf } from './environment.ts'

const ios =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const androidKernel =
  'AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117'
const android = `Mozilla/5.0 (Linux; Android 12; M2011K2C Build/SKQ1.211006.001; wv) ${androidKernel} MMWEBSDK/20240404 MMWEBID/9203 MicroMessenger/8.0.49.2600(0x2800315A) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`
const windows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36'
const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36'
const arkWeb =
  'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36  ArkWeb/4.1.6.1'

// Collected from public code, bug reports and vendors' documents.
test.each<[Environment, string, string]>([
  [
    'weixin-ios',
    'iPhone',
    `${ios} Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN`,
  ],
  [
    'weixin-ios',
    'iPad',
    `${ios.replace('iPhone; CPU iPhone', 'iPad; CPU')} Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN`,
  ],
  ['weixin-android', 'XWEB kernel', android],
  [
    'weixin-android',
    'X5 kernel',
    'Mozilla/5.0 (Linux; Android 10; V1901A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/77.0.3865.120 MQQBrowser/6.2 TBS/045617 Mobile Safari/537.36 MMWEBID/7489 MicroMessenger/8.0.6.1900(0x280006A1) Process/tools WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
  ],
  [
    'weixin-android',
    'HarmonyOS 4, which is Android',
    android.replace('M2011K2C', 'HarmonyOS; NOH-AN00'),
  ],
  [
    'weixin-harmony',
    '1.0.3',
    `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${arkWeb} Mobile MicroMessenger/1.0.3.52(0xf3100334) Weixin NetType/4G Language/zh_CN MMWEBID/2965 MMWEBSDK/202412070032 XWEB/1140157`,
  ],
  [
    'weixin-harmony',
    '8.0.9',
    `Mozilla/5.0 (Phone; OpenHarmony 5.1) ${arkWeb} Mobile MicroMessenger/8.0.9.39(0xf3100927) Weixin NetType/WIFI Language/zh_CN MMWEBID/2777 MMWEBSDK/202507060011 XWEB/1140307`,
  ],
  [
    'weixin-desktop',
    'Windows',
    `${windows} NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/11275 Flue`,
  ],
  [
    'weixin-desktop',
    'Windows 4',
    `${windows} NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) UnifiedPCWindowsWechat(0xf2541a1d) XWEB/19899 Flue`,
  ],
  [
    'weixin-desktop',
    'Windows 4, with the version before',
    `${windows} NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) UnifiedPCWindowsWechat(0xf2541a35) XWEB/19977 Flue`,
  ],
  [
    'weixin-desktop',
    'Linux 4',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) UnifiedPCLinuxWechat(0xf2741108) XWEB/14978 Flue',
  ],
  [
    'weixin-desktop',
    'macOS 4',
    `${mac} NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) MacWechat/3.8.7(0x13080712) UnifiedPCMacWechat(0xf26411f0) XWEB/16512 Flue`,
  ],
  [
    'weixin-desktop',
    'macOS',
    `${mac} NetType/WIFI MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.10(0x13080a10) XWEB/1227 Flue`,
  ],
  [
    'weixin-desktop',
    'an unknown system',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) XWEB/13655 Flue',
  ],
  [
    'weixin-devtools',
    'pretending to be iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_1 like Mac OS X) AppleWebKit/603.1.3 (KHTML, like Gecko) Version/10.0 Mobile/14E304 Safari/602.1 wechatdevtools/1.06.2209190 MicroMessenger/8.0.5 Language/zh_CN webview/16655 sessionid/1',
  ],
  ['mini-program', 'Android', `${android} miniProgram/wx0123456789abcdef`],
  [
    'mini-program',
    'Windows',
    `${windows} MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows WindowsWechat/WMPF WindowsWechat(0x63090a13) UnifiedPCWindowsWechat(0xf2541a1d) XWEB/19899`,
  ],
  [
    'mini-program',
    'macOS',
    `${mac} MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF MacWechat/3.8.7(0x13080712) UnifiedPCMacWechat(0xf264101d) XWEB/16390`,
  ],
  [
    'wecom',
    'iOS',
    `${ios} Mobile/15E148 wxwork/4.1.6 MicroMessenger/7.0.1 Language/zh ColorScheme/Light`,
  ],
  [
    'wecom',
    'Windows',
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.5304.110 Safari/537.36 Language/zh wxwork/4.1.10 (MicroMessenger/6.2) WindowsWechat MailPlugin_Electron WeMail embeddisk',
  ],
  [
    'wecom',
    'a private WeCom, Android',
    `${android} wxworklocal/3.2.200 wwlocal/3.2.200 wxwork/4.0.0 MicroMessenger/7.0.1 Language/zh_CN`,
  ],
  [
    'mini-program',
    'macOS 4, by both names',
    `${mac} MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Mac MacWechat/WMPF MacWechat/3.8.7(0x13080712) UnifiedPCMacWechat(0xf2641702) XWEB/18788 miniProgram/wx0123456789abcdef`,
  ],
  [
    'mobile-browser',
    "a mini program of QQ, which is not WeChat's",
    `${ios} Mobile/15E148 QQ/8.9.50.611 V1_IPH_SQ_8.9.50_1_APP_A miniProgram miniprogramhtmlwebview`,
  ],
  [
    'mobile-browser',
    'a mini program of Alipay',
    `${ios} Mobile/15E148 AliApp(AP/10.5.88.6000) AlipayClient/10.5.88.6000 Language/zh-Hans MiniProgram`,
  ],
  ['mobile-browser', 'Safari', `${ios} Version/17.4.1 Mobile/15E148 Safari/604.1`],
  [
    'mobile-browser',
    'Chrome',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
  ],
  [
    'mobile-browser',
    'an Android tablet, without Mobile',
    'Mozilla/5.0 (Linux; Android 13; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  ],
  ['mobile-browser', 'HarmonyOS phone', `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${arkWeb} Mobile`],
  ['mobile-browser', 'HarmonyOS tablet', `Mozilla/5.0 (Tablet; OpenHarmony 5.0) ${arkWeb}`],
  ['desktop-browser', 'HarmonyOS computer', `Mozilla/5.0 (PC; OpenHarmony 5.0) ${arkWeb}`],
  ['desktop-browser', 'Chrome on Windows', windows],
  [
    'desktop-browser',
    'Safari on macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
  ],
  ['desktop-browser', 'no user agent', ''],
])('%s: %s', (environment, _, userAgent) => {
  expect(detectEnvironment({ userAgent })).toBe(environment)
  expect(detectEnvironment({ userAgent: userAgent.toUpperCase() })).toBe(environment)
})

test("a mini program by WeChat's variable alone, in WeChat only", () => {
  const userAgent = `${ios} Mobile/15E148 MicroMessenger/8.0.48(0x18003030)`
  expect(detectEnvironment({ userAgent, hasWxjsEnvironment: true })).toBe('mini-program')
  expect(detectEnvironment({ userAgent: ios, hasWxjsEnvironment: true })).toBe('mobile-browser')
})

test('of a window, and of none', () => {
  const navigator = { userAgent: android }
  expect(environmentOf({ navigator })).toBe('weixin-android')
  const variable = (value: string) => ({ navigator, __wxjs_environment: value })
  expect(environmentOf(variable('miniprogram'))).toBe('mini-program')
  expect(environmentOf(variable('browser'))).toBe('weixin-android')
  expect(environmentOf(undefined)).toBe('server')
  expectTypeOf(environmentOf).returns.toEqualTypeOf<Environment>()
})
