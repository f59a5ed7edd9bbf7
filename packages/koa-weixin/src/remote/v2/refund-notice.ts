import { WeixinError } from '../../errors/weixin-error.ts'
import { openRefundInfo } from '../../protocol/v2/refund-info.ts'
import { readXml, type XmlFields } from '../../protocol/v2/xml.ts'
import type { Notice, RawNotice } from '../gateway.ts'
import { textFieldsOf } from './fields.ts'

/** Whether a notice to a v3 merchant is one of those refund notices that come as v2 XML. */
export function isXmlNotice({ headers, body }: RawNotice): boolean {
  return headers['wechatpay-signature'] === undefined && /^\s*</.test(body.toString('utf8', 0, 64))
}

/** The XML of a notice, or `notice-malformed`. */
export function readNotice({ body }: RawNotice): XmlFields {
  const fields = readXml(body.toString('utf8'))
  if (!fields) throw new WeixinError('notice-malformed', { detail: 'not the XML of WeChat Pay' })
  return fields
}

/**
 * A refund notice has neither signature nor tag, so all that is taken from it is which refund to
 * ask WeChat about. Source: WeChat Pay v2, 退款结果通知 (4011989265).
 */
export function openRefundNotice(fields: XmlFields, apiV2Key: string | undefined): Notice {
  if (apiV2Key === undefined) throw new WeixinError('api-v2-key-missing')
  const text = openRefundInfo(textFieldsOf(fields, 'notice-malformed').text('req_info'), apiV2Key)
  const opened = text === undefined ? undefined : readXml(text, 'root')
  if (!opened) throw new WeixinError('tag-wrong', { detail: 'req_info' })
  const outRefundNo = textFieldsOf(opened, 'notice-malformed').text('out_refund_no')
  return { about: 'refund-hint', outRefundNo }
}
