import type { ServiceProvider } from '../../service-provider.ts'
import type { Fields } from '../fields.ts'
import type { VerifiedRefund, VerifiedTransaction } from '../gateway.ts'
import type { RefundState, Transaction } from '../../orders.ts'
import { readParties } from './parties.ts'

/** A paid transaction out of verified fields: of a query's reply or of an opened notice. */
export function readTransaction(
  fields: Fields,
  state: Transaction['state'],
  serviceProvider: ServiceProvider | undefined,
): VerifiedTransaction {
  const amount = fields.object('amount')
  return {
    ...readParties(fields, serviceProvider),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    orderId: fields.optionalText('attach') || null,
    state,
    total: amount.integer('total'),
    payerTotal: amount.optionalInteger('payer_total'),
    currency: amount.optionalText('currency'),
    paidAt: fields.moment('success_time'),
  } satisfies Omit<VerifiedTransaction, symbol> as VerifiedTransaction
}

/** A reply calls the state `status`, a notice `refund_status`. */
export function readRefund(fields: Fields, stateField: 'status' | 'refund_status'): VerifiedRefund {
  const amount = fields.object('amount')
  const subMchId = fields.optionalText('sub_mchid')
  return {
    mchId: fields.optionalText('mchid') ?? fields.optionalText('sp_mchid'),
    ...(subMchId === null ? {} : { subMchId }),
    outRefundNo: fields.text('out_refund_no'),
    refundId: fields.text('refund_id'),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    state: fields.text(stateField) as RefundState,
    total: amount.integer('total'),
    amount: amount.integer('refund'),
    succeededAt: fields.optionalMoment('success_time'),
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}
