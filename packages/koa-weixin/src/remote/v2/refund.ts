import type { Fen } from 'weixin-contract'
import { WeixinError } from '../../errors/weixin-error.ts'
import type { RefundStatus } from '../../orders.ts'
import type { RefundRequest } from '../../refunds/refund-request.ts'
import type { VerifiedRefund } from '../gateway.ts'
import { callForFields, type V2Options } from './client.ts'
import type { TextFields } from './fields.ts'

const STATUSES: ReadonlyMap<string, RefundStatus> = new Map([
  ['PROCESSING', 'PROCESSING'],
  ['SUCCESS', 'SUCCESS'],
  ['REFUNDCLOSE', 'CLOSED'],
  ['CHANGE', 'ABNORMAL'],
])

const FUNDS_ACCOUNTS = {
  AVAILABLE: 'REFUND_SOURCE_RECHARGE_FUNDS',
  UNSETTLED: 'REFUND_SOURCE_UNSETTLED_FUNDS',
} as const

/** The number of refunds of one payment that WeChat allows. */
const MOST_REFUNDS = 50

/** Asks for a refund, with the client certificate. Source: WeChat Pay v2, 申请退款 (4011935217). */
export async function refund(options: V2Options, request: RefundRequest): Promise<VerifiedRefund> {
  const { transactionId, outRefundNo, total, amount, reason, extras = {} } = request
  const { funds_account, ...others } = extras
  const { clientCertificate, notifyUrl } = options
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    throw new WeixinError('refund-invalid', { detail: `extras.${unknown}: not with API v2` })
  if (!clientCertificate) throw new WeixinError('client-certificate-missing')
  const params = {
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    total_fee: String(total),
    refund_fee: String(amount),
    ...(reason === undefined ? {} : { refund_desc: reason }),
    ...(funds_account === undefined ? {} : { refund_account: FUNDS_ACCOUNTS[funds_account] }),
    notify_url: notifyUrl,
  }
  const fields = await callForFields(
    options,
    { path: '/secapi/pay/refund', fields: params, clientCertificate },
    'refund',
  )
  if (
    fields.text('out_refund_no') !== outRefundNo ||
    fields.text('transaction_id') !== transactionId
  )
    throw new WeixinError('response-mismatch')
  return {
    outRefundNo,
    refundId: fields.text('refund_id'),
    transactionId,
    outTradeNo: fields.text('out_trade_no'),
    // SUCCESS of this call means accepted.
    refundStatus: 'PROCESSING',
    total: fields.integer('total_fee'),
    amount: fields.integer('refund_fee'),
    payerAmount: fields.anyInteger('cash_refund_fee'),
    userReceivedAccount: null,
    channel: fields.optionalText('refund_channel'),
    fundsAccount: null,
    succeededAt: null,
    raw: fields.raw,
    ...merchantsOf(fields),
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}

/** How a refund stands. Source: WeChat Pay v2, 查询退款 (4011935218). */
export async function queryRefund(
  options: V2Options,
  outRefundNo: string,
): Promise<VerifiedRefund> {
  const fields = await callForFields(
    options,
    { path: '/pay/refundquery', fields: { out_refund_no: outRefundNo } },
    'refund-query',
  )
  // A query by a refund's number lists that refund only.
  if (fields.text('out_refund_no_0') !== outRefundNo) throw new WeixinError('response-mismatch')
  const refundStatus = STATUSES.get(fields.text('refund_status_0'))
  if (!refundStatus) throw new WeixinError('response-malformed', { detail: '/refund_status_0' })
  return {
    outRefundNo,
    refundId: fields.text('refund_id_0'),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    refundStatus,
    total: fields.integer('total_fee'),
    amount: fields.integer('refund_fee_0'),
    payerAmount: null,
    // WeChat spells it without the second `u`.
    userReceivedAccount:
      fields.optionalText('refund_recv_accout_0') ?? fields.optionalText('refund_recv_account_0'),
    channel: fields.optionalText('refund_channel_0'),
    fundsAccount: fields.optionalText('refund_account_0'),
    succeededAt: fields.anyMoment('refund_success_time_0'),
    raw: fields.raw,
    ...merchantsOf(fields),
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}

/** What went back of a payment, or is on its way. WeChat lists ten refunds at a time. */
export async function refundedTotal(options: V2Options, transactionId: string): Promise<Fen> {
  let total = 0
  for (let offset = 0; offset < MOST_REFUNDS;) {
    // Without an offset WeChat does not return total_refund_count.
    const params = { transaction_id: transactionId, offset: String(offset) }
    const request = { path: '/pay/refundquery', fields: params }
    const fields = await callForFields(options, request, 'refund-query')
    if (fields.text('transaction_id') !== transactionId) throw new WeixinError('response-mismatch')
    const count = fields.anyInteger('refund_count') ?? 0
    for (let i = 0; i < count; i += 1)
      if (STATUSES.get(fields.text(`refund_status_${i}`)) !== 'CLOSED')
        total += fields.integer(`refund_fee_${i}`)
    offset += count
    if (count === 0 || offset >= (fields.anyInteger('total_refund_count') ?? offset)) break
  }
  return total
}

function merchantsOf(fields: TextFields): Pick<VerifiedRefund, 'mchId' | 'subMchId'> {
  const subMchId = fields.optionalText('sub_mch_id')
  return { mchId: fields.text('mch_id'), ...(subMchId === null ? {} : { subMchId }) }
}
