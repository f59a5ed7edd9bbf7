import { asWeixinError, WeixinError } from '../../errors/weixin-error.ts'
import { decryptResource } from '../../protocol/v3/encrypted-resource.ts'
import { isOrderedTradeType } from '../../trade-types.ts'
import { bodyId } from '../body-id.ts'
import { Fields, parseJson } from '../fields.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import type { V3Options } from './client.ts'
import { readRefund, readTransaction } from './transaction.ts'
import { verify, type VerifyOptions } from './verify.ts'

type Options = Pick<V3Options, 'apiV3Key' | 'serviceProvider'> & VerifyOptions

/**
 * Verifies the bytes, then parses, then decrypts. Nothing of a notification is read before its signature holds; what
 * cannot be read afterwards comes from WeChat all the same, and is `unreadable`. Source: WeChat Pay, 支付成功回调通知
 * (4012791861).
 */
export async function openNotification(
  options: Options,
  raw: RawNotification,
): Promise<Notification> {
  const failure = await verify(options, raw)
  if (failure) {
    const { fault, detail } = failure
    throw new WeixinError(fault, detail === undefined ? {} : { detail })
  }
  try {
    return read(options, raw)
  } catch (thrown) {
    return { about: 'unreadable', id: idOf(raw), error: asWeixinError(thrown) }
  }
}

function read(options: Options, raw: RawNotification): Notification {
  const notification = readFields(raw.body.toString('utf8'))
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
  const originalType = resource.anyText('original_type') ?? ''
  if (eventType === 'TRANSACTION.SUCCESS' && originalType === 'transaction') {
    const fields = readFields(text)
    if (isOrder(fields)) {
      if (fields.text('trade_state') !== 'SUCCESS')
        throw new WeixinError('notification-malformed', { detail: '/trade_state' })
      const transaction = readTransaction(fields, 'SUCCESS', options.serviceProvider)
      return { about: 'transaction', transaction }
    }
  }
  if (eventType.startsWith('REFUND.') && originalType === 'refund')
    return { about: 'refund', refund: readRefund(readFields(text), 'refund_status') }
  return {
    about: 'other',
    notification: { id: idOf(raw), eventType, originalType, resource: text },
  }
}

/** Fields of other products that come under the same event type: combined orders (合单), deductions by contract, parking. */
const OTHER_PRODUCTS = [
  'combine_out_trade_no',
  'sub_orders',
  'contract_id',
  'plan_id',
  'parking_info',
]

function isOrder(fields: Fields): boolean {
  const tradeType = fields.anyText('trade_type')
  const isOurs = tradeType === null || isOrderedTradeType(tradeType)
  return isOurs && !OTHER_PRODUCTS.some((name) => fields.has(name))
}

function readFields(text: string): Fields {
  return new Fields(parseJson(text, 'notification-malformed'), 'notification-malformed')
}

/** WeChat's id of the notification, else a hash of its bytes. */
function idOf({ body }: RawNotification): string {
  try {
    return readFields(body.toString('utf8')).text('id')
  } catch {
    return bodyId({ body })
  }
}
