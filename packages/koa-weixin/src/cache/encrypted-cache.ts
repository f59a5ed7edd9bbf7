import type { Cache } from './cache.ts'

/** What a cached value is wrapped in before it is encrypted. */
export interface CachedValue {
  value: unknown
}

/** Encrypts for a number of seconds; `open` gives undefined for a text that does not decrypt. */
export interface Encryption {
  seal(value: CachedValue, lifeSeconds: number): Promise<string>
  open(sealed: string): Promise<CachedValue | undefined>
}

/** A cache whose values cannot be read or altered by those who can read and write the store. */
export function encryptedCache(store: Cache, encryption: Encryption): Cache {
  return {
    async get(key) {
      const sealed = await store.get(key)
      return typeof sealed === 'string' ? (await encryption.open(sealed))?.value : undefined
    },
    set: async (key, value, ttlMs) =>
      store.set(key, await encryption.seal({ value }, Math.ceil(ttlMs / 1000)), ttlMs),
    delete: (key) => store.delete(key),
    ...(store.lock && { lock: store.lock.bind(store) }),
  }
}
