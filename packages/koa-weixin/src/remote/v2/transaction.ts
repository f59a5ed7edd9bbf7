import type { Transaction } from '../../orders.ts'
import type { VerifiedTransaction } from '../gateway.ts'
import type { TextFields } from './fields.ts'

/** A paid transaction out of verified fields: of a query's reply or of a notice. */
export function readTransaction(
  fields: TextFields,
  state: Transaction['state'],
): VerifiedTransaction {
  return {
    appId: fields.text('appid'),
    // Money of a service provider's sub-merchant is that one's, not ours.
    mchId: fields.optionalText('sub_mch_id') ?? fields.text('mch_id'),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    orderId: fields.optionalText('attach'),
    state,
    // Never cash_fee or settlement_total_fee: coupons make them smaller.
    total: fields.integer('total_fee'),
    payerTotal: fields.optionalInteger('cash_fee'),
    currency: fields.optionalText('fee_type'),
    openid: fields.optionalText('openid'),
    paidAt: fields.moment('time_end'),
  } satisfies Omit<VerifiedTransaction, symbol> as VerifiedTransaction
}
