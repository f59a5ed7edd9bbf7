import { WeixinError } from '../../errors/weixin-error.ts'
import { verifySign } from '../../protocol/v2/sign.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import type { V2Options } from './client.ts'
import { textFieldsOf, type TextFields } from './fields.ts'
import { openRefundNotification, readNotification } from './refund-notification.ts'
import { readTransaction } from './transaction.ts'

/**
 * Reads the XML, then verifies `sign` over all of its fields, then looks at them. Only the sign type
 * that we order with counts: another one in the notification would let its sender choose the weaker.
 * Source: WeChat Pay v2, 支付结果通知 (4011937248).
 */
export function openNotification(
  {
    apiV2Key,
    signType,
    serviceProvider,
  }: Pick<V2Options, 'apiV2Key' | 'signType' | 'serviceProvider'>,
  raw: RawNotification,
): Notification {
  const read = readNotification(raw)
  if (read.has('req_info') && !read.has('sign')) return openRefundNotification(read, apiV2Key)
  if (!verifySign(read, apiV2Key, signType))
    throw new WeixinError('signature-wrong', { detail: read.get('sign') ? 'sign' : 'no sign' })
  const fields = textFieldsOf(read, 'notification-malformed')
  for (const name of ['return_code', 'result_code']) requireText(fields, name, 'SUCCESS')
  // The response to a query is signed with the same key: it may say another state.
  if (read.has('trade_state')) requireText(fields, 'trade_state', 'SUCCESS')
  fields.text('trade_type')
  return { about: 'transaction', transaction: readTransaction(fields, 'SUCCESS', serviceProvider) }
}

function requireText(fields: TextFields, name: string, text: string): void {
  if (fields.text(name) !== text)
    throw new WeixinError('notification-malformed', { detail: `/${name}` })
}
