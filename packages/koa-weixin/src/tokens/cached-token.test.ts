import { describe, expect, it } from 'vitest'
import { memoryCache } from '../cache/memory-cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { cachedToken } from './cached-token.ts'

/** A lender whose answers come when the test says so, and a clock that the test moves. */
function lender({ expiresIn = 7200 } = {}) {
  let now = 1_000_000
  let lent = 0
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
        lent += 1
        if (failing) throw failing
        return { value: `token ${lent}`, expiresIn }
      },
    })
  return {
    make,
    logged,
    fetched: () => lent,
    pass: (seconds: number) => (now += seconds * 1000),
    fail: (error?: Error) => (failing = error),
  }
}

describe('a value that WeChat lends', () => {
  it('is fetched once for all callers, and given without a promise from then on', async () => {
    const { make, fetched } = lender()
    const token = make()
    await Promise.all(Array.from({ length: 100 }, async () => token.get()))
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })

  it('is renewed behind the answer in its last five minutes', async () => {
    const { make, fetched, pass } = lender()
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
    const { make, fetched, pass } = lender({ expiresIn: 345 })
    const token = make()
    await token.get()
    pass(310)
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })

  it('is never given after its life, and waited for instead', async () => {
    const { make, pass } = lender()
    const token = make()
    await token.get()
    pass(7191)
    const next = token.get()
    expect(next).toBeInstanceOf(Promise)
    expect(await next).toBe('token 2')
  })

  it('is shared with another server through the cache', async () => {
    const { make, fetched } = lender()
    await make().get()
    expect(await make().get()).toBe('token 1')
    expect(fetched()).toBe(1)
  })
})

describe('a lender that fails', () => {
  it('is asked once a wave: callers get the error at once, and a pause later it is asked again', async () => {
    const { make, fetched, pass, fail } = lender()
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

  it('is left alone for longer when a person has to mend it', async () => {
    const { make, fetched, pass, fail } = lender()
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
    const { make, fetched, pass, fail, logged } = lender()
    const token = make()
    await token.get()
    fail(new WeixinError('weixin-unreachable'))
    pass(6950)
    expect(token.get()).toBe('token 1')
    await expect.poll(() => logged).toHaveLength(1)
    // The pause holds behind the answer too.
    expect(token.get()).toBe('token 1')
    expect(fetched()).toBe(2)
    pass(5)
    fail()
    expect(token.get()).toBe('token 1')
    await expect.poll(() => token.get()).toBe('token 3')
  })
})

describe('dropping a value', () => {
  it('drops the one that is dead, here and in the cache', async () => {
    const { make } = lender()
    const token = make()
    await token.drop(await token.get())
    expect(await token.get()).toBe('token 2')
  })

  it('leaves alone what another server has renewed meanwhile', async () => {
    const { make, fetched } = lender()
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
