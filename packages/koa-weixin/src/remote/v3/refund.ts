import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import type { RefundRequest, VerifiedRefund } from '../gateway.ts'
import { call, readJson, type V3Options } from './client.ts'
import { readRefund } from './transaction.ts'

const REFUNDS = '/v3/refund/domestic/refunds'

/** What the app or a person can do something about; without underscores in older spellings. */
const REFUSALS = new Set([
  'INVALIDREQUEST',
  'NOTENOUGH',
  'USERACCOUNTABNORMAL',
  'RESOURCENOTEXISTS',
  'TRADEOVERDUE',
  'REFUNDFEEMISMATCH',
])

/** Asks for a refund; `PROCESSING` means accepted. Source: WeChat Pay, 申请退款 (4012791862). */
export async function refund(
  options: V3Options,
  { transactionId, outRefundNo, total, amount, reason }: RefundRequest,
): Promise<VerifiedRefund> {
  const reply = await call(options, 'POST', REFUNDS, {
    ...(options.serviceProvider ? { sub_mchid: options.serviceProvider.subMchId } : {}),
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    ...(reason === undefined ? {} : { reason }),
    // Without it the notification would come as XML, or not at all.
    notify_url: options.notifyUrl,
    amount: { refund: amount, total, currency: 'CNY' },
  })
  if (reply.result === 'refused') throw refusal(reply.response)
  const made = readRefund(readJson(reply.text), 'status')
  if (made.outRefundNo !== outRefundNo || made.transactionId !== transactionId)
    throw new WeixinError('response-mismatch')
  return made
}

/** How a refund stands, by the number we gave it. Source: WeChat Pay, 查询退款 (4012791863). */
export async function queryRefund(
  options: V3Options,
  outRefundNo: string,
): Promise<VerifiedRefund> {
  const { serviceProvider } = options
  const query = serviceProvider ? `?sub_mchid=${serviceProvider.subMchId}` : ''
  const path = `${REFUNDS}/${encodeURIComponent(outRefundNo)}${query}`
  const reply = await call(options, 'GET', path)
  if (reply.result === 'refused') {
    const { response } = reply
    const isUnknown = response.code === 'RESOURCE_NOT_EXISTS'
    throw new WeixinError(isUnknown ? 'refund-unknown' : 'weixin-refused', { response })
  }
  const found = readRefund(readJson(reply.text), 'status')
  if (found.outRefundNo !== outRefundNo) throw new WeixinError('response-mismatch')
  // The reply names no merchant: it answers our own signed question.
  return { ...found, mchId: options.mchId }
}

function refusal(response: WeixinResponse): WeixinError {
  const isExplained = REFUSALS.has(response.code.replaceAll('_', ''))
  return new WeixinError(isExplained ? 'refund-refused' : 'weixin-refused', { response })
}
