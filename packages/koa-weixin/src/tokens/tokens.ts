import type { Cache } from '../cache/cache.ts'
import { isNoAnswer } from '../errors/no-answer.ts'
import { weixinCode } from '../errors/weixin-codes.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Account } from '../remote/account.ts'
import { cachedToken } from './cached-token.ts'

/** The tokens of the Official Account. */
export interface Tokens {
  /** The account's access_token; without a promise where this process holds it. Throws what WeChat's calls throw. */
  accessToken(): string | Promise<string>
  /**
   * Makes a call with the access_token. Where WeChat rejects the token (40001, 40014, 42001), it is dropped if it is
   * still the one that is held, and the call is repeated once if another one came.
   */
  withAccessToken<T>(call: (accessToken: string) => Promise<T>): Promise<T>
  /** The ticket that signs pages; without a promise where this process holds it. Throws what WeChat's calls throw. */
  jsapiTicket(): string | Promise<string>
  /** Drops this ticket, where it is still the one that is held. */
  dropTicket(ticket: string): Promise<void>
}

export interface TokensOptions {
  account: Account
  cache: Cache
  appId: string
  logger: Logger
  /** The clock, in milliseconds since 1970. */
  now: () => number
  /** A number from 0 up to 1. */
  random: () => number
}

/** The pause before the one retry: api.weixin.qq.com answers `-1` or 502 for a moment now and then. */
const RETRY_MS = 100
const SLOW_MS = 1_500

export function createTokens({ account, appId, ...shared }: TokensOptions): Tokens {
  const accessToken = cachedToken({
    ...shared,
    key: `weixin:${appId}:access_token`,
    fetch: () => retryOnce(() => account.accessToken()),
  })
  const ticket = cachedToken({
    ...shared,
    key: `weixin:${appId}:jsapi_ticket`,
    fetch: () => withAccessToken((token) => retryOnce(() => account.jsapiTicket(token))),
  })

  async function withAccessToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await accessToken.get()
    try {
      return await call(token)
    } catch (error) {
      if (!isInvalidToken(error)) throw error
      await accessToken.drop(token)
      const renewed = await accessToken.get()
      if (renewed === token) throw error
      return call(renewed)
    }
  }
  return {
    accessToken: () => accessToken.get(),
    withAccessToken,
    jsapiTicket: () => ticket.get(),
    dropTicket: (dead) => ticket.drop(dead),
  }
}

/** Not after a slow failure: the callers have waited long enough, and the lock's lease would end. */
async function retryOnce<T>(call: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  try {
    return await call()
  } catch (error) {
    if (!isNoAnswer(error) || performance.now() - startedAt > SLOW_MS) throw error
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    return call()
  }
}

function isInvalidToken(error: unknown): boolean {
  return (
    error instanceof WeixinError && weixinCode('api', error.response?.code)?.invalid === 'token'
  )
}
