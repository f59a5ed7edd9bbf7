import { weixinRefusal } from './weixin-codes.ts'
import type { WeixinError, WeixinResponse } from './weixin-error.ts'

/** The error for a refusal by api.weixin.qq.com. */
export function accountError(response: WeixinResponse): WeixinError {
  return weixinRefusal('api', response)
}
