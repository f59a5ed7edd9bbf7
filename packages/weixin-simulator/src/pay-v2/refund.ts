import { PayRefusal } from '../pay/refusal.ts'
import { refund as refundV3 } from '../pay/refund.ts'
import type { Refund } from '../state/refunds.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { isOwn } from './parties.ts'
import { spacedTime } from './time.ts'
import { V2Refusal } from './refusal.ts'

/** The money follows one set of rules; each dialect has its own words for them. */
const CODES: Record<string, string> = {
  RESOURCE_NOT_EXISTS: 'ORDERNOTEXIST',
  FREQUENCY_LIMITED: 'FREQUENCY_LIMITED',
  PARAM_ERROR: 'PARAM_ERROR',
  '订单金额或退款金额与之前请求不一致，请核实后再试': 'REFUND_FEE_MISMATCH',
  订单超过可退款期限: 'TRADE_OVERDUE',
}

/** POST /secapi/pay/refund */
export function refund(world: Context, { call, fields, partner }: V2Call): V2Reply {
  const { mchId: mchid } = world.state.account.credentials
  const {
    transaction_id: id,
    out_trade_no: number,
    out_refund_no,
    refund_desc,
    notify_url,
  } = fields
  const body = {
    // transaction_id wins over out_trade_no.
    ...(id ? { transaction_id: id } : { out_trade_no: number }),
    out_refund_no,
    ...(partner && { sub_mchid: partner.subMchId }),
    ...(refund_desc && { reason: refund_desc }),
    ...(notify_url && { notify_url }),
    amount: {
      refund: Number(fields['refund_fee']),
      total: Number(fields['total_fee']),
      currency: 'CNY',
    },
  }
  const query = new URLSearchParams()
  const asked = { call, mchid, body, query, param: () => '', isPartner: false }
  try {
    refundV3(world, asked, 'xml')
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    const code = CODES[error.error.code] ?? CODES[error.message] ?? 'ERROR'
    throw new V2Refusal(code, error.message, { en: error.reason.en, zh: error.reason.zh })
  }
  const made = world.state.refunds.find((one) => one.outRefundNo === out_refund_no)
  if (!made) throw errors.noSuchRefund()
  return {
    transaction_id: made.transactionId,
    out_trade_no: made.outTradeNo,
    out_refund_no: made.outRefundNo,
    refund_id: made.refundId,
    refund_fee: String(made.refund),
    total_fee: String(made.total),
    cash_fee: String(made.total),
    cash_refund_fee: String(made.refund),
    fee_type: 'CNY',
  }
}

const MOST = 10

/** POST /pay/refundquery: by refund_id, else out_refund_no, else transaction_id, else out_trade_no. */
export function queryRefund(world: Context, { call, fields, partner }: V2Call): V2Reply {
  const keys = [
    ['refund_id', 'refundId'],
    ['out_refund_no', 'outRefundNo'],
    ['transaction_id', 'transactionId'],
    ['out_trade_no', 'outTradeNo'],
  ] as const
  const [name, key] = keys.find(([one]) => fields[one]) ?? []
  call.require('a number to ask by', key !== undefined, () => errors.lacking('out_refund_no'))
  const isAskers = ({ outTradeNo }: Refund): boolean =>
    isOwn(
      world.state.orders.find((one) => one.outTradeNo === outTradeNo),
      partner,
    )
  const all = world.state.refunds.filter(
    (one) => key && one[key] === fields[name ?? ''] && isAskers(one),
  )
  const [first] = all
  call.check('refund exists', first !== undefined)
  if (!first) throw errors.noSuchRefund()
  const offset = Number(fields['offset'] || 0)
  const shown = all.slice(offset, offset + MOST)
  call.require('offset within', shown.length > 0, () => errors.wrongParam('offset', 'too large'))
  return {
    transaction_id: first.transactionId,
    out_trade_no: first.outTradeNo,
    total_fee: String(first.total),
    fee_type: 'CNY',
    cash_fee: String(first.total),
    total_refund_count: String(all.length),
    refund_count: String(shown.length),
    ...Object.assign({}, ...shown.map(numbered)),
  }
}

function numbered(refund: Refund, n: number): V2Reply {
  return {
    [`out_refund_no_${n}`]: refund.outRefundNo,
    [`refund_id_${n}`]: refund.refundId,
    [`refund_channel_${n}`]: 'ORIGINAL',
    [`refund_fee_${n}`]: String(refund.refund),
    [`refund_status_${n}`]: refund.status,
    [`refund_account_${n}`]: 'REFUND_SOURCE_RECHARGE_FUNDS',
    [`refund_recv_accout_${n}`]: '支付用户零钱',
    ...(refund.succeededAt !== null && {
      [`refund_success_time_${n}`]: spacedTime(refund.succeededAt),
    }),
  }
}
