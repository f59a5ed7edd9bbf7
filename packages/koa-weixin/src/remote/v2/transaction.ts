import type { Transaction } from '../../orders.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import type { VerifiedTransaction } from '../gateway.ts'
import { textIn } from '../details.ts'
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
    ...readParties(fields, serviceProvider),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    orderId: fields.optionalText('attach'),
    tradeState,
    // Never cash_fee or settlement_total_fee: coupons make them smaller.
    total: fields.integer('total_fee'),
    payerTotal: fields.optionalInteger('cash_fee'),
    currency: fields.optionalText('fee_type'),
    paidAt: fields.moment('time_end'),
    refunded: tradeState === 'SUCCESS' ? 0 : null,
    tradeType: textIn(raw, 'trade_type'),
    bankType: textIn(raw, 'bank_type'),
    promotions: couponsIn(raw),
    raw,
  } satisfies Omit<VerifiedTransaction, symbol> as VerifiedTransaction
}
