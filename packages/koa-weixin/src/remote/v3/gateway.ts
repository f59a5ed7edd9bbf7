import { WeixinError } from '../../errors/weixin-error.ts'
import { payParameters } from '../../protocol/v3/pay-parameters.ts'
import type { Gateway } from '../gateway.ts'
import type { V3Options } from './client.ts'
import { close } from './close.ts'
import { openNotice } from './notice.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { isXmlNotice, openRefundNotice, readNotice } from '../v2/refund-notice.ts'
import { queryRefund, refund } from './refund.ts'

/** WeChat Pay API v3 in public-key mode: JSON, RSA. */
export function v3Gateway(options: V3Options): Gateway {
  const { appId, privateKey, nonce, now, apiV2Key } = options
  return {
    mayLeaveOpen: false,
    prepay: (attempt) => prepay(options, attempt),
    async present(opened) {
      if (opened.via !== 'jsapi') throw new WeixinError('way-not-offered', { detail: opened.via })
      const { via, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp }
      return { via, params: await payParameters(input, privateKey) }
    },
    query: (outTradeNo) => query(options, { outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    // A refund made in the console, or without an address, is told in the form of v2.
    openNotice: (raw) =>
      isXmlNotice(raw) ? openRefundNotice(readNotice(raw), apiV2Key) : openNotice(options, raw),
  }
}
