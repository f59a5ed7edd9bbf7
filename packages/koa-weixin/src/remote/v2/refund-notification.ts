import { WeixinError } from '../../errors/weixin-error.ts'
import { decryptRefundInfo } from '../../protocol/v2/refund-info.ts'
import { readXml, type XmlFields } from '../../protocol/v2/xml.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import { TextFields } from './fields.ts'

/** The XML of a notification. Throws `notification-malformed`. */
export function readNotification({ body }: RawNotification): XmlFields {
  const fields = readXml(body.toString('utf8'))
  if (!fields)
    throw new WeixinError('notification-malformed', { detail: 'not the XML of WeChat Pay' })
  return fields
}

/**
 * A refund notification has neither signature nor tag, so all that is taken from it is which refund to query.
 * Source: WeChat Pay v2, 退款结果通知 (4011989265).
 */
export function openRefundNotification(
  fields: XmlFields,
  apiV2Key: string | undefined,
): Notification {
  if (apiV2Key === undefined) throw new WeixinError('api-v2-key-missing')
  const reqInfo = new TextFields(fields, 'notification-malformed').text('req_info')
  const text = decryptRefundInfo(reqInfo, apiV2Key)
  const opened = text === undefined ? undefined : readXml(text, 'root')
  if (!opened) throw new WeixinError('tag-wrong', { detail: 'req_info' })
  const outRefundNo = new TextFields(opened, 'notification-malformed').text('out_refund_no')
  return { about: 'refund-hint', outRefundNo }
}
