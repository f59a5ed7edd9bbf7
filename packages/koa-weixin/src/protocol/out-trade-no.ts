import { hash } from './hash.ts'

/** How many attempts an order can have: one base-36 digit counts them. */
export const MAX_ATTEMPTS = 36

/** The parts of an order that its `out_trade_no`s are computed from. */
export interface OrderIdentity {
  id: string
  createdAt: Date
}

/**
 * The `out_trade_no` of the n-th attempt of an order, n from 1 to 36, at most 32 characters:
 *
 *     <id, or 26 characters of its hash> - <4: environment and creation time> <1: n>
 *
 * The last six characters have a fixed place and ids kept as they are have at most 25 characters,
 * hashes 26, so two orders never share an `out_trade_no`. The environment's mark keeps staging and
 * production apart, the creation time a database that starts again at 1.
 */
export function outTradeNo(environment: string, order: OrderIdentity, n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > MAX_ATTEMPTS) throw new RangeError(`no attempt ${n}`)
  return `${base(environment, order)}${(n - 1).toString(36)}`
}

/** The attempt of this order that an `out_trade_no` belongs to, from 1; undefined when it is none of them. */
export function attemptNumber(
  environment: string,
  order: OrderIdentity,
  outTradeNo: string,
): number | undefined {
  const known = base(environment, order)
  if (!outTradeNo.startsWith(known) || outTradeNo.length !== known.length + 1) return undefined
  const digit = outTradeNo.slice(-1)
  return /^[0-9a-z]$/.test(digit) ? Number.parseInt(digit, 36) + 1 : undefined
}

function base(environment: string, { id, createdAt }: OrderIdentity): string {
  const name = /^[0-9A-Za-z_-]{1,25}$/.test(id) ? id : hashed(id, 26)
  return `${name}-${hashed(JSON.stringify([environment, createdAt.getTime()]), 4)}`
}

function hashed(text: string, length: number): string {
  return hash('sha256', text, 'base64url').slice(0, length)
}
