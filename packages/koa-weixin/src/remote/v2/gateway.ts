import { appParameters } from '../../protocol/v2/app-parameters.ts'
import { payParameters } from '../../protocol/v2/pay-parameters.ts'
import type { Gateway } from '../gateway.ts'
import { v2OpenBill } from './bill.ts'
import type { V2Options } from './client.ts'
import { close } from './close.ts'
import { openNotice } from './notice.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund } from './refund.ts'

/** WeChat Pay API v2: XML, signed with the merchant's key. */
export function v2Gateway(options: V2Options): Gateway {
  const { appId, mchId, apiV2Key, signType, nonce, now } = options
  return {
    mayLeaveOpen: true,
    prepay: (attempt) => prepay(options, attempt),
    async present(opened) {
      if (opened.via === 'h5' || opened.via === 'native') return opened
      const { via, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp, signType }
      if (via === 'jsapi') return { via, params: payParameters(input, apiV2Key) }
      return { via, params: appParameters({ ...input, mchId }, apiV2Key) }
    },
    query: (outTradeNo) => query(options, { out_trade_no: outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transaction_id: transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    openBill: v2OpenBill(options),
    openNotice: async (raw) => openNotice(options, raw),
  }
}
