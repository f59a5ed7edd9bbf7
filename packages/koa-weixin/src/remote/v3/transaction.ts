import type { ServiceProvider } from '../../service-provider.ts'
import { fenIn, promotionsIn, textIn } from '../details.ts'
import type { Fields } from '../fields.ts'
import type { VerifiedRefund, VerifiedTransaction } from '../gateway.ts'
import type { RefundStatus, Transaction } from '../../orders.ts'
import { readParties } from './parties.ts'

/** A paid transaction out of verified fields: of a query's response or of an opened notification. */
export function readTransaction(
  fields: Fields,
  tradeState: Transaction['tradeState'],
  serviceProvider: ServiceProvider | undefined,
): VerifiedTransaction {
  const amount = fields.object('amount')
  return {
    ...readParties(fields, serviceProvider),
    transactionId: fields.text('transaction_id'),
    outTradeNo: fields.text('out_trade_no'),
    orderId: fields.optionalText('attach') || null,
    tradeState,
    total: amount.integer('total'),
    payerTotal: amount.optionalInteger('payer_total'),
    refunded: tradeState === 'SUCCESS' ? 0 : null,
    currency: amount.optionalText('currency'),
    paidAt: fields.moment('success_time'),
    tradeType: textIn(fields.raw, 'trade_type'),
    bankType: textIn(fields.raw, 'bank_type'),
    promotions: promotionsIn(fields.raw['promotion_detail']),
    raw: fields.raw,
  } satisfies Omit<VerifiedTransaction, symbol> as VerifiedTransaction
}

/** A response calls the state `status`, a notification `refund_status`. */
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
    refundStatus: fields.text(stateField) as RefundStatus,
    total: amount.integer('total'),
    amount: amount.integer('refund'),
    payerAmount: fenIn(amount.raw, 'payer_refund'),
    userReceivedAccount: textIn(fields.raw, 'user_received_account'),
    channel: textIn(fields.raw, 'channel'),
    fundsAccount: textIn(fields.raw, 'funds_account'),
    succeededAt: fields.optionalMoment('success_time'),
    raw: fields.raw,
  } satisfies Omit<VerifiedRefund, symbol> as VerifiedRefund
}
