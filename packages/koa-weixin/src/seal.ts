import { hkdfSync } from 'node:crypto'

/** Loaded with the first value: its 46 files are a third of what importing this package would cost. */
const loadJose = () => import('jose')

/** Encrypts small values, for cookies, the shared cache and the inbox, so that only this app can read or make them. */
export interface Seal<T extends object> {
  /** The encrypted value, good for `lifeSeconds`. Letters, digits, `-`, `_` and `.` only. */
  seal(value: T, lifeSeconds: number): Promise<string>
  /** The value; undefined when the text is not ours, was altered, or has expired. */
  open(sealed: string): Promise<T | undefined>
}

export interface SealOptions {
  /** The first one encrypts; each of them decrypts. */
  encryptionKeys: readonly string[]
  /** What the values are for. A text that was sealed for one purpose does not open for another one. */
  purpose: string
  /** The clock, in milliseconds since 1970. */
  now: () => number
}

/** JWE (RFC 7516; dir, A256GCM) made by jose, with a key derived for each purpose (HKDF-SHA-256, RFC 5869). */
export function createSeal<T extends object>({
  encryptionKeys,
  purpose,
  now,
}: SealOptions): Seal<T> {
  const keys = encryptionKeys.map((one) => new Uint8Array(hkdfSync('sha256', one, '', purpose, 32)))
  const [sealingKey] = keys
  if (!sealingKey) throw new RangeError('encryptionKeys: at least one')
  return {
    async seal(value, lifeSeconds) {
      const { EncryptJWT } = await loadJose()
      return await new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor(now() / 1000) + lifeSeconds)
        .encrypt(sealingKey)
    },
    async open(sealed) {
      const { jwtDecrypt } = await loadJose()
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
          // Another key may open it.
        }
      }
      return undefined
    },
  }
}
