import { randomDigits } from '../crypto/random.ts'

export interface Refund {
  outRefundNo: string
  refundId: string
  outTradeNo: string
  transactionId: string
  status: 'PROCESSING' | 'SUCCESS'
  /** Fen. */
  refund: number
  /** Fen. */
  total: number
  reason: string | null
  notifyUrl: string | null
  /** Milliseconds. */
  createdAt: number
  /** Milliseconds. */
  succeededAt: number | null
}

export const newRefundId = (): string => `50${randomDigits(27)}`

export const refundsOf = (refunds: Refund[], transactionId: string): Refund[] =>
  refunds.filter((one) => one.transactionId === transactionId)

export const refundedSum = (refunds: Refund[]): number =>
  refunds.reduce((sum, one) => sum + one.refund, 0)
