import { asWeixinError, WeixinError } from '../../errors/weixin-error.ts'
import { verifySign } from '../../protocol/v2/sign.ts'
import type { XmlFields } from '../../protocol/v2/xml.ts'
import { isOrderedTradeType } from '../../trade-types.ts'
import { bodyId } from '../body-id.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import type { V2Options } from './client.ts'
import { TextFields } from './fields.ts'
import { openRefundNotification, readNotification } from './refund-notification.ts'
import { readTransaction } from './transaction.ts'

type Options = Pick<V2Options, 'apiV2Key' | 'signType' | 'serviceProvider'>

/**
 * Reads the XML, then verifies `sign` over all of its fields, then looks at them. Only the sign type that we order with
 * counts: another one in the notification would let its sender choose the weaker.
 * Source: WeChat Pay v2, 支付结果通知 (4011937248).
 */
export function openNotification(options: Options, raw: RawNotification): Notification {
  const { apiV2Key, signType } = options
  const xml = readNotification(raw)
  if (xml.has('req_info') && !xml.has('sign')) return openRefundNotification(xml, apiV2Key)
  if (!verifySign(xml, apiV2Key, signType))
    throw new WeixinError('signature-wrong', { detail: xml.get('sign') ? 'sign' : 'no sign' })
  if (!isOrder(xml)) return otherProduct(xml, raw)
  try {
    return readOrder(new TextFields(xml, 'notification-malformed'), options)
  } catch (thrown) {
    const id = xml.get('out_trade_no') || xml.get('nonce_str') || bodyId(raw)
    return { about: 'unreadable', id, error: asWeixinError(thrown) }
  }
}

/** Contracts (委托代扣), deductions by them and other products are signed with the same key. */
function isOrder(xml: XmlFields): boolean {
  const isContract = ['contract_id', 'contract_code', 'plan_id'].some((name) => xml.has(name))
  const tradeType = xml.get('trade_type') || undefined
  const isOurs = tradeType === undefined || isOrderedTradeType(tradeType)
  return xml.has('out_trade_no') && isOurs && !isContract
}

function otherProduct(xml: XmlFields, { body }: RawNotification): Notification {
  const notification = {
    id:
      xml.get('nonce_str') ||
      xml.get('request_serial') ||
      xml.get('contract_id') ||
      bodyId({ body }),
    eventType: xml.get('change_type') || xml.get('trade_type') || 'xml',
    originalType: '',
    resource: body.toString('utf8'),
  }
  return { about: 'other', notification }
}

function readOrder(
  fields: TextFields,
  { serviceProvider }: Pick<V2Options, 'serviceProvider'>,
): Notification {
  for (const name of ['return_code', 'result_code']) requireText(fields, name, 'SUCCESS')
  // The response to a query is signed with the same key: it may name another state.
  if (fields.optionalText('trade_state') !== null) requireText(fields, 'trade_state', 'SUCCESS')
  fields.text('trade_type')
  return { about: 'transaction', transaction: readTransaction(fields, 'SUCCESS', serviceProvider) }
}

function requireText(fields: TextFields, name: string, text: string): void {
  if (fields.text(name) !== text)
    throw new WeixinError('notification-malformed', { detail: `/${name}` })
}
