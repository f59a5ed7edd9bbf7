import { askConfig } from './ask.js'
import { takePayment } from './pay/take-payment.js'
import { grant, isGranted } from './permission.js'

/** @import { Response } from './types.ts' */
/** @typedef {Record<string, unknown>} Args */

/** Commands that any page may give. @type {Record<string, (args: Args) => Response | Promise<Response>>} */
const free = {
  preVerifyJSAPI: verifyConfig,
  checkJsApi,
  getBrandWCPayRequest: takePayment,
  getNetworkType: () => ({ err_msg: 'network_type:wifi' }),
  closeWindow: () => ({ err_msg: 'close_window:ok' }),
  hideOptionMenu: () => ({ err_msg: 'hideOptionMenu:ok' }),
  showOptionMenu: () => ({ err_msg: 'showOptionMenu:ok' }),
  hideToolbar: () => ({ err_msg: 'hideToolbar:ok' }),
  showToolbar: () => ({ err_msg: 'showToolbar:ok' }),
}

/** Commands that a page may give once wx.config has listed them in its jsApiList. */
const configured = [
  'hideMenuItems',
  'showMenuItems',
  'hideAllNonBaseMenuItem',
  'showAllNonBaseMenuItem',
  'updateAppMessageShareData',
  'updateTimelineShareData',
]

/** @type {(command: string, args: Args) => Promise<Response>} */
export async function run(command, args) {
  if (Object.hasOwn(free, command)) return (await free[command]?.(args)) ?? {}
  if (!configured.includes(command)) return { err_msg: 'system:function_not_exist' }
  if (isGranted(command)) return { errMsg: `${command}:ok` }
  return { errMsg: `${command}:fail, the permission value is offline verifying` }
}

/** @type {(value: unknown) => string[]} */
const names = (value) => (Array.isArray(value) ? value.map(String) : [])

/** @type {(args: Args) => Promise<Response>} */
async function verifyConfig(args) {
  const response = await askConfig(args)
  const isOk = String(response.errMsg ?? response.err_msg).endsWith(':ok')
  if (isOk) grant(names(args['verifyJsApiList']))
  return response
}

/** @type {(args: Args) => Response} */
function checkJsApi(args) {
  const known = names(args['jsApiList']).map((command) => [
    command,
    Object.hasOwn(free, command) || configured.includes(command),
  ])
  const checkResult = Object.fromEntries(known)
  // The SDK goes by the user agent and parses what an Android phone sends: there it is text.
  const isAndroid = /Android/i.test(navigator.userAgent)
  return {
    err_msg: 'checkJsApi:ok',
    checkResult: isAndroid ? JSON.stringify(checkResult) : checkResult,
  }
}
