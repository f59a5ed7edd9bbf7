import { WeixinError } from '../../errors/weixin-error.ts'
import { decryptRefundInfo } from '../../protocol/v2/refund-info.ts'
import { readXml, type XmlFields } from '../../protocol/v2/xml.ts'
import type { Notification, RawNotification } from '../gateway.ts'
import { textFieldsOf } from './fields.ts'

/** Whether a notification to a v3 merchant is one of those refund notifications that come as v2 XML. */
export function isXmlNotification({ headers, body }: RawNotification): boolean {
  return headers['wechatpay-signature'] === undefined && /^\s*</.test(body.toString('utf8', 0, 64))
}

/** The XML of a notification, or `notification-malformed`. */
export function readNotification({ body }: RawNotification): XmlFields {
  const fields = readXml(body.toString('utf8'))
  if (!fields)
    throw new WeixinError('notification-malformed', { detail: 'not the XML of WeChat Pay' })
  return fields
}

/**
 * A refund notification has neither signature nor tag, so all that is taken from it is which refund to
 * ask WeChat about. Source: WeChat Pay v2, 退款结果通知 (4011989265).
 */
export function openRefundNotification(
  fields: XmlFields,
  apiV2Key: string | undefined,
): Notification {
  if (apiV2Key === undefined) throw new WeixinError('api-v2-key-missing')
  const text = decryptRefundInfo(
    textFieldsOf(fields, 'notification-malformed').text('req_info'),
    apiV2Key,
  )
  const opened = text === undefined ? undefined : readXml(text, 'root')
  if (!opened) throw new WeixinError('tag-wrong', { detail: 'req_info' })
  const outRefundNo = textFieldsOf(opened, 'notification-malformed').text('out_refund_no')
  return { about: 'refund-hint', outRefundNo }
}
