import type { Random } from '../crypto/random.ts'
import { paymentAmounts, refundAmounts } from '../domain/amounts.ts'
import type { MoneyEvent } from '../domain/context.ts'
import { receivedIn } from '../domain/refund.ts'
import type { AccountCredentials } from '../state/account.ts'
import type { Notification } from '../state/notifications.ts'
import type { PaidOrder } from '../state/orders.ts'
import type { Context } from '../context.ts'
import { partnerIds } from './parties.ts'
import { payment } from './query.ts'
import { V2_REFUND_STATUS } from './refund.ts'
import { sealInfo, v2Sign } from './sign.ts'
import { spacedTime } from './time.ts'
import { buildXml, type Fields } from './xml.ts'

const ids = ({ appId, mchId }: AccountCredentials, random: Random): Fields => ({
  return_code: 'SUCCESS',
  appid: appId,
  mch_id: mchId,
  nonce_str: random.word(32),
})

/** A payment, signed as its order was. */
function paymentFields({ state, random }: Context, order: PaidOrder): Fields {
  const { credentials } = state.account
  const signType = order.v2?.signType ?? 'MD5'
  const fields: Fields = {
    ...ids(credentials, random),
    result_code: 'SUCCESS',
    ...(signType === 'HMAC-SHA256' && { sign_type: signType }),
    ...payment(order),
  }
  if (fields['attach'] === '') delete fields['attach']
  return { ...fields, sign: v2Sign(fields, credentials.apiV2Key, signType) }
}

/** A refund: not signed, its facts sealed with the APIv2 key. */
function refundFields(
  { state, clock, random }: Context,
  { order, refund, source }: Extract<MoneyEvent, { type: 'refunded' }>,
): Fields {
  const { credentials } = state.account
  const back = refundAmounts(order, refund)
  const info: Fields = {
    out_refund_no: refund.outRefundNo,
    out_trade_no: refund.outTradeNo,
    refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS',
    refund_fee: String(refund.refund),
    refund_id: refund.refundId,
    refund_recv_accout: receivedIn(order),
    refund_request_source: source,
    refund_status: V2_REFUND_STATUS[refund.status],
    ...(order.coupons && { cash_refund_fee: String(back.payer) }),
    settlement_refund_fee: String(back.settlement),
    settlement_total_fee: String(paymentAmounts(order).settlement),
    success_time: spacedTime(refund.succeededAt ?? clock.now()),
    total_fee: String(refund.total),
    transaction_id: refund.transactionId,
  }
  const sealed = sealInfo(buildXml(info, 'root'), credentials.apiV2Key)
  return { ...ids(credentials, random), ...partnerIds(order.partner), req_info: sealed }
}

/** A notification of another product, signed with MD5. Fields that are given come in the place of the usual ones. */
export function v2Foreign(context: Context, url: string, given: Fields): Notification {
  const { state, clock, random } = context
  const { credentials } = state.account
  const fields = { ...ids(credentials, random), result_code: 'SUCCESS', ...given }
  const signed = { ...fields, sign: v2Sign(fields, credentials.apiV2Key, 'MD5') }
  const outTradeNo = given['out_trade_no'] ?? null
  return {
    id: random.uuid(),
    about: outTradeNo ?? 'foreign',
    outTradeNo,
    url,
    body: buildXml(signed),
    tried: 0,
    dueAt: clock.now(),
    form: 'xml',
  }
}

/** A payment or a refund as API v2 tells it. */
export function v2Notification(context: Context, event: MoneyEvent): Notification {
  const { order } = event
  const isPayment = event.type === 'paid'
  return {
    id: context.random.uuid(),
    about: isPayment ? order.transactionId : event.refund.refundId,
    outTradeNo: order.outTradeNo,
    url: isPayment ? order.notifyUrl : event.url,
    body: buildXml(isPayment ? paymentFields(context, order) : refundFields(context, event)),
    tried: 0,
    dueAt: context.clock.now(),
    form: 'xml',
  }
}
