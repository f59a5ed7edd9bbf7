import { chinaTime } from '../clock.ts'
import { seal } from '../crypto/seal.ts'
import type { Random } from '../crypto/random.ts'
import { paymentAmounts, refundAmounts } from '../domain/amounts.ts'
import type { MoneyEvent } from '../domain/context.ts'
import { receivedIn } from '../domain/refund.ts'
import type { Notification } from '../state/notifications.ts'
import type { Context } from '../context.ts'
import { transaction } from './transaction.ts'

/** An event of API v3, before it is sealed. */
export interface NotificationEvent {
  /** event_type, for example TRANSACTION.SUCCESS. */
  type: string
  /** original_type, to which the sealed part is bound. */
  kind: string
  /** summary. */
  summary: string
  /** The transaction or refund id that it is about. */
  about: string
  /** The order that it is about; null where there is none. */
  outTradeNo: string | null
  /** Where it is delivered. */
  url: string
  /** What is sealed. */
  resource: Record<string, unknown>
}

/** An event sealed with the merchant's APIv3 key. `now` in milliseconds. */
export function sealedNotification(
  event: NotificationEvent,
  apiV3Key: string,
  { now, random }: { now: number; random: Random },
): Notification {
  const { type, kind, summary, about, outTradeNo, url } = event
  const id = random.uuid()
  const nonce = random.word(12)
  const body = JSON.stringify({
    id,
    create_time: chinaTime(now),
    resource_type: 'encrypt-resource',
    event_type: type,
    summary,
    resource: {
      original_type: kind,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: seal(JSON.stringify(event.resource), apiV3Key, nonce, kind),
      associated_data: kind,
      nonce,
    },
  })
  return { id, about, outTradeNo, url, body, tried: 0, dueAt: now }
}

const REFUND_EVENTS = {
  PROCESSING: { type: 'REFUND.SUCCESS', summary: '退款成功' },
  SUCCESS: { type: 'REFUND.SUCCESS', summary: '退款成功' },
  ABNORMAL: { type: 'REFUND.ABNORMAL', summary: '退款异常' },
  CLOSED: { type: 'REFUND.CLOSED', summary: '退款关闭' },
} as const

function eventOf(context: Context, event: MoneyEvent, now: number): NotificationEvent {
  const { order } = event
  if (event.type === 'paid') {
    return {
      type: 'TRANSACTION.SUCCESS',
      kind: 'transaction',
      summary: '支付成功',
      about: order.transactionId,
      outTradeNo: order.outTradeNo,
      url: order.notifyUrl,
      resource: transaction(context, order, now),
    }
  }
  const { refund, url } = event
  const { mchId } = context.state.account.credentials
  const merchants = order.partner
    ? { sp_mchid: mchId, sub_mchid: order.partner.subMchId }
    : { mchid: mchId }
  return {
    ...REFUND_EVENTS[refund.status],
    kind: 'refund',
    about: refund.refundId,
    outTradeNo: refund.outTradeNo,
    url,
    resource: {
      ...merchants,
      out_trade_no: refund.outTradeNo,
      transaction_id: refund.transactionId,
      out_refund_no: refund.outRefundNo,
      refund_id: refund.refundId,
      refund_status: refund.status,
      ...(refund.succeededAt !== null && { success_time: chinaTime(refund.succeededAt) }),
      user_received_account: receivedIn(order),
      amount: {
        total: refund.total,
        refund: refund.refund,
        payer_total: paymentAmounts(order).payer,
        payer_refund: refundAmounts(order, refund).payer,
      },
    },
  }
}

/** A payment or a refund as API v3 tells it. */
export function v3Notification(context: Context, event: MoneyEvent): Notification {
  const now = context.clock.now()
  const { apiV3Key } = context.state.account.credentials
  return sealedNotification(eventOf(context, event, now), apiV3Key, {
    now,
    random: context.random,
  })
}
