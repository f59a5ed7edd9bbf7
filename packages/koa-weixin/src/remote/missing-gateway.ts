import { WeixinError } from '../errors/weixin-error.ts'
import type { Gateway } from './gateway.ts'

/** Stands in where the app gave no `merchant`: every call throws `merchant-missing`. */
export function missingGateway(): Gateway {
  const missing = async (): Promise<never> => {
    throw new WeixinError('merchant-missing')
  }
  return {
    mayLeaveOpen: false,
    prepay: missing,
    signPaymentParams: missing,
    query: missing,
    queryTransaction: missing,
    close: missing,
    refund: missing,
    queryRefund: missing,
    refundedTotal: missing,
    openBill: missing,
    checkHeaders() {
      throw new WeixinError('merchant-missing')
    },
    openNotification: missing,
    request: missing,
  }
}
