import type { Payment, TradeType } from 'weixin-contract'
import type { Prepaid, PrepayRequest } from '../gateway.ts'
import { app } from './trade-types/app.ts'
import { h5 } from './trade-types/h5.ts'
import { jsapi } from './trade-types/jsapi.ts'
import { native } from './trade-types/native.ts'
import type { SignOptions, V3TradeType } from './trade-types/trade-type.ts'
import type { Parties } from './parties.ts'

const dialect: { [T in TradeType]: V3TradeType<T> } = { jsapi, h5, native, app }

/** The fields of an order that say who pays. */
export function payerFields(parties: Parties, request: PrepayRequest): object {
  return fieldsOf(request.payer.tradeType, parties, request)
}

function fieldsOf<T extends TradeType>(
  tradeType: T,
  parties: Parties,
  request: PrepayRequest,
): object {
  // The compiler cannot see that the payer of a request is the payer of its own trade type.
  return dialect[tradeType].payerFields(parties, request.payer as never, request.extras)
}

/** What the page goes on with, signed where WeChat wants a signature. */
export async function signPaymentParams(
  options: SignOptions,
  { tradeType, value }: Prepaid,
): Promise<Payment> {
  return dialect[tradeType].payment(options, value)
}
