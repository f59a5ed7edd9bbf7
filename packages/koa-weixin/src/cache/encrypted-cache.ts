import type { Cache } from './cache.ts'

/** Seals a value for some seconds; undefined when it does not open. */
export interface Encryption {
  seal(value: { kept: unknown }, lifeSeconds: number): Promise<string>
  open(sealed: string): Promise<{ kept: unknown } | undefined>
}

/** Keeps what lies in a shared store unreadable to whoever can read the store. */
export function encryptedCache(store: Cache, sealing: Encryption): Cache {
  return {
    async get(key) {
      const sealed = await store.get(key)
      return typeof sealed === 'string' ? (await sealing.open(sealed))?.kept : undefined
    },
    set: async (key, kept, ttlMs) =>
      store.set(key, await sealing.seal({ kept }, Math.ceil(ttlMs / 1000)), ttlMs),
    delete: (key) => store.delete(key),
    ...(store.lock && { lock: store.lock.bind(store) }),
  }
}
