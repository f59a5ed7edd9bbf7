import type { Payment, JsapiParams } from 'weixin-contract'
import type { BridgeResponse } from '../../browser/weixin-window.ts'
import { WeixinClientError } from '../../weixin-client-error.ts'
import type { SheetResult } from '../payment-method.ts'

/** @throws {WeixinClientError} `response-unreadable` when the server prepared another way than it was asked to */
export function jsapiParams(prepared: Payment): JsapiParams {
  if (prepared.tradeType !== 'jsapi') throw new WeixinClientError('response-unreadable')
  return prepared.params
}

/** `get_brand_wcpay_request:ok`, `chooseWXPay:cancel`, … read as the SDK does: a response without a text counts as ok. */
export function readAnswer({ err_msg, errMsg, err_desc }: BridgeResponse): SheetResult {
  const text = err_msg || errMsg
  const result = text?.slice(text.indexOf(':') + 1).toLowerCase()
  if (!text || result === 'ok') return { result: 'ok' }
  if (result === 'cancel') return { result: 'cancel' }
  const message = `WeChat did not take the payment: ${[text, err_desc].filter(Boolean).join(', ')}`
  return { result: 'fail', error: new WeixinClientError('payment-refused', { message }) }
}
