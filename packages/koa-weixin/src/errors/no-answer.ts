import { WeixinError } from './weixin-error.ts'

/**
 * Whether WeChat gave no usable answer (no connection, a time-out, a 5xx, `-1`), so that whether it acted is not known
 * and the same call may be tried again.
 */
export function isNoAnswer(error: unknown): error is WeixinError {
  return error instanceof WeixinError && error.code === 'weixin-unreachable'
}
