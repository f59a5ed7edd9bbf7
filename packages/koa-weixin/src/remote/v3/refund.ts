import { WeixinError } from '../../errors/weixin-error.ts'
import type { RefundRequest, VerifiedRefund } from '../gateway.ts'
import { call, readJson, type V3Options } from './client.ts'
import { readRefund } from './transaction.ts'

/** Asks for a refund; `PROCESSING` means accepted. Source: WeChat Pay, 申请退款 (4012791862). */
export async function refund(
  options: V3Options,
  { transactionId, outRefundNo, total, amount, reason }: RefundRequest,
): Promise<VerifiedRefund> {
  const reply = await call(options, 'POST', '/v3/refund/domestic/refunds', {
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    ...(reason === undefined ? {} : { reason }),
    // Without it the notice would come as XML, or not at all.
    notify_url: options.notifyUrl,
    amount: { refund: amount, total, currency: 'CNY' },
  })
  if (reply.result === 'refused') throw new WeixinError('weixin-refused', { said: reply.said })
  const made = readRefund(readJson(reply.text), 'status')
  if (made.outRefundNo !== outRefundNo || made.transactionId !== transactionId)
    throw new WeixinError('reply-about-other')
  return made
}

/** How a refund stands. Source: WeChat Pay, 查询单笔退款 (4012791863). */
export async function queryRefund(
  options: V3Options,
  outRefundNo: string,
): Promise<VerifiedRefund> {
  const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`
  const reply = await call(options, 'GET', path)
  if (reply.result === 'refused') throw new WeixinError('weixin-refused', { said: reply.said })
  const found = readRefund(readJson(reply.text), 'status')
  if (found.outRefundNo !== outRefundNo) throw new WeixinError('reply-about-other')
  // The reply names no merchant: it answers our own signed question.
  return { ...found, mchId: options.mchId }
}
