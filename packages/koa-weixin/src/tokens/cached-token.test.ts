import { describe, expect, it } from 'vitest'
import { memoryCache } from '../cache/memory-cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { cachedToken } from './cached-token.ts'

/** A source of tokens that fails when the test says so, and a clock that the test moves. */
function source({ expiresIn = 7200 } = {}) {
  let now = 1_000_000
  let fetched = 0
  let failing: Error | undefined
  const logged: string[] = []
  const log = (message: string): void => void logged.push(message)
  const cache = memoryCache({ now: () => now })
  const make = () =>
    cachedToken({
      cache,
      key: 'token',
      logger: { info: log, warn: log, error: log },
      now: () => now,
      random: () => 0.5,
      async fetch() {
        fetched += 1
        if (failing) throw failing
        return { value: `token ${fetched}`, expiresIn }
      },
    })
  return {
    make,
    logged,
    fetched: () => fetched,
    cache,
    pass: (seconds: number) => (now += seconds * 1000),
    fail: (error?: Error) => (failing = error),
  }
}

describe('a token of WeChat’s', () => {
  it('is fetched once for all callers, and given without a promise from then on', async () => {
    const { make, fetched } = source()
    const token = make()
    await Promise.all(Array.from({ length: 100 }, async () => token.get()))
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })

  it('is renewed in the background in its last five minutes', async () => {
    const { make, fetched, pass } = source()
    const token = make()
    await token.get()
    pass(7200 - 301)
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
    pass(2)
    expect([token.get(), token.get()]).toEqual(['token 1', 'token 1'])
    await expect.poll(() => token.get()).toBe('token 2')
    expect(fetched()).toBe(2)
  })

  it('with a short life keeps most of it', async () => {
    const { make, fetched, pass } = source({ expiresIn: 345 })
    const token = make()
    await token.get()
    pass(310)
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })

  it('is never given after its life, and waited for instead', async () => {
    const { make, pass } = source()
    const token = make()
    await token.get()
    pass(7191)
    const next = token.get()
    expect(next).toBeInstanceOf(Promise)
    expect(await next).toBe('token 2')
  })

  it('is shared with another server through the cache', async () => {
    const { make, fetched } = source()
    await make().get()
    expect(await make().get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })
})

describe('a source that fails', () => {
  it('is called once for many callers, who get the error at once, and again after a pause', async () => {
    const { make, fetched, pass, fail } = source()
    const token = make()
    fail(new WeixinError('weixin-unreachable'))
    const wave = () => Promise.allSettled(Array.from({ length: 100 }, async () => token.get()))
    for (const { status } of await wave()) expect(status).toBe('rejected')
    for (const { status } of await wave()) expect(status).toBe('rejected')
    expect(fetched()).toBe(1)
    pass(1.6)
    fail()
    expect(await token.get()).toBe('token 2')
  })

  it('is called less often when a person has to act', async () => {
    const { make, fetched, pass, fail } = source()
    const token = make()
    fail(new WeixinError('account-wrong'))
    await expect(token.get()).rejects.toMatchObject({ code: 'account-wrong' })
    pass(10)
    await expect(token.get()).rejects.toMatchObject({ code: 'account-wrong' })
    expect(fetched()).toBe(1)
    pass(6)
    await expect(token.get()).rejects.toMatchObject({ code: 'account-wrong' })
    expect(fetched()).toBe(2)
  })

  it('does not take away the value that is still good', async () => {
    const { make, fetched, pass, fail, logged } = source()
    const token = make()
    await token.get()
    fail(new WeixinError('weixin-unreachable'))
    pass(6950)
    expect(token.get()).toBe('token 1')
    await expect.poll(() => logged).toHaveLength(1)
    // The pause holds in the background too.
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(2)
    pass(5)
    fail()
    expect(token.get()).toBe('token 1')
    await expect.poll(() => token.get()).toBe('token 3')
  })
})

describe('a failure of WeChat that another server has met', () => {
  it('is not met again by calling WeChat, until a second has passed', async () => {
    const { make, fetched, pass, fail } = source()
    const [one, other] = [make(), make()]
    fail(new WeixinError('weixin-unreachable'))
    await expect(one.get()).rejects.toMatchObject({ code: 'weixin-unreachable' })
    const refused = {
      code: 'weixin-unreachable',
      detail: expect.stringContaining('another process'),
    }
    await expect(other.get()).rejects.toMatchObject(refused)
    expect(fetched()).toBe(1)
    pass(0.9)
    await expect(other.get()).rejects.toMatchObject(refused)
    expect(fetched()).toBe(1)
    // The one that has failed still waits: it does not keep the others from WeChat by failing again and again.
    pass(0.5)
    fail()
    await expect(one.get()).rejects.toMatchObject({ code: 'weixin-unreachable' })
    expect(await other.get()).toBe('token 2')
    pass(0.2)
    expect(await one.get()).toBe('token 2')
    expect(fetched()).toBe(2)
  })

  it('leaves a token in use that is still good', async () => {
    const { make, fetched, pass, fail } = source()
    await make().get()
    pass(7000)
    fail(new WeixinError('weixin-unreachable'))
    expect(await make().get()).toBe('token 1')
    expect(await make().get()).toBe('token 1')
    expect(fetched()).toBe(2)
  })

  it('is each server’s own where a person has to act: another may have the right secret', async () => {
    const { make, fetched, fail } = source()
    fail(new WeixinError('account-wrong'))
    await expect(make().get()).rejects.toMatchObject({ code: 'account-wrong' })
    fail()
    expect(await make().get()).toBe('token 2')
    expect(fetched()).toBe(2)
  })
})

describe('dropping a token', () => {
  it('drops the one that was rejected, here and in the cache', async () => {
    const { make } = source()
    const token = make()
    await token.drop(await token.get())
    expect(await token.get()).toBe('token 2')
  })

  it('leaves alone what another server has renewed meanwhile', async () => {
    const { make, fetched } = source()
    const [one, other] = [make(), make()]
    await one.get()
    await other.get()
    await other.drop('token 1')
    expect(await other.get()).toBe('token 2')
    // One still holds the dead token, and finds the new one in the cache.
    await one.drop('token 1')
    expect(await one.get()).toBe('token 2')
    await one.drop('token 1')
    expect(one.get()).toBe('token 2')
    expect(fetched()).toBe(2)
  })
})

describe('a token that another server cached', () => {
  it('is used until it expires, where WeChat gives no new one', async () => {
    const { make, fetched, pass, fail, logged } = source()
    await make().get()
    pass(7000)
    fail(new WeixinError('weixin-unreachable'))
    const token = make()
    expect(await token.get()).toBe('token 1')
    expect(logged).toHaveLength(1)
    // The pause after the failure holds.
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(2)
    pass(195)
    await expect(Promise.resolve().then(() => token.get())).rejects.toMatchObject({
      code: 'weixin-unreachable',
    })
  })

  it.each([
    ['a text'],
    [1],
    [null],
    [{}],
    [{ value: 'old' }],
    [{ value: '', renewAt: 9e12, expiresAt: 9e12 }],
    [{ value: 'of an older version', renewAt: '9e12', expiresAt: '9e12' }],
    [{ value: 'for ever', renewAt: 9e12, expiresAt: 9e12 }],
    [{ value: 7, renewAt: 1_100_000, expiresAt: 1_200_000 }],
  ])('counts as absent in another shape: %j', async (entry) => {
    const { make, cache } = source()
    await cache.set('token', entry, 1e9)
    expect(await make().get()).toBe('token 1')
  })
})

describe('a clock that is set back by hours', () => {
  it('leaves no token in use that has expired since', async () => {
    const { make, pass } = source()
    const token = make()
    await token.get()
    pass(-3 * 3600)
    expect(await token.get()).toBe('token 2')
  })

  it('does not prolong the pause after a failure', async () => {
    const { make, pass, fail } = source()
    pass(5 * 3600)
    const token = make()
    fail(new WeixinError('account-wrong'))
    await expect(token.get()).rejects.toMatchObject({ code: 'account-wrong' })
    pass(-3 * 3600)
    fail()
    expect(await token.get()).toBe('token 2')
  })
})

it.each([0, -1, Number.NaN, 1])(
  'a life of %d seconds does not fetch for each caller',
  async (expiresIn) => {
    const { make, fetched, pass } = source({ expiresIn })
    const token = make()
    await token.get()
    pass(5)
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
  },
)
