/** WeChat Pay's ordinary rate, of which a payment's fee is rounded to whole fen. */
export const RATE = '0.60%'

/** In fen. */
export const feeOf = (total: number): number => Math.floor((total * 6 + 500) / 1000)

/** What of a fee comes back with the next refund, in fen: in proportion, and in the end all of it. */
export function feeBack(total: number, refundedBefore: number, refund: number): number {
  const backAfter = (refunded: number): number => Math.round((feeOf(total) * refunded) / total)
  return backAfter(refundedBefore + refund) - backAfter(refundedBefore)
}
