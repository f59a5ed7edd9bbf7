/** Whose money a fund-flow bill lists: the merchant's basic, operating or fee account. */
export type BillAccount = 'BASIC' | 'OPERATION' | 'FEES'

export interface BillRequest {
  /** The day in China, `2026-11-22`. */
  date: string
  kind: 'trades' | { account: BillAccount }
}

/** A bill's file while it is being downloaded: nothing in it is trusted before its hash has been checked. */
export interface OpenedBill {
  /**
   * SHA-1 of the uncompressed file, 40 hex digits. Null where WeChat gives none: then its rows must
   * add up to its summary.
   */
  sha1: string | null
  /** The length of the file in bytes, where WeChat sends it; else null. */
  total: number | null
  /** The file, plain or gzip. */
  body: AsyncIterable<Uint8Array>
}

/**
 * Asks for a bill and begins its download. Throws `bill-absent`, `bill-not-ready`,
 * `bill-link-expired`, `bill-link-elsewhere`, `client-certificate-missing`, and what every call
 * throws.
 */
export type OpenBill = (request: BillRequest) => Promise<OpenedBill>
