import { describe, expect, it } from 'vitest'
import type { Cache } from './cache.ts'
import { fallbackCache } from './fallback-cache.ts'
import { memoryCache } from './memory-cache.ts'

/** A shared cache whose reads and writes fail when a test says so. */
function sharedCache() {
  const store = new Map<string, unknown>()
  const fails = { reads: false, writes: false, silently: false }
  /** Writes that were tried, such as the probe during an outage. */
  const tried: string[] = []
  const check = (isFailing: boolean): void => {
    if (isFailing) throw new Error('READONLY')
  }
  const cache: Cache = {
    async get(key) {
      check(fails.reads)
      return store.get(key)
    },
    async set(key, value) {
      tried.push(key)
      // As a Keyv does, whose store throws.
      if (fails.writes && fails.silently) return false
      check(fails.writes)
      store.set(key, value)
      return true
    },
    async delete(key) {
      check(fails.writes)
      store.delete(key)
    },
  }
  return { cache, store, fails, tried }
}

function setUp() {
  const shared = sharedCache()
  const logged: string[] = []
  const log = (message: string): void => void logged.push(message)
  let now = 1_000_000
  const make = (cache: Cache = shared.cache): Cache =>
    fallbackCache(cache, {
      logger: { info: log, warn: log, error: log },
      now: () => (now += 1),
      retryMs: 5,
    })
  return { ...shared, make, logged, move: (ms: number) => (now += ms) }
}

/** Reads until the shared cache is used again. */
const untilBack = (cache: Cache, logged: string[]) =>
  expect
    .poll(
      async () => {
        await cache.get('any')
        return logged.at(-1)
      },
      { interval: 10 },
    )
    .toBe('The shared cache works again')

describe('a shared cache that reads but does not write', () => {
  it.each([
    ['throws', false],
    ['returns false', true],
  ])('(it %s) is out of use until it writes, and is reported once', async (_, silently) => {
    const { fails, make, logged, tried } = setUp()
    const cache = make()
    fails.writes = true
    fails.silently = silently
    await cache.set('a', 1, 60_000)
    expect(await cache.get('a')).toBe(1)
    let value = 1
    const probes = async (): Promise<number> => {
      value += 1
      await cache.set('a', value, 60_000)
      expect(await cache.get('a')).toBe(value)
      return tried.filter((key) => key === 'weixin:probe').length
    }
    await expect.poll(probes, { interval: 2 }).toBeGreaterThan(4)
    expect(logged).toEqual(['The shared cache failed; this process uses its own memory meanwhile'])
    fails.writes = false
    await untilBack(cache, logged)
    await cache.set('b', 2, 60_000)
    expect(await cache.get('b')).toBe(2)
  })

  it('gives back nothing from before the end of the outage, which nobody could replace', async () => {
    const { fails, make, logged } = setUp()
    const cache = make()
    await cache.set('attempt', 'first', 60_000)
    fails.writes = true
    await cache.set('attempt', 'second', 60_000)
    await cache.delete('other')
    fails.writes = false
    await untilBack(cache, logged)
    expect(await cache.get('attempt')).toBeUndefined()
    await cache.set('attempt', 'third', 60_000)
    expect(await cache.get('attempt')).toBe('third')
  })

  it('is cleared of what one process changed meanwhile, for others that noticed nothing', async () => {
    const { store, fails, make, logged } = setUp()
    const [one, other] = [make(), make()]
    await one.set('replaced', 'old', 60_000)
    await one.set('deleted', 'old', 60_000)
    await one.set('untouched', 'old', 60_000)
    fails.writes = true
    await other.set('replaced', 'new', 60_000)
    await other.delete('deleted')
    fails.writes = false
    await untilBack(other, logged)
    expect([await one.get('replaced'), await one.get('deleted')]).toEqual([undefined, undefined])
    expect(await one.get('untouched')).toBe('old')
    expect([...store.keys()]).toEqual(['untouched', 'weixin:probe'])
  })

  it('serves nothing out of an earlier outage in the next one', async () => {
    const { fails, make, logged } = setUp()
    const cache = make()
    fails.writes = true
    await cache.set('attempt', 'of the first outage', 60_000)
    fails.writes = false
    await untilBack(cache, logged)
    await cache.set('attempt', 'newer', 60_000)
    fails.reads = true
    expect(await cache.get('attempt')).toBeUndefined()
  })
})

describe('a clock that is set back', () => {
  it('keeps no cache out of use, and hides no entry for hours', async () => {
    const { fails, make, logged, move } = setUp()
    const cache = make()
    fails.reads = true
    await cache.get('a')
    const real = Date.now
    Date.now = () => real() - 3 * 3_600_000
    move(-3 * 3_600_000)
    try {
      fails.reads = false
      await untilBack(cache, logged)
      move(-3 * 3_600_000)
      await cache.set('a', 1, 60_000)
      expect(await cache.get('a')).toBe(1)
    } finally {
      Date.now = real
    }
  })

  it('gives an entry of this process’s memory no longer life', async () => {
    let now = 10 * 3_600_000
    const cache = memoryCache({ now: () => now })
    await cache.set('a', 1, 2_000)
    now -= 3 * 3_600_000
    expect(await cache.get('a')).toBeUndefined()
  })
})

describe('what another program or version stored', () => {
  it.each([['a text'], [1], [null], [[]], [{}], [{ value: 1 }], [{ value: 1, writtenAt: 'x' }]])(
    'counts as absent: %j',
    async (value) => {
      const { store, make, logged } = setUp()
      store.set('key', value)
      expect(await make().get('key')).toBeUndefined()
      expect(logged).toEqual([])
    },
  )
})

it('a shared cache that throws synchronously is out of use too', async () => {
  const { make, logged } = setUp()
  const broken = (): never => {
    throw new Error('closed')
  }
  const cache = make({ get: broken, set: broken, delete: broken, lock: broken })
  expect(await cache.get('a')).toBeUndefined()
  await cache.set('a', 1, 60_000)
  expect(await cache.get('a')).toBe(1)
  expect(await cache.lock?.('b', 1000)).toBeDefined()
  expect(logged).toHaveLength(1)
})
