import type { KeyObject, X509Certificate } from 'node:crypto'
import { signAppParams } from '../../protocol/v3/app-params.ts'
import { signJsapiParams } from '../../protocol/v3/jsapi-params.ts'
import type { Gateway } from '../gateway.ts'
import { downloadCertificates, platformCertificate } from './certificates.ts'
import type { V3Options } from './client.ts'
import { v3OpenBill } from './bill.ts'
import { createClockSkew } from './clock-skew.ts'
import { close } from './close.ts'
import { openNotification } from './notification.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'
import { createPlatformKeys } from './platform-keys.ts'
import {
  isXmlNotification,
  openRefundNotification,
  readNotification,
} from '../v2/refund-notification.ts'

export interface V3GatewayOptions extends Omit<V3Options, 'platformKeys' | 'clockSkew'> {
  /** WeChat's public keys by their ids. */
  publicKeys: ReadonlyMap<string, KeyObject>
  platformCertificates: 'download' | readonly X509Certificate[]
}

/** WeChat Pay API v3: JSON, RSA, with public keys, platform certificates, or both. */
export function v3Gateway(given: V3GatewayOptions): Gateway {
  const { appId, mchId, privateKey, nonce, now, publicKeys, platformCertificates } = given
  const { apiV2Key } = given
  const downloads = platformCertificates === 'download'
  const platformKeys = createPlatformKeys({
    publicKeys,
    certificates: downloads ? [] : platformCertificates.map(platformCertificate),
    download: downloads ? () => downloadCertificates(options, publicKeys) : undefined,
    now,
  })
  const options: V3Options = { ...given, platformKeys, clockSkew: createClockSkew(now) }
  return {
    canCloseLate: false,
    prepay: (attempt) => prepay(options, attempt),
    async signPaymentParams(opened) {
      if (opened.tradeType === 'h5' || opened.tradeType === 'native') return opened
      const { tradeType, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp }
      if (tradeType === 'jsapi')
        return { tradeType, params: await signJsapiParams(input, privateKey) }
      return { tradeType, params: await signAppParams({ ...input, mchId }, privateKey) }
    },
    query: (outTradeNo) => query(options, { outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    openBill: v3OpenBill(options),
    // A refund made in the console, or without an address, is told in the form of v2.
    openNotification: async (raw) =>
      isXmlNotification(raw)
        ? openRefundNotification(readNotification(raw), apiV2Key)
        : openNotification(options, raw),
  }
}
