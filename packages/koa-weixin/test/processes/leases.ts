import type IoRedis from 'ioredis'

/**
 * The locks of this account now end after `ms` milliseconds: in place of waiting for a lease, or of being faster than
 * one. Throws where there is no lock.
 */
export async function setLeases(database: IoRedis, appId: string, ms: number): Promise<void> {
  const keys = await database.keys(`weixin:${appId}:*lock*`)
  if (keys.length === 0) throw new Error('there is no lock')
  for (const key of keys) await database.pexpire(key, ms)
}
