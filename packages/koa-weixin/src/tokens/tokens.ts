import type { Cache } from '../cache/cache.ts'
import { weixinCode } from '../errors/weixin-codes.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'
import type { Account } from '../remote/account.ts'
import { cachedToken } from './cached-token.ts'

export interface Tokens {
  /** The ticket that signs pages; without a promise where it is at hand. */
  jsapiTicket(): string | Promise<string>
  /** Forgets this ticket, if it is still the one remembered. */
  dropTicket(ticket: string): Promise<void>
}

export interface TokensOptions {
  account: Account
  cache: Cache
  appId: string
  logger: Logger
  /** Milliseconds. */
  now: () => number
  /** From 0 up to 1. */
  random: () => number
}

export function createTokens({ account, appId, ...shared }: TokensOptions): Tokens {
  const accessToken = cachedToken({
    ...shared,
    key: `weixin:${appId}:access_token`,
    fetch: () => account.accessToken(),
  })
  const ticket = cachedToken({
    ...shared,
    key: `weixin:${appId}:jsapi_ticket`,
    fetch: () => withToken((token) => account.jsapiTicket(token)),
  })

  /** A dead token is dropped if it is still ours; the call is repeated once if another one came. */
  async function withToken<T>(use: (token: string) => Promise<T>): Promise<T> {
    const token = await accessToken.get()
    try {
      return await use(token)
    } catch (error) {
      if (!isInvalidToken(error)) throw error
      await accessToken.drop(token)
      const another = await accessToken.get()
      if (another === token) throw error
      return use(another)
    }
  }
  return { jsapiTicket: () => ticket.get(), dropTicket: (dead) => ticket.drop(dead) }
}

function isInvalidToken(error: unknown): boolean {
  return (
    error instanceof WeixinError && weixinCode('api', error.response?.code)?.invalid === 'token'
  )
}
