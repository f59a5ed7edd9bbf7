import { randomBytes } from 'node:crypto'
import type { Cache } from './cache.ts'

/** A connected client of ioredis (`call`) or of node-redis (`sendCommand`). */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> }

export interface RedisCacheOptions {
  /** Put in front of every key. @default '' */
  prefix?: string
}

// Only who holds the lock renews or frees it: KEYS[1] the lock, ARGV[1] the holder's mark.
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`
const FREE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** A cache, with a lock, that all processes on one Redis share. Values are kept as JSON. */
export function redisCache(
  client: RedisClient,
  { prefix = '' }: RedisCacheOptions = {},
): Cache & Required<Pick<Cache, 'lock'>> {
  const send = (...[command, ...args]: [string, ...string[]]): Promise<unknown> =>
    // ioredis has a `sendCommand` too, which takes something else.
    'call' in client ? client.call(command, ...args) : client.sendCommand([command, ...args])

  return {
    async get(key) {
      const text = await send('GET', prefix + key)
      return typeof text === 'string' ? JSON.parse(text) : undefined
    },
    async set(key, value, ttlMs) {
      const ttl = String(Math.max(1, Math.round(ttlMs)))
      await send('SET', prefix + key, JSON.stringify(value), 'PX', ttl)
    },
    async delete(key) {
      await send('DEL', prefix + key)
    },
    async lock(key, leaseMs) {
      const lock = prefix + key
      const holder = randomBytes(16).toString('hex')
      const taken = await send('SET', lock, holder, 'PX', String(leaseMs), 'NX')
      if (taken === null) return undefined
      return {
        renew: async () => (await send('EVAL', RENEW, '1', lock, holder, String(leaseMs))) === 1,
        async release() {
          await send('EVAL', FREE, '1', lock, holder)
        },
      }
    },
  }
}
