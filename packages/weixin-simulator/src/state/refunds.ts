import type { Random } from '../crypto/random.ts'
import { createRecords, type Records } from './records.ts'

/**
 * PROCESSING, and how a refund ends. CLOSED leaves the money with the merchant. After ABNORMAL it has left the merchant and
 * not reached the payer: somebody has to send it another way.
 */
export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

/** What one account of the merchant pays of a refund. */
export interface RefundSource {
  account: string
  /** Fen. */
  amount: number
}

/** A refund at WeChat Pay. */
export interface Refund {
  outRefundNo: string
  refundId: string
  outTradeNo: string
  transactionId: string
  status: RefundStatus
  /** Fen. */
  refund: number
  /** Fen. */
  total: number
  /** The accounts that pay it, where the request named them (`amount.from` of API v3). */
  from?: RefundSource[]
  /** What of it goes back to each of the order's coupons, in their order, in fen; absent: none was used. */
  coupons?: number[]
  reason: string | null
  notifyUrl: string | null
  /** The address is the one that is set on the merchant platform: it gets XML of API v2, whatever the request was. */
  isPlatformAddress?: true
  /** Milliseconds. */
  createdAt: number
  /** Milliseconds. */
  succeededAt: number | null
}

/** All refunds, found by index. `changed` has to be called after a refund was changed. */
export interface RefundBook extends Records<Refund> {
  byOutRefundNo(outRefundNo: string): Refund | undefined
  byRefundId(refundId: string): Refund | undefined
  /** Oldest first. */
  byTransactionId(transactionId: string): readonly Refund[]
  /** Oldest first. */
  byOutTradeNo(outTradeNo: string): readonly Refund[]
}

export function createRefundBook(saved: readonly Refund[] = []): RefundBook {
  const byId = new Map<string, Refund>()
  const byTransaction = new Map<string, Refund[]>()
  const byOrder = new Map<string, Refund[]>()
  const append = (map: Map<string, Refund[]>, key: string, refund: Refund): void => {
    const known = map.get(key)
    if (known) known.push(refund)
    else map.set(key, [refund])
  }
  const records = createRecords<Refund>({
    keyOf: (refund) => refund.outRefundNo,
    saved,
    index(refund) {
      if (byId.has(refund.refundId)) return
      byId.set(refund.refundId, refund)
      append(byTransaction, refund.transactionId, refund)
      append(byOrder, refund.outTradeNo, refund)
    },
  })
  return {
    ...records,
    byOutRefundNo: (outRefundNo) => records.get(outRefundNo),
    byRefundId: (id) => byId.get(id),
    byTransactionId: (id) => byTransaction.get(id) ?? [],
    byOutTradeNo: (outTradeNo) => byOrder.get(outTradeNo) ?? [],
  }
}

/** A refund_id as WeChat Pay's look: 29 digits. */
export const newRefundId = (random: Random): string => `50${random.digits(27)}`

/** Whether the money of this refund is back, or on its way back. */
export const isCounted = ({ status }: Refund): boolean => status !== 'CLOSED'

/** What the refunds that were not closed add up to, in fen. */
export const refundedSum = (refunds: readonly Refund[]): number =>
  refunds.filter((one) => isCounted(one)).reduce((sum, one) => sum + one.refund, 0)
