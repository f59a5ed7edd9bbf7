import { expect } from 'vitest'
import type { ErrorResponse, Payment } from 'weixin-contract'
import { axiosHttp } from '../../src/remote/http.ts'
import type { Http } from '../../src/index.ts'
import type { Shop } from '../shop.ts'

/** As shipped, except that the first call to WeChat Pay times out after 300 ms in place of five seconds. */
export function timingOutOnce(): Http {
  const real = axiosHttp()
  let isFirst = true
  return (request) => {
    if (!isFirst || !request.url.includes('/v3/')) return real(request)
    isFirst = false
    return real({ ...request, timeoutMs: 300 })
  }
}

export const codeOf = (body: unknown): string => (body as ErrorResponse).error.code

/** Pays, and expects WeChat, the order and the handler to have one payment. */
export async function expectPaidOnce(shop: Shop, body: unknown, orderId: string): Promise<void> {
  const payment = body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error(JSON.stringify(body))
  const prepayId = payment.params.package.slice('prepay_id='.length)
  const { transactionId } = await shop.simulator.pay(prepayId)
  await shop.simulator.notifications.idle()
  expect(shop.simulator.orders()).toMatchObject([{ tradeState: 'SUCCESS', transactionId }])
  expect(shop.orders.row(orderId).transactionId).toBe(transactionId)
  expect(shop.orders.paidCalls).toHaveLength(1)
}
