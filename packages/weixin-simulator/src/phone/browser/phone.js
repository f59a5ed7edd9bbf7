/** @import { Platform } from './types.ts' */

// The SDK reads both once, when it is evaluated: a page loads this script before it.

/** @type {(name: 'userAgent' | 'platform', value: string) => void} */
const override = (name, value) => {
  Object.defineProperty(navigator, name, { configurable: true, get: () => value })
}

const isMobile = /iPhone|iPad|Android/i.test(navigator.userAgent)
const client = isMobile ? '' : /Mac/i.test(navigator.userAgent) ? ' MacWechat' : ' WindowsWechat'
if (!/MicroMessenger/i.test(navigator.userAgent)) {
  override('userAgent', `${navigator.userAgent} MicroMessenger/8.0.50 NetType/WIFI${client}`)
}

// weixin-js-sdk reports each config and payment to open.weixin.qq.com unless the platform is a desktop's.
if (!/mac|win/i.test(navigator.platform)) override('platform', 'Win32')

/** @type {Platform} */
export const platform = /iPhone|iPad/i.test(navigator.userAgent)
  ? 'ios'
  : /Android/i.test(navigator.userAgent)
    ? 'android'
    : 'desktop'
