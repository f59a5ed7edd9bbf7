import { WeixinError } from '../../errors/weixin-error.ts'
import type { RefundStatus } from '../../orders.ts'
import type { RefundRequest, VerifiedRefund } from '../gateway.ts'
import { call, type V2Options } from './client.ts'
import type { TextFields } from './fields.ts'

const STATES: Record<string, RefundStatus> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  REFUNDCLOSE: 'CLOSED',
  CHANGE: 'ABNORMAL',
}

/** Asks for a refund, with the client certificate. Source: WeChat Pay v2, 申请退款 (4011935217). */
export async function refund(
  options: V2Options,
  { transactionId, outRefundNo, total, amount, reason }: RefundRequest,
): Promise<VerifiedRefund> {
  const { clientCertificate, notifyUrl } = options
  if (!clientCertificate) throw new WeixinError('client-certificate-missing')
  const asked = {
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    total_fee: String(total),
    refund_fee: String(amount),
    ...(reason === undefined ? {} : { refund_desc: reason }),
    notify_url: notifyUrl,
  }
  const reply = await call(options, '/secapi/pay/refund', asked, clientCertificate)
  if (reply.result === 'refused')
    throw new WeixinError('weixin-refused', { response: reply.response })
  const { fields } = reply
  if (
    fields.text('out_refund_no') !== outRefundNo ||
    fields.text('transaction_id') !== transactionId
  )
    throw new WeixinError('response-mismatch')
  return {
    ...merchantsOf(fields),
    outRefundNo,
    refundId: fields.text('refund_id'),
    transactionId,
    outTradeNo: fields.text('out_trade_no'),
    // SUCCESS of this call means accepted.
    refundStatus: 'PROCESSING',
    total: fields.integer('total_fee'),
    amount: fields.integer('refund_fee'),
    succeededAt: null,
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}

/** How a refund stands. Source: WeChat Pay v2, 查询退款 (4011935218). */
export async function queryRefund(
  options: V2Options,
  outRefundNo: string,
): Promise<VerifiedRefund> {
  const reply = await call(options, '/pay/refundquery', { out_refund_no: outRefundNo })
  if (reply.result === 'refused')
    throw new WeixinError('weixin-refused', { response: reply.response })
  const { fields } = reply
  // Asked by a refund's number, the reply lists that one.
  if (fields.text('out_refund_no_0') !== outRefundNo) throw new WeixinError('response-mismatch')
  const refundStatus = STATES[fields.text('refund_status_0')]
  if (!refundStatus) throw new WeixinError('response-malformed', { detail: '/refund_status_0' })
  return {
    ...merchantsOf(fields),
    outRefundNo,
    refundId: fields.text('refund_id_0'),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    refundStatus,
    total: fields.integer('total_fee'),
    amount: fields.integer('refund_fee_0'),
    succeededAt: fields.optionalMoment('refund_success_time_0'),
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}

function merchantsOf(fields: TextFields): Pick<VerifiedRefund, 'mchId' | 'subMchId'> {
  const subMchId = fields.optionalText('sub_mch_id')
  return { mchId: fields.text('mch_id'), ...(subMchId === null ? {} : { subMchId }) }
}
