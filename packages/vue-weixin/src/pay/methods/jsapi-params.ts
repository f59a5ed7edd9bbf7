import type { JsapiParams, Payment } from 'weixin-contract'
import type { BridgeResponse } from '../../browser/weixin-window.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { SheetResult } from '../payment-method.ts'

/** @throws {WeixinClientError} `response-unreadable` when the server returned another trade type */
export function jsapiParams(payment: Payment | null): JsapiParams {
  if (payment?.tradeType !== 'jsapi') throw new WeixinClientError('response-unreadable')
  return payment.params
}

/**
 * Reads `get_brand_wcpay_request:ok`, `chooseWXPay:cancel`, … as the SDK does: a reply without a text counts as "ok",
 * which only means that the server is asked. Some clients reply with null or with a string.
 */
export function readReply(reply: BridgeResponse | string | null | undefined): SheetResult {
  const { err_msg, errMsg, err_desc } = Object(reply) as BridgeResponse
  const text = String(err_msg || errMsg || (typeof reply === 'string' ? reply : ''))
  const result = text.slice(text.indexOf(':') + 1).toLowerCase()
  if (!text || result === 'ok') return { result: 'ok' }
  if (result === 'cancel') return { result: 'cancel' }
  const message = `WeChat rejected the payment: ${text}${err_desc ? `, ${err_desc}` : ''}`
  return { result: 'fail', error: new WeixinClientError('payment-refused', { message }) }
}
