import { randomBytes } from 'node:crypto'
import type { Cache, Lock } from '../../cache/cache.ts'
import type { Check } from '../check.ts'
import { ok, problem, skipped } from '../findings.ts'
import type { ProblemCode } from '../problems.ts'
import type { Finding } from '../report.ts'

const ANSWER_MS = 5_000
const LIFE_MS = 60_000
const LEASE_MS = 10_000

/** Whether the cache that processes share keeps what it is given, and whether its lock excludes others. */
export const cacheChecks: readonly Check[] = [
  {
    id: 'cache',
    title: { en: 'The cache', zh: '缓存' },
    sends: true,
    run({ settings: { cache } }) {
      if (cache) return failingAs('cache-failed', () => roundTrip(cache))
      return ok(
        'There is none: the memory of the process. Several processes need a shared one.',
        '未配置，使用进程内存；多进程部署时需要共享缓存。',
      )
    },
  },
  {
    id: 'lock',
    title: { en: 'The lock of the cache', zh: '缓存的锁' },
    needs: ['cache'],
    sends: true,
    run({ settings: { cache } }) {
      if (!cache) return skipped('There is no shared cache.', '没有共享缓存。')
      if (!cache.lock) return problem('lock-missing')
      return failingAs('lock-failed', () => twoHolders(cache))
    },
  },
]

const keyName = (): string => `weixin:doctor:${randomBytes(8).toString('hex')}`

async function roundTrip(cache: Cache): Promise<Finding> {
  const key = keyName()
  const value = { doctor: key }
  await cache.set(key, value, LIFE_MS)
  const read: unknown = await cache.get(key)
  if (JSON.stringify(read) !== JSON.stringify(value)) return problem('cache-forgets')
  await cache.delete(key)
  const left: unknown = await cache.get(key)
  if (left !== undefined && left !== null) return problem('cache-not-deleted')
  return ok('A value was stored, read and deleted.', '写入、读取和删除均正常。')
}

async function twoHolders(cache: Cache): Promise<Finding> {
  const key = keyName()
  const lock = (): Promise<Lock | undefined> =>
    cache.lock?.(key, LEASE_MS) ?? Promise.resolve(undefined)
  const held = await lock()
  if (!held) return problem('lock-failed', 'a free lock was not given')
  const second = await lock()
  if (second) {
    await Promise.all([held.release(), second.release()])
    return problem('lock-shared')
  }
  if (!(await held.renew())) return problem('lock-failed', 'renew')
  await held.release()
  const again = await lock()
  if (!again) return problem('lock-not-released')
  await again.release()
  return ok(
    'A second holder was refused until the first had released it.',
    '第一个持有者释放之前，第二个持有者被拒绝。',
  )
}

/** Whatever the app's cache throws, and where it does not answer. */
async function failingAs(code: ProblemCode, work: () => Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(problem(code, `no answer for ${ANSWER_MS} ms`)), ANSWER_MS)
  })
  try {
    return await Promise.race([work(), silence])
  } catch (thrown) {
    // The message of a client may quote its address with a password.
    const { code: systemCode } = Object(thrown) as { code?: unknown }
    const detail = thrown instanceof Error ? thrown.constructor.name : ''
    return problem(code, typeof systemCode === 'string' ? systemCode : detail)
  } finally {
    clearTimeout(timer)
  }
}
