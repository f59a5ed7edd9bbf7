import type { Cache } from '../../src/index.ts'

/** A cache with a lock, as one on Redis behaves; its parts can be replaced. */
export function redisLikeCache(parts: Partial<Cache> = {}): Cache {
  const values = new Map<string, string>()
  const held = new Map<string, symbol>()
  return {
    async get(key) {
      const text = values.get(key)
      return text === undefined ? null : (JSON.parse(text) as unknown)
    },
    async set(key, value) {
      values.set(key, JSON.stringify(value))
    },
    async delete(key) {
      values.delete(key)
    },
    async lock(key) {
      if (held.has(key)) return undefined
      const mark = Symbol(key)
      held.set(key, mark)
      return {
        renew: async () => held.get(key) === mark,
        release: async () => {
          if (held.get(key) === mark) held.delete(key)
        },
      }
    },
    ...parts,
  }
}
