import { randomBytes } from 'node:crypto'
import type { Cache } from './cache.ts'

/** A connected client of ioredis (`call`) or of node-redis (`sendCommand`). */
export type RedisClient =
  | {
      /** Sends a command to Redis (ioredis). */
      call(command: string, ...args: string[]): Promise<unknown>
    }
  | {
      /** Sends a command to Redis (node-redis). */
      sendCommand(args: string[]): Promise<unknown>
    }

/** How a `redisCache` names its keys. */
export interface RedisCacheOptions {
  /** Put in front of every key. @default '' */
  prefix?: string
}

// KEYS[1] is the lock, ARGV[1] the holder's mark, ARGV[2] the lease in milliseconds. A lock always expires, so a key
// that does not is another program's, and is replaced. Only the holder renews or frees a lock.
const TAKE = `if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('pttl', KEYS[1]) == -1 then redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1 end return 0`
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`
const FREE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/**
 * A cache, with a lock, that all processes on one Redis share. Values are stored as JSON; what another program stored
 * under a key (another type, or a text that is not JSON) counts as absent. Throws what the client throws.
 *
 * @example
 * const weixin = createWeixin({ ...options, cache: redisCache(new Redis(process.env.REDIS_URL)) })
 */
export function redisCache(
  client: RedisClient,
  { prefix = '' }: RedisCacheOptions = {},
): Cache & Required<Pick<Cache, 'lock'>> {
  const send = (...[command, ...args]: [string, ...string[]]): Promise<unknown> =>
    // ioredis has a `sendCommand` too, which takes something else.
    'call' in client ? client.call(command, ...args) : client.sendCommand([command, ...args])

  return {
    async get(key) {
      const text = await send('GET', prefix + key).catch((error: unknown) => {
        if (String(error).includes('WRONGTYPE')) return undefined
        throw error
      })
      return typeof text === 'string' ? parse(text) : undefined
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
      const lease = String(leaseMs)
      const holder = randomBytes(16).toString('hex')
      if ((await send('EVAL', TAKE, '1', lock, holder, lease)) !== 1) return undefined
      return {
        renew: async () => (await send('EVAL', RENEW, '1', lock, holder, lease)) === 1,
        async release() {
          await send('EVAL', FREE, '1', lock, holder)
        },
      }
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
