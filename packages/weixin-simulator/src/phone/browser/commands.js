import { requestCommand, requestConfig } from './server.js'
import { takePayment } from './pay/take-payment.js'
import { grant, isGranted } from './permission.js'

/** @import { Response } from './types.ts' */
/** @typedef {Record<string, unknown>} Args */

/**
 * Runs one command of the bridge. The server decides what each is answered, so that a test can set it; null: nothing.
 * @type {(command: string, args: Args) => Promise<Response | null>}
 */
export async function run(command, args) {
  if (command === 'preVerifyJSAPI') return verifyConfig(args)
  if (command === 'getBrandWCPayRequest') return takePayment(args)
  return requestCommand(command, args, isGranted(command))
}

/** @type {(value: unknown) => string[]} */
const names = (value) => (Array.isArray(value) ? value.map(String) : [])

/** @type {(args: Args) => Promise<Response>} */
async function verifyConfig(args) {
  const response = await requestConfig(args)
  const isOk = String(response.errMsg ?? response.err_msg).endsWith(':ok')
  if (isOk) grant(names(args['verifyJsApiList']))
  return response
}
