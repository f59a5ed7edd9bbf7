import { WeixinError } from '../../errors/weixin-error.ts'
import { decryptResource } from '../../protocol/v3/encrypted-resource.ts'
import { fieldsOf, parseJson } from '../fields.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import type { V3Options } from './client.ts'
import { verifyMessage, type VerifyOptions } from './verify.ts'
import { readRefund, readTransaction } from './transaction.ts'

/**
 * Verifies the bytes, then parses, then opens. Nothing of a notification is looked at before its
 * signature holds. Source: WeChat Pay, 支付成功回调通知 (4012791861).
 */
export async function openNotification(
  options: Pick<V3Options, 'apiV3Key' | 'serviceProvider'> & VerifyOptions,
  raw: RawNotification,
): Promise<Notification> {
  const judged = await verifyMessage(options, raw)
  if (judged) {
    const { fault, detail } = judged
    throw new WeixinError(fault, detail === undefined ? {} : { detail })
  }

  const read = (text: string) =>
    fieldsOf(parseJson(text, 'notification-malformed'), 'notification-malformed')
  const notification = read(raw.body.toString('utf8'))
  const resource = notification.object('resource')
  const text = decryptResource(
    {
      algorithm: resource.text('algorithm'),
      ciphertext: resource.text('ciphertext'),
      nonce: resource.text('nonce'),
      associated_data: resource.optionalText('associated_data') ?? '',
    },
    options.apiV3Key,
  )
  if (text === undefined) throw new WeixinError('tag-wrong')

  const eventType = notification.text('event_type')
  const originalType = resource.text('original_type')
  if (eventType === 'TRANSACTION.SUCCESS' && originalType === 'transaction') {
    const opened = read(text)
    if (opened.text('trade_state') !== 'SUCCESS')
      throw new WeixinError('notification-malformed', { detail: '/trade_state' })
    return {
      about: 'transaction',
      transaction: readTransaction(opened, 'SUCCESS', options.serviceProvider),
    }
  }
  if (eventType.startsWith('REFUND.') && originalType === 'refund')
    return { about: 'refund', refund: readRefund(read(text), 'refund_status') }
  return {
    about: 'other',
    notification: { id: notification.text('id'), eventType, originalType, resource: text },
  }
}
