import { signAppParams } from '../../protocol/v2/app-params.ts'
import { signJsapiParams } from '../../protocol/v2/jsapi-params.ts'
import type { Gateway } from '../gateway.ts'
import { v2OpenBill } from './bill.ts'
import type { V2Options } from './client.ts'
import { close } from './close.ts'
import { openNotification } from './notification.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'

/** WeChat Pay API v2: XML, signed with the merchant's key. */
export function v2Gateway(options: V2Options): Gateway {
  const { appId, mchId, apiV2Key, signType, nonce, now } = options
  return {
    canCloseLate: true,
    prepay: (attempt) => prepay(options, attempt),
    async signPaymentParams(opened) {
      if (opened.tradeType === 'h5' || opened.tradeType === 'native') return opened
      const { tradeType, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp, signType }
      if (tradeType === 'jsapi') return { tradeType, params: signJsapiParams(input, apiV2Key) }
      return { tradeType, params: signAppParams({ ...input, mchId }, apiV2Key) }
    },
    query: (outTradeNo) => query(options, { out_trade_no: outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transaction_id: transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    openBill: v2OpenBill(options),
    openNotification: async (raw) => openNotification(options, raw),
  }
}
