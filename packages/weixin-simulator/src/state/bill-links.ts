import type { Random } from '../crypto/random.ts'
import { addLive } from './live.ts'

export type BillAccount = 'BASIC' | 'OPERATION' | 'FEES'

/** bill_type of a trade bill: payments and refunds, payments alone, or refunds alone. */
export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND'

/** What a download_url stands for. */
export interface BillLink {
  token: string
  /** The day in China, yyyy-MM-DD. */
  date: string
  about: 'trades' | BillAccount
  /** Of a trade bill; absent: ALL. */
  type?: TradeBillType
  isZipped: boolean
  /** Of this sub-merchant alone; absent: of all that the merchant takes orders for. */
  subMchId?: string
  /** Milliseconds. */
  issuedAt: number
}

/** A download_url lives five minutes; in milliseconds. */
export const LINK_LIFE = 300_000

export function issueLink(
  links: BillLink[],
  bill: Omit<BillLink, 'token' | 'issuedAt'>,
  now: number,
  random: Random,
): BillLink {
  const link = { token: random.word(64), ...bill, issuedAt: now }
  return addLive(links, (one) => now - one.issuedAt < LINK_LIFE, link)
}

export const findLink = (links: BillLink[], token: string, now: number): BillLink | undefined =>
  links.find((one) => one.token === token && now - one.issuedAt < LINK_LIFE)
