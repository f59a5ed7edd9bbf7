import type { Payment } from 'weixin-contract'
import { WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { isPassing } from '../http/read-response.ts'
import type { PartContext } from '../part-context.ts'
import type { PaymentMethod } from './payment-method.ts'

/** What a payment needs before its method opens. */
export interface Prepared {
  readonly method: PaymentMethod
  /** Null: nothing was ordered. */
  readonly payment: Payment | null
}

/**
 * Finds the first method that can be used, and only then places the order at WeChat.
 * @param url the route of the order
 * @throws {WeixinClientError} where none can be used, the first one's that is more than `not-in-weixin`; or the server's
 */
export async function prepare(
  context: PartContext,
  url: string,
  methods: readonly PaymentMethod[],
  signal: AbortSignal,
): Promise<Prepared> {
  const method = await usableMethod(context, methods, signal)
  const { request, clock } = context
  if (!method.tradeType) return { method, payment: null }
  const order = `${url}?tradeType=${method.tradeType}`
  for (let attempt = 1; ; attempt++) {
    try {
      // Safe to repeat: the server responds to a repeated order with the same payment.
      return {
        method,
        payment: await request<Payment>('tradeType settled', order, { body: {}, signal }),
      }
    } catch (thrown) {
      const error = asClientError(thrown)
      if (attempt === 3 || !isPassing(error)) throw error
      await clock.wait(attempt * 1000, signal)
      if (signal.aborted) throw error
    }
  }
}

async function usableMethod(
  context: PartContext,
  methods: readonly PaymentMethod[],
  signal: AbortSignal,
): Promise<PaymentMethod> {
  let error = new WeixinClientError('not-in-weixin')
  for (const method of methods)
    try {
      await method.ready(context, signal)
      return method
    } catch (thrown) {
      // Most methods say only that they are for another environment.
      if (error.code === 'not-in-weixin') error = asClientError(thrown)
    }
  throw error
}
