import type { Payment, TradeType } from 'weixin-contract'
import type { Prepaid, PrepayRequest } from '../gateway.ts'
import { app } from './trade-types/app.ts'
import { h5 } from './trade-types/h5.ts'
import { jsapi } from './trade-types/jsapi.ts'
import { native } from './trade-types/native.ts'
import type { OrderOptions, SignOptions, V2TradeType } from './trade-types/trade-type.ts'

export type { OrderOptions } from './trade-types/trade-type.ts'

const dialect: { [T in TradeType]: V2TradeType<T> } = { jsapi, h5, native, app }

/** The fields of an order that say who pays. */
export function payerFields(options: OrderOptions, request: PrepayRequest): Record<string, string> {
  // The compiler cannot see that the payer of a request is the payer of its own trade type.
  return dialect[request.payer.tradeType].payerFields(options, request.payer as never, request)
}

/** What the page goes on with, signed where WeChat wants a signature. */
export function signPaymentParams(options: SignOptions, { tradeType, value }: Prepaid): Payment {
  return dialect[tradeType].payment(options, value)
}
