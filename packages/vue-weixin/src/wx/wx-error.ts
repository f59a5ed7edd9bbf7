import { isCancel, outcomeOf } from '../browser/bridge-reply.ts'
import type { PayerMessage } from '../errors/payer-messages.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** The codes of `WxError`. */
export type WxErrorCode =
  | 'call-cancelled'
  | 'call-denied'
  | 'call-unsupported'
  | 'call-failed'
  | 'call-timeout'
  | 'call-aborted'

/** What the user reads. */
const messages: Record<WxErrorCode, PayerMessage> = {
  'call-cancelled': { zh: '已取消', en: 'Cancelled.' },
  'call-denied': { zh: '没有使用该功能的权限', en: 'This function is not allowed here.' },
  'call-unsupported': { zh: '请升级微信后再试', en: 'Please update WeChat and try again.' },
  'call-failed': { zh: '操作没有完成，请重试', en: 'That did not work. Please try again.' },
  'call-timeout': { zh: '微信没有响应，请重试', en: 'WeChat did not respond. Please try again.' },
  'call-aborted': { zh: '已取消', en: 'Cancelled.' },
}

/** What happened to the call, for developers: a production build replaces the table by an empty one. */
const outcomes: Partial<Record<WxErrorCode, string>> =
  process.env.NODE_ENV === 'production'
    ? {}
    : {
        'call-cancelled': 'was cancelled by the user',
        'call-denied': 'is not allowed on this page',
        'call-unsupported': 'does not exist in this version of WeChat',
        'call-failed': 'failed',
        'call-timeout': 'did not get a reply in time',
        'call-aborted': 'was abandoned by its abort signal',
      }

/**
 * A call of the JS-SDK that did not succeed. Errors of `wx.config` keep their own codes.
 * @example
 * try {
 *   await scanQRCode()
 * } catch (error) {
 *   if (!isCancelled(error)) throw error
 * }
 */
export class WxError extends WeixinClientError {
  declare readonly code: WxErrorCode
  /** The method, as it is called on `wx`. */
  readonly method: string
  /** WeChat's own text, such as `scanQRCode:permission denied`. */
  readonly errMsg: string | undefined

  /**
   * @param code what happened
   * @param method the method, as it is called on `wx`
   * @param errMsg WeChat's own text, if it sent one
   */
  constructor(code: WxErrorCode, method: string, errMsg?: string) {
    super(code, {
      message: `wx.${method} ${outcomes[code] ?? code}${errMsg ? `: ${errMsg}` : ''}.`,
      payerMessage: messages[code],
    })
    this.method = method
    this.errMsg = errMsg
  }
}

/** Whether this is the error of a call that the user cancelled. */
export const isCancelled = (error: unknown): error is WxError =>
  error instanceof WxError && error.code === 'call-cancelled'

/** The error for a reply other than `ok`. Clients write the same outcome in several ways. */
export function refusal(method: string, response: unknown): WxError {
  const fields = typeof response === 'object' && response !== null ? response : {}
  const errMsg = 'errMsg' in fields ? String(fields.errMsg) : String(response)
  return new WxError(codeOf(outcomeOf(errMsg)), method, errMsg)
}

function codeOf(outcome: string): WxErrorCode {
  if (isCancel(outcome)) return 'call-cancelled'
  if (/not exist|not support/.test(outcome)) return 'call-unsupported'
  if (/permission|denied|deny|not allow/.test(outcome)) return 'call-denied'
  return 'call-failed'
}
