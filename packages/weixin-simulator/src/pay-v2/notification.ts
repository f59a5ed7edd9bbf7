import { randomUUID } from 'node:crypto'
import { randomWord } from '../crypto/random.ts'
import type { Notification } from '../state/notifications.ts'
import type { Order } from '../state/orders.ts'
import type { Refund } from '../state/refunds.ts'
import type { AccountCredentials } from '../state/account.ts'
import type { Partner } from '../pay/parties.ts'
import { partnerIds } from './parties.ts'
import { payment } from './query.ts'
import { sealInfo, v2Sign, type SignType } from './sign.ts'
import { spacedTime } from './time.ts'
import { buildXml, type Fields } from './xml.ts'

function xmlNotification(
  about: { about: string; outTradeNo: string },
  url: string,
  fields: Fields,
  now: number,
): Notification {
  const body = buildXml(fields)
  return { id: randomUUID(), ...about, url, body, tried: 0, dueAt: now, form: 'xml' }
}

const ids = ({ appId, mchId }: AccountCredentials): Fields => ({
  return_code: 'SUCCESS',
  appid: appId,
  mch_id: mchId,
  nonce_str: randomWord(32),
})

/** A payment, signed as its order was. */
export function paymentNotification(
  order: Order,
  signType: SignType,
  credentials: AccountCredentials,
  now: number,
): Notification {
  const fields: Fields = {
    ...ids(credentials),
    result_code: 'SUCCESS',
    ...(signType === 'HMAC-SHA256' && { sign_type: signType }),
    ...payment(order),
  }
  const sign = v2Sign(fields, credentials.apiV2Key, signType)
  return xmlNotification(
    { about: order.transactionId ?? '', outTradeNo: order.outTradeNo },
    order.notifyUrl,
    { ...fields, sign },
    now,
  )
}

/** A refund: not signed, its facts sealed with the APIv2 key. */
export function refundNotification(
  refund: Refund,
  facts: {
    url: string
    account: string
    source: 'API' | 'VENDOR_PLATFORM'
    partner: Partner | undefined
  },
  credentials: AccountCredentials,
  now: number,
): Notification {
  const info: Fields = {
    out_refund_no: refund.outRefundNo,
    out_trade_no: refund.outTradeNo,
    refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS',
    refund_fee: String(refund.refund),
    refund_id: refund.refundId,
    refund_recv_accout: facts.account,
    refund_request_source: facts.source,
    refund_status: 'SUCCESS',
    settlement_refund_fee: String(refund.refund),
    settlement_total_fee: String(refund.total),
    success_time: spacedTime(refund.succeededAt ?? now),
    total_fee: String(refund.total),
    transaction_id: refund.transactionId,
  }
  const sealed = sealInfo(buildXml(info, 'root'), credentials.apiV2Key)
  const outer = { ...ids(credentials), ...partnerIds(facts.partner), req_info: sealed }
  return xmlNotification(
    { about: refund.refundId, outTradeNo: refund.outTradeNo },
    facts.url,
    outer,
    now,
  )
}
