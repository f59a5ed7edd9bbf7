import type { JsapiParams, Payment } from 'weixin-contract'
import { isCancel, readBridgeReply } from '../../browser/bridge-reply.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { SheetResult } from '../payment-method.ts'

/** @throws {WeixinClientError} `response-unreadable` when the server returned another trade type */
export function jsapiParams(payment: Payment | null): JsapiParams {
  if (payment?.tradeType !== 'jsapi') throw new WeixinClientError('response-unreadable')
  return payment.params
}

/**
 * Reads `get_brand_wcpay_request:ok`, `chooseWXPay:cancel`, … A reply without a text counts as "ok", as in the SDK,
 * which only means that the server is asked.
 */
export function readReply(reply: unknown): SheetResult {
  const { text, outcome, err_desc } = readBridgeReply(reply)
  if (!text || outcome === 'ok') return { result: 'ok' }
  if (isCancel(outcome)) return { result: 'cancel' }
  const message = `WeChat rejected the payment: ${text}${err_desc ? `, ${err_desc}` : ''}`
  return { result: 'fail', error: new WeixinClientError('payment-refused', { message }) }
}
