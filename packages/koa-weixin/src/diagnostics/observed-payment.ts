import type { CreatePayment } from '../payments/create-payment.ts'
import { paymentChannel } from './channels.ts'
import { observed } from './observed.ts'

/** The same function, which publishes what was handed out to the page. */
export function observedPayment(createPayment: CreatePayment, appId: string): CreatePayment {
  return observed(paymentChannel, createPayment, ([orderId, { tradeType = 'jsapi' }], payment) => ({
    appId,
    orderId,
    tradeType,
    settled: payment && 'settled' in payment ? payment.settled : null,
  }))
}
