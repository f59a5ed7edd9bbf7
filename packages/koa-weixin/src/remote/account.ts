import { accountError } from '../errors/account-error.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { fieldsOf, parseJson, type Fields } from './fields.ts'
import type { Http, HttpRequest } from './http.ts'

/** A value that WeChat lends, and for how long: seconds from now. */
export interface Expiring {
  value: string
  expiresIn: number
}

/** A visitor's own token: not the account's. */
export interface WebToken {
  openid: string
  accessToken: string
  /** Good for 30 days. Null where WeChat gave none. */
  refreshToken: string | null
  /** Seconds from now until the accessToken is dead. */
  expiresIn: number
  /** Comma separated, as granted. */
  scope: string
}

/** What the one-time code of a sign-in was exchanged for. */
export interface CodeExchange extends WebToken {
  unionid: string | null
  isSnapshot: boolean
}

/** The language of a profile's texts. */
export type Lang = 'zh_CN' | 'zh_TW' | 'en'

export interface Profile {
  nickname: string
  avatar: string | null
  /** Only where the account is bound to an open-platform account. */
  unionid: string | null
}

/** The calls to api.weixin.qq.com. Each throws `weixin-refused` with WeChat's `errcode` as `said.code`. */
export interface Account {
  accessToken(): Promise<Expiring>
  jsapiTicket(accessToken: string): Promise<Expiring>
  exchangeCode(code: string): Promise<CodeExchange>
  refreshWebToken(refreshToken: string): Promise<WebToken>
  profile(token: Pick<WebToken, 'accessToken' | 'openid'>, wish: { lang: Lang }): Promise<Profile>
  /** Whether the token is still good for this visitor. */
  checkWebToken(token: Pick<WebToken, 'accessToken' | 'openid'>): Promise<boolean>
}

export interface AccountOptions {
  http: Http
  /** WeChat's host, `https://api.weixin.qq.com`. */
  api: string
  appId: string
  appSecret: string
  /** Which endpoint lends the access_token. */
  endpoint: 'stable' | 'classic' | undefined
}

const TIMEOUT_MS = 5_000
/** How `sns/auth` says that a token is wrong, dead, or somebody else's. */
const INVALID_WEB_TOKEN = new Set(['40001', '40003', '40014', '42001'])

export function createAccount(options: AccountOptions): Account {
  const { http, api, appId, appSecret, endpoint = 'stable' } = options

  async function call(request: Pick<HttpRequest, 'method' | 'url' | 'body'>): Promise<Fields> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    const reply = await http({ ...request, headers, timeoutMs: TIMEOUT_MS })
    return readReply(reply.status, reply.body)
  }
  const get = (path: string, query: Record<string, string>): Promise<Fields> =>
    call({ method: 'GET', url: `${api}${path}?${new URLSearchParams(query)}` })

  return {
    async accessToken() {
      const account = { grant_type: 'client_credential', appid: appId, secret: appSecret }
      if (endpoint === 'classic')
        return readExpiring(await get('/cgi-bin/token', account), 'access_token')
      // Asked for by others too, a stable token stays the same.
      const body = JSON.stringify({ ...account, force_refresh: false })
      const reply = await call({ method: 'POST', url: `${api}/cgi-bin/stable_token`, body })
      return readExpiring(reply, 'access_token')
    },
    async jsapiTicket(accessToken) {
      const query = { access_token: accessToken, type: 'jsapi' }
      return readExpiring(await get('/cgi-bin/ticket/getticket', query), 'ticket')
    },
    async exchangeCode(code) {
      const reply = await get('/sns/oauth2/access_token', {
        appid: appId,
        secret: appSecret,
        code,
        grant_type: 'authorization_code',
      })
      return {
        ...readWebToken(reply),
        unionid: reply.optionalText('unionid'),
        isSnapshot: reply.optionalInteger('is_snapshotuser') === 1,
      }
    },
    async refreshWebToken(refreshToken) {
      const query = { appid: appId, grant_type: 'refresh_token', refresh_token: refreshToken }
      return readWebToken(await get('/sns/oauth2/refresh_token', query))
    },
    async profile({ accessToken, openid }, { lang }) {
      const reply = await get('/sns/userinfo', { access_token: accessToken, openid, lang })
      return {
        nickname: reply.text('nickname'),
        avatar: reply.optionalText('headimgurl') || null,
        unionid: reply.optionalText('unionid'),
      }
    },
    async checkWebToken({ accessToken, openid }) {
      try {
        await get('/sns/auth', { access_token: accessToken, openid })
        return true
      } catch (error) {
        if (error instanceof WeixinError && INVALID_WEB_TOKEN.has(error.response?.code ?? ''))
          return false
        throw error
      }
    },
  }
}

/** WeChat answers 200 to everything; an `errcode` other than 0 is the refusal. */
function readReply(status: number, body: Buffer): Fields {
  const reply = fieldsOf(
    parseJson(body.toString('utf8'), 'response-malformed'),
    'response-malformed',
  )
  const code = reply.optionalInteger('errcode') ?? 0
  if (code === 0) return reply
  throw accountError({ status, code: String(code), message: reply.optionalText('errmsg') ?? '' })
}

function readWebToken(reply: Fields): WebToken {
  return {
    openid: reply.text('openid'),
    accessToken: reply.text('access_token'),
    refreshToken: reply.optionalText('refresh_token'),
    expiresIn: reply.integer('expires_in'),
    scope: reply.text('scope'),
  }
}

function readExpiring(reply: Fields, name: string): Expiring {
  return { value: reply.text(name), expiresIn: reply.integer('expires_in') }
}
