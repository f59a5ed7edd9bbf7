import { run } from './commands.js'
import { tellDashboard } from './dashboard.js'
import { simulator } from './landing.js'
import { isSnapshot, showSnapshotBar } from './snapshot.js'

/** @import { Response } from './types.ts' */

/** @type {Map<string, (data?: unknown) => void>} */
const handlers = new Map()

/** @type {(command: string, error: unknown) => Response} */
function unanswered(command, error) {
  const reason = `weixin-simulator at ${simulator} did not answer: ${String(error)}`
  console.error(reason)
  if (command === 'preVerifyJSAPI') return { errMsg: `config:fail, ${reason}` }
  if (command === 'getBrandWCPayRequest') {
    return { err_msg: 'get_brand_wcpay_request:fail', err_desc: reason }
  }
  return { err_msg: `${command}:fail` }
}

const bridge = {
  /** @type {(command: string, args?: object, callback?: (response: Response) => void) => void} */
  invoke(command, args, callback) {
    const copy = args && typeof args === 'object' ? JSON.parse(JSON.stringify(args)) : {}
    void run(command, copy)
      .catch((error) => unanswered(command, error))
      // A task of its own: an error in the page's callback is the page's, and is reported as such.
      .then((response) => response && setTimeout(() => callback?.({ ...response })))
  },
  /** @type {(command: string, args?: object) => void} */
  call: (command, args) => bridge.invoke(command, args),
  /** @type {(event: string, handler: (data?: unknown) => void) => void} */
  on: (event, handler) => void handlers.set(event, handler),
  /** @type {(event: string, data?: unknown) => void} */
  publish: (event, data) => void setTimeout(() => handlers.get(event)?.(data)),
  /** @type {(text: string) => void} */
  log: (text) => console.debug(text),
}

Object.assign(window, { WeixinJSBridge: bridge })
tellDashboard(bridge.publish)
if (isSnapshot) showSnapshotBar()
setTimeout(() => document.dispatchEvent(new Event('WeixinJSBridgeReady')))
