import './node-version.ts'
export { redisCache } from './cache/redis-cache.ts'
export type { RedisCacheOptions, RedisClient } from './cache/redis-cache.ts'
