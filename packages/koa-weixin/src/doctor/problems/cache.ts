import type { Problem } from '../problems.ts'

type Code =
  | 'cache-failed'
  | 'cache-forgets'
  | 'cache-not-deleted'
  | 'lock-missing'
  | 'lock-failed'
  | 'lock-shared'
  | 'lock-not-released'

const REMEDY = {
  en: 'Check the connection and the rights of the client; koa-weixin/testing has the contract tests of a cache.',
  zh: '请检查连接和账号权限；koa-weixin/testing 提供了缓存的契约测试。',
}

/** Problems of the option `cache`. */
export const cacheProblems: Record<Code, Problem> = {
  'cache-failed': {
    text: {
      en: 'The cache throws or does not answer: each process goes on with its own memory and fetches its own tokens.',
      zh: '缓存报错或无响应：各进程会各自使用内存缓存并各自获取 token。',
    },
    remedy: REMEDY,
  },
  'cache-forgets': {
    text: {
      en: 'The cache does not return what was just stored.',
      zh: '缓存读不到刚写入的值。',
    },
    remedy: REMEDY,
  },
  'cache-not-deleted': {
    text: {
      en: 'The cache still returns a value that was deleted: a token that WeChat no longer accepts would stay.',
      zh: '缓存删除后仍能读到该值：失效的 token 会一直被使用。',
    },
    remedy: REMEDY,
  },
  'lock-missing': {
    status: 'warning',
    text: {
      en: 'The cache has no lock: two processes may run orders.onPaid for one payment at the same moment.',
      zh: '缓存不支持 lock：多个进程可能同时对同一笔支付执行 orders.onPaid。',
    },
    remedy: {
      en: 'Use redisCache of koa-weixin/redis, or make onPaid a conditional update that is safe to repeat.',
      zh: '请使用 koa-weixin/redis 的 redisCache，或确保 onPaid 是幂等的条件更新。',
    },
  },
  'lock-failed': {
    text: {
      en: 'The lock of the cache throws or does not answer.',
      zh: '缓存的 lock 报错或无响应。',
    },
    remedy: REMEDY,
  },
  'lock-shared': {
    text: {
      en: 'Two holders got the same lock: it excludes nobody.',
      zh: '同一把锁被两个持有者同时获得，锁没有起到互斥作用。',
    },
    remedy: REMEDY,
  },
  'lock-not-released': {
    text: {
      en: 'A lock that was released can not be taken again: payments of one order wait for its lease.',
      zh: '释放后的锁无法再次获得：同一订单的处理会等到租期结束。',
    },
    remedy: REMEDY,
  },
}
