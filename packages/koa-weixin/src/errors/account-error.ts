import type { WeixinErrorCode } from './catalogue.ts'
import { WeixinError, type WeixinResponse } from './weixin-error.ts'

/** WeChat's codes that a person has to mend, or that pass by themselves. */
const KNOWN: Record<string, WeixinErrorCode> = {
  '-1': 'weixin-unreachable',
  '40013': 'account-wrong',
  '40125': 'account-wrong',
  '40243': 'account-wrong',
  '41002': 'account-wrong',
  '41004': 'account-wrong',
  '40164': 'address-not-allowed',
  '45035': 'address-not-allowed',
  '61004': 'address-not-allowed',
  '89503': 'address-not-allowed',
  '45009': 'quota-reached',
  '45011': 'quota-reached',
}

/** What a refusal of api.weixin.qq.com means for the app. */
export function accountError(response: WeixinResponse): WeixinError {
  const code = KNOWN[response.code] ?? 'weixin-refused'
  const address = /invalid ip ([0-9a-f.:]+)/i.exec(response.message)?.[1]
  // For the reader only: which refusal it is, the code alone decides.
  return new WeixinError(code, { response, ...(address ? { detail: address } : {}) })
}
