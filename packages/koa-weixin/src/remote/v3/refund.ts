import { WeixinError } from '../../errors/weixin-error.ts'
import type { RefundRequest } from '../../refunds/refund-request.ts'
import type { VerifiedRefund } from '../gateway.ts'
import { callForJson, type V3Options } from './client.ts'
import { readRefund } from './transaction.ts'

const REFUNDS = '/v3/refund/domestic/refunds'

/** Asks for a refund; `PROCESSING` means accepted. Source: WeChat Pay, 申请退款 (4012791862). */
export async function refund(options: V3Options, request: RefundRequest): Promise<VerifiedRefund> {
  const { transactionId, outRefundNo, total, amount, reason, extras = {} } = request
  const { from, ...others } = extras
  const { serviceProvider, notifyUrl } = options
  const body = {
    ...(serviceProvider ? { sub_mchid: serviceProvider.subMchId } : {}),
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    ...(reason === undefined ? {} : { reason }),
    // Without it the notification would come as XML, or not at all.
    notify_url: notifyUrl,
    amount: { refund: amount, total, currency: 'CNY', ...(from === undefined ? {} : { from }) },
    ...others,
  }
  const fields = await callForJson(options, { method: 'POST', path: REFUNDS, body }, 'refund')
  const made = readRefund(fields, 'status')
  if (made.outRefundNo !== outRefundNo || made.transactionId !== transactionId)
    throw new WeixinError('response-mismatch')
  return ofOurMerchant(options, made)
}

/** The state of a refund, by its `out_refund_no`. Source: WeChat Pay, 查询退款 (4012791863). */
export async function queryRefund(
  options: V3Options,
  outRefundNo: string,
): Promise<VerifiedRefund> {
  const { serviceProvider } = options
  const query = serviceProvider ? `?sub_mchid=${serviceProvider.subMchId}` : ''
  const path = `${REFUNDS}/${encodeURIComponent(outRefundNo)}${query}`
  const found = readRefund(
    await callForJson(options, { method: 'GET', path }, 'refund-query'),
    'status',
  )
  if (found.outRefundNo !== outRefundNo) throw new WeixinError('response-mismatch')
  return ofOurMerchant(options, found)
}

/** A response names no merchant, and need not name the sub-merchant: it answers our own signed request. */
function ofOurMerchant(
  { mchId, serviceProvider }: V3Options,
  refund: VerifiedRefund,
): VerifiedRefund {
  if (!serviceProvider) return { ...refund, mchId }
  return { ...refund, mchId, subMchId: refund.subMchId ?? serviceProvider.subMchId }
}
