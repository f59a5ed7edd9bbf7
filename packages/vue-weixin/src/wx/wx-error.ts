import type { Remedy } from '../errors/developer-texts.ts'
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

/** For developers: a production build replaces the table by an empty one. */
const developerTexts: Partial<Record<WxErrorCode, { is: string; remedy: Remedy }>> =
  process.env.NODE_ENV === 'production'
    ? {}
    : {
        'call-cancelled': {
          is: 'was cancelled by the user',
          remedy: { en: 'Nothing: the user closed it.', zh: '无需处理：用户主动取消。' },
        },
        'call-denied': {
          is: 'is not allowed on this page',
          remedy: {
            en: 'Console: check that the account has this interface. User: grant WeChat the permission, such as the location.',
            zh: '公众平台：检查“接口权限”是否包含该接口。用户：在系统设置中允许微信使用相应权限（如定位）。',
          },
        },
        'call-unsupported': {
          is: 'does not exist in this version of WeChat',
          remedy: {
            en: 'Ask the user to update WeChat, or do without it.',
            zh: '请升级微信，或提供替代方案。',
          },
        },
        'call-failed': {
          is: 'failed',
          remedy: {
            en: 'Code: check the fields against the documentation of the JS-SDK.',
            zh: '代码：对照 JS-SDK 文档检查参数。',
          },
        },
        'call-timeout': {
          is: 'did not get a reply in time',
          remedy: { en: 'Try again.', zh: '请重试。' },
        },
        'call-aborted': {
          is: 'was abandoned by its abort signal',
          remedy: { en: 'Nothing: the app ended the wait.', zh: '无需处理：由应用主动中止等待。' },
        },
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
    const { is, remedy } = developerTexts[code] ?? { is: code }
    super(code, {
      message: `wx.${method} ${is}${errMsg ? `: ${errMsg}` : ''}.`,
      payerMessage: messages[code],
      remedy,
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
  const outcome = errMsg.slice(errMsg.indexOf(':') + 1).replace(/_/g, ' ')
  return new WxError(codeOf(outcome), method, errMsg)
}

function codeOf(outcome: string): WxErrorCode {
  if (/^(fail[ ,:]*)?cancel(l?ed)?$/i.test(outcome.trim())) return 'call-cancelled'
  if (/not exist|not support/i.test(outcome)) return 'call-unsupported'
  if (/permission|denied|deny|not allow/i.test(outcome)) return 'call-denied'
  return 'call-failed'
}
