import { isObject } from '../../../src/http/body.ts'
import type { LogEntry } from '../api.ts'

/** What WeChat answered, as the app or the page reads it. */
export interface WeixinAnswer {
  /** The HTTP status and WeChat's code: `401 SIGN_ERROR`; of a call of the page, the message that reaches it. */
  text: string
  body: unknown
}

/** Codes with which the simulator names an answer that WeChat gives no code for. */
const OURS = /^(RESET|HANG|BAD_GATEWAY|LOST)$/

/**
 * Takes away what only the simulator's own screens read: their explanation, and the name of the rule. The codes of a
 * refused page are WeChat's where they are digits.
 */
export function weixinAnswer({ kind, response }: LogEntry): WeixinAnswer {
  const { status, code = '', body } = response
  if (kind !== 'page') {
    const known = OURS.test(code) ? '' : code
    return { text: [status || '', known].filter((part) => part !== '').join(' '), body }
  }
  const refused = isObject(body) && isObject(body['refused']) ? body['refused'] : body
  const answer = isObject(refused) && isObject(refused['response']) ? refused['response'] : null
  const message = answer && (answer['err_msg'] ?? answer['errMsg'])
  if (typeof message === 'string') return { text: message, body: answer }
  return { text: /^\d+$/.test(code) ? code : '', body }
}
