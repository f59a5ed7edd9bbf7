import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'

/** Puts a small value into a cookie so that only we can read or make it. */
export interface Seal<T extends object> {
  seal(value: T, lifeSeconds: number): Promise<string>
  /** Undefined when it is not ours, was altered, or its life is over. */
  open(sealed: string): Promise<T | undefined>
}

export interface SealOptions {
  /** The first one seals; all of them open. */
  encryptionKeys: readonly string[]
  /** What the value is for: a state is no session, and one account's session is not another's. */
  purpose: string
  /** Milliseconds. */
  now: () => number
}

/** JWE (dir, A256GCM) by jose, with a key of its own for each purpose. */
export function createSeal<T extends object>({
  encryptionKeys,
  purpose,
  now,
}: SealOptions): Seal<T> {
  const keys = encryptionKeys.map(
    (secret) => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32)),
  )
  const [sealing] = keys
  if (!sealing) throw new RangeError('no secret')
  return {
    seal: (value, lifeSeconds) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(now() / 1000) + lifeSeconds)
        .encrypt(sealing),
    async open(sealed) {
      for (const key of keys) {
        try {
          const options = {
            currentDate: new Date(now()),
            contentEncryptionAlgorithms: ['A256GCM'],
            keyManagementAlgorithms: ['dir'],
          }
          const { payload } = await jwtDecrypt<{ value: T }>(sealed, key, options)
          return payload.value
        } catch {
          // Another key may fit.
        }
      }
      return undefined
    },
  }
}
