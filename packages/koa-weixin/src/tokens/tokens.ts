import type { Cache } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { OfficialAccount } from '../remote/official-account.ts'
import { remembered } from './remembered.ts'

export interface Tokens {
  /** The ticket that signs pages. */
  jsapiTicket(): Promise<string>
}

/** WeChat's codes for "this access_token is not, or no longer, good". */
const DEAD_TOKEN = new Set(['40001', '40014', '42001'])

export function createTokens(options: {
  account: OfficialAccount
  cache: Cache
  appId: string
  now: () => number
}): Tokens {
  const { account, cache, appId, now } = options
  const accessToken = remembered({
    cache,
    key: `weixin:${appId}:access_token`,
    now,
    fetch: () => account.accessToken(),
  })
  const ticket = remembered({
    cache,
    key: `weixin:${appId}:jsapi_ticket`,
    now,
    fetch: () => withToken((token) => account.jsapiTicket(token)),
  })

  /** A dead token is dropped if it is still ours; the call is repeated once if another one came. */
  async function withToken<T>(use: (token: string) => Promise<T>): Promise<T> {
    const token = await accessToken.get()
    try {
      return await use(token)
    } catch (error) {
      if (!isDeadToken(error)) throw error
      await accessToken.drop(token)
      const another = await accessToken.get()
      if (another === token) throw error
      return use(another)
    }
  }
  return { jsapiTicket: () => ticket.get() }
}

function isDeadToken(error: unknown): boolean {
  return error instanceof WeixinError && DEAD_TOKEN.has(error.said?.code ?? '')
}
