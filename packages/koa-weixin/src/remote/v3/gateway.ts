import type { KeyObject, X509Certificate } from 'node:crypto'
import { WeixinError } from '../../errors/weixin-error.ts'
import { headerFault } from '../../protocol/v3/message-signature.ts'
import type { Gateway } from '../gateway.ts'
import { formOf } from '../message-form.ts'
import { openRefundNotification, readNotification } from '../v2/refund-notification.ts'
import { v3OpenBill } from './bill.ts'
import { downloadCertificates, platformCertificate } from './certificates.ts'
import type { V3Options } from './client.ts'
import { createClockSkew } from './clock-skew.ts'
import { close } from './close.ts'
import { openNotification } from './notification.ts'
import { createPlatformKeys } from './platform-keys.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'
import { request } from './request.ts'
import { signPaymentParams } from './trade-types.ts'

export interface V3GatewayOptions extends Omit<V3Options, 'platformKeys' | 'clockSkew'> {
  /** WeChat's public keys by their ids. */
  publicKeys: ReadonlyMap<string, KeyObject>
  platformCertificates: 'download' | readonly X509Certificate[]
}

/** WeChat Pay API v3: JSON and RSA, with public keys, platform certificates, or both. */
export function v3Gateway(given: V3GatewayOptions): Gateway {
  const { now, publicKeys, platformCertificates, apiV2Key } = given
  const isDownloaded = platformCertificates === 'download'
  const platformKeys = createPlatformKeys({
    publicKeys,
    certificates: isDownloaded ? [] : platformCertificates.map(platformCertificate),
    download: isDownloaded ? () => downloadCertificates(options, publicKeys) : undefined,
    now,
  })
  const options: V3Options = { ...given, platformKeys, clockSkew: createClockSkew(now) }
  return {
    mayLeaveOpen: false,
    prepay: (params) => prepay(options, params),
    signPaymentParams: (prepaid) => signPaymentParams(options, prepaid),
    query: (outTradeNo) => query(options, { outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (params) => refund(options, params),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    // The response to a query contains no amount, and no call lists the refunds of a transaction: a sum of those that are
    // known by notifications or by our own numbers could be too low. Sources: 查询订单 (4012791858), 查询退款 (4012791863).
    refundedTotal: async () => null,
    openBill: v3OpenBill(options),
    checkHeaders(headers) {
      // XML may be a refund notification, and what has no content type may be XML.
      if (
        headers['wechatpay-signature'] === undefined &&
        !/json/i.test(String(headers['content-type']))
      )
        return
      const fault = headerFault(headers, Math.floor(now() / 1000))
      if (!fault) return
      const detail = fault === 'timestamp-stale' ? options.clockSkew.text() : undefined
      throw new WeixinError(fault, detail === undefined ? {} : { detail })
    },
    // A refund made in the console, or without an address of its own, is notified in the form of API v2.
    openNotification: async (raw) =>
      formOf(raw) === 'xml'
        ? openRefundNotification(readNotification(raw), apiV2Key)
        : openNotification(options, raw),
    request: (params) => request(options, params),
  }
}
