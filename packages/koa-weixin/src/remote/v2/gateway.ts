import type { Gateway } from '../gateway.ts'
import { v2OpenBill } from './bill.ts'
import type { V2Options } from './client.ts'
import { close } from './close.ts'
import { openNotification } from './notification.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { queryRefund, refund, refundedTotal } from './refund.ts'
import { request } from './request.ts'
import { signPaymentParams } from './trade-types.ts'

/** WeChat Pay API v2: XML, signed with the merchant's key. */
export function v2Gateway(options: V2Options): Gateway {
  return {
    mayLeaveOpen: true,
    prepay: (params) => prepay(options, params),
    signPaymentParams: async (prepaid) => signPaymentParams(options, prepaid),
    query: (outTradeNo) => query(options, { out_trade_no: outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transaction_id: transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (params) => refund(options, params),
    queryRefund: (outRefundNo) => queryRefund(options, outRefundNo),
    refundedTotal: (transactionId) => refundedTotal(options, transactionId),
    openBill: v2OpenBill(options),
    // API v2 signs in the body.
    checkHeaders() {},
    openNotification: async (raw) => openNotification(options, raw),
    request: (params) => request(options, params),
  }
}
