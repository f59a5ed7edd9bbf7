import type { KeyObject, X509Certificate } from 'node:crypto'
import { appParameters } from '../../protocol/v3/app-parameters.ts'
import { payParameters } from '../../protocol/v3/pay-parameters.ts'
import type { Gateway } from '../gateway.ts'
import { downloadCertificates, platformCertificate } from './certificates.ts'
import type { V3Options } from './client.ts'
import { v3OpenBill } from './bill.ts'
import { createClockSkew } from './clock-skew.ts'
import { close } from './close.ts'
import { openNotice } from './notice.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'
import { createTrust } from './trust.ts'
import { isXmlNotice, openRefundNotice, readNotice } from '../v2/refund-notice.ts'

export interface V3GatewayOptions extends Omit<V3Options, 'trust' | 'skew'> {
  /** WeChat's public keys by their ids. */
  publicKeys: ReadonlyMap<string, KeyObject>
  platformCertificates: 'download' | readonly X509Certificate[]
}

/** WeChat Pay API v3: JSON, RSA, with public keys, platform certificates, or both. */
export function v3Gateway(given: V3GatewayOptions): Gateway {
  const { appId, mchId, privateKey, nonce, now, publicKeys, platformCertificates } = given
  const { apiV2Key } = given
  const downloads = platformCertificates === 'download'
  const trust = createTrust({
    publicKeys,
    certificates: downloads ? [] : platformCertificates.map(platformCertificate),
    download: downloads ? () => downloadCertificates(options, publicKeys) : undefined,
    now,
  })
  const options: V3Options = { ...given, trust, skew: createClockSkew(now) }
  return {
    mayLeaveOpen: false,
    prepay: (attempt) => prepay(options, attempt),
    async present(opened) {
      if (opened.via === 'h5' || opened.via === 'native') return opened
      const { via, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp }
      if (via === 'jsapi') return { via, params: await payParameters(input, privateKey) }
      return { via, params: await appParameters({ ...input, mchId }, privateKey) }
    },
    query: (outTradeNo) => query(options, { outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    openBill: v3OpenBill(options),
    // A refund made in the console, or without an address, is told in the form of v2.
    openNotice: async (raw) =>
      isXmlNotice(raw) ? openRefundNotice(readNotice(raw), apiV2Key) : openNotice(options, raw),
  }
}
