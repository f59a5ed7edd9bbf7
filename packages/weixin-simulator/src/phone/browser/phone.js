import { environment } from './environment.js'

/** @import { Platform } from './types.ts' */

// The SDK reads both once, when it is evaluated: a page loads this script before it.

/** @type {(name: 'userAgent' | 'platform', value: string) => void} */
const override = (name, value) => {
  Object.defineProperty(navigator, name, { configurable: true, get: () => value })
}

const isMobile = /iPhone|iPad|Android/i.test(navigator.userAgent)
const client = isMobile ? '' : /Mac/i.test(navigator.userAgent) ? ' MacWechat' : ' WindowsWechat'
if (environment) {
  override('userAgent', environment.userAgent)
  override('platform', environment.platform)
  stopReports()
} else {
  if (!/MicroMessenger/i.test(navigator.userAgent)) {
    override('userAgent', `${navigator.userAgent} MicroMessenger/8.0.50 NetType/WIFI${client}`)
  }
  // weixin-js-sdk reports each config and payment to open.weixin.qq.com unless the platform is a desktop's.
  if (!/mac|win/i.test(navigator.platform)) override('platform', 'Win32')
}

if (environment?.name === 'mini-program') {
  Object.assign(window, { __wxjs_environment: 'miniprogram' })
}

/** On a phone's platform the SDK reports by loading a picture: no report leaves this machine. */
function stopReports() {
  const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  Object.defineProperty(HTMLImageElement.prototype, 'src', {
    ...source,
    /** @param {string} address */
    set(address) {
      if (!String(address).startsWith('https://open.weixin.qq.com/sdk/report'))
        source?.set?.call(this, address)
    },
  })
}

/** Which client this is, for the rules that differ. @type {Platform} */
export const platform =
  environment?.name ??
  (/iPhone|iPad/i.test(navigator.userAgent)
    ? 'ios'
    : /Android/i.test(navigator.userAgent)
      ? 'android'
      : 'desktop')
