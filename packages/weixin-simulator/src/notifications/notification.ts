import { randomUUID } from 'node:crypto'
import { chinaTime } from '../clock.ts'
import { randomWord } from '../crypto/random.ts'
import { seal } from '../crypto/seal.ts'
import type { Notification } from '../state/notifications.ts'

export interface NotificationEvent {
  type: 'TRANSACTION.SUCCESS' | 'REFUND.SUCCESS'
  about: string
  outTradeNo: string
  url: string
  resource: Record<string, unknown>
}

const KINDS = {
  'TRANSACTION.SUCCESS': { kind: 'transaction', summary: '支付成功' },
  'REFUND.SUCCESS': { kind: 'refund', summary: '退款成功' },
} as const

/** An event sealed with the merchant's APIv3 key. `now` in milliseconds. */
export function sealedNotification(
  event: NotificationEvent,
  apiV3Key: string,
  now: number,
): Notification {
  const { kind, summary } = KINDS[event.type]
  const id = randomUUID()
  const nonce = randomWord(12)
  const body = JSON.stringify({
    id,
    create_time: chinaTime(now),
    resource_type: 'encrypt-resource',
    event_type: event.type,
    summary,
    resource: {
      original_type: kind,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: seal(JSON.stringify(event.resource), apiV3Key, nonce, kind),
      associated_data: kind,
      nonce,
    },
  })
  const { about, outTradeNo, url } = event
  return { id, about, outTradeNo, url, body, tried: 0, dueAt: now }
}
