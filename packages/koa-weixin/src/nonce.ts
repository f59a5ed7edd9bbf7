import { randomBytes } from 'node:crypto'

const NONCES = 256
let pool = ''
let used = NONCES

/**
 * 16 bytes from the system's secure random source, as 32 hex digits. They are drawn 256 at a time, because drawing and
 * encoding them one by one takes 25 times as long.
 */
export function randomNonce(): string {
  if (used === NONCES) {
    pool = randomBytes(NONCES * 16).toString('hex')
    used = 0
  }
  const from = used * 32
  used += 1
  return pool.slice(from, from + 32)
}
