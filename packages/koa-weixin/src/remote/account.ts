import { weixinCode, weixinRefusal, type WeixinCall } from '../errors/weixin-codes.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { checkRequest } from './check-request.ts'
import { Fields, parseJson } from './fields.ts'
import type { Http, HttpRequest } from './http.ts'
import { pathWithQuery } from './path.ts'

/** A value of WeChat's that expires. */
export interface Expiring {
  value: string
  /** Seconds from now. */
  expiresIn: number
}

/** A user's own token (网页授权 access_token): not the account's. */
export interface WebToken {
  /** The user's openid at this Official Account. */
  openid: string
  /** Secret: it reads the user's profile. It does not call the account's own APIs. */
  accessToken: string
  /** Valid for 30 days. Null where WeChat returned none. */
  refreshToken: string | null
  /** Seconds from now until the accessToken expires. */
  expiresIn: number
  /** Comma separated, as granted. */
  scope: string
}

/** What the one-time code of a sign-in was exchanged for. */
export interface CodeExchange extends WebToken {
  /** Only where the account is bound to an open-platform account. */
  unionid: string | null
  /** A virtual user of WeChat's snapshot page (快照页). */
  isSnapshot: boolean
}

/** The language of a profile's texts. */
export type Lang = 'zh_CN' | 'zh_TW' | 'en'

/** What a user who consented to `snsapi_userinfo` shows. */
export interface Profile {
  /** Empty where WeChat returned none. */
  nickname: string
  /** The picture's address; null where the user has none. */
  avatar: string | null
  /** Only where the account is bound to an open-platform account. */
  unionid: string | null
}

/** A call of the app's own to api.weixin.qq.com. */
export interface AccountRequest {
  /** Query parameters, encoded here; `access_token` is added. */
  query?: Readonly<Record<string, string | number>>
  /** An object or a list, sent as JSON. */
  body?: unknown
}

/**
 * The calls to api.weixin.qq.com. Each throws what WeChat's `errcode` becomes (`weixin-refused` and others, see
 * `errors/weixin-codes.ts`), with WeChat's answer as `response`.
 */
export interface Account {
  accessToken(): Promise<Expiring>
  jsapiTicket(accessToken: string): Promise<Expiring>
  /** The response's JSON. */
  request(
    accessToken: string,
    method: 'GET' | 'POST',
    path: string,
    params: AccountRequest,
  ): Promise<unknown>
  exchangeCode(code: string): Promise<CodeExchange>
  refreshWebToken(refreshToken: string): Promise<WebToken>
  profile(
    token: Pick<WebToken, 'accessToken' | 'openid'>,
    options: { lang: Lang },
  ): Promise<Profile>
  /** Whether the token is still valid for this user. */
  checkWebToken(token: Pick<WebToken, 'accessToken' | 'openid'>): Promise<boolean>
}

export interface AccountOptions {
  http: Http
  /** WeChat's host, `https://api.weixin.qq.com`. */
  api: string
  appId: string
  appSecret: string
  /** Which endpoint issues the access_token. */
  endpoint: 'stable' | 'classic'
}

const TIMEOUT_MS = 5_000

export function createAccount(options: AccountOptions): Account {
  const { http, api, appId, appSecret, endpoint } = options

  async function call(
    request: Pick<HttpRequest, 'method' | 'body'> & { path: string },
    family: 'api' | 'oauth',
    about?: WeixinCall,
  ): Promise<Fields> {
    const { method, path, body } = request
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    const response = await http({
      method,
      url: api + path,
      headers,
      ...(body === undefined ? {} : { body }),
      timeoutMs: TIMEOUT_MS,
    })
    const fields = readFields(response.status, response.body)
    const code = fields.anyInteger('errcode') ?? 0
    if (code === 0) return fields
    const message = fields.anyText('errmsg') ?? ''
    const refused = { status: response.status, code: String(code), message }
    throw weixinRefusal(family, refused, about === undefined ? {} : { call: about })
  }
  const oauth = (path: string, query: Record<string, string>): Promise<Fields> =>
    call({ method: 'GET', path: pathWithQuery(path, query) }, 'oauth')

  return {
    async accessToken() {
      const account = { grant_type: 'client_credential', appid: appId, secret: appSecret }
      const request =
        endpoint === 'classic'
          ? { method: 'GET' as const, path: pathWithQuery('/cgi-bin/token', account) }
          : {
              method: 'POST' as const,
              path: '/cgi-bin/stable_token',
              // A stable token stays the same when other servers ask for it too.
              body: JSON.stringify({ ...account, force_refresh: false }),
            }
      return readExpiring(await call(request, 'api', 'token'), 'access_token')
    },
    async jsapiTicket(accessToken) {
      const query = { access_token: accessToken, type: 'jsapi' }
      const path = pathWithQuery('/cgi-bin/ticket/getticket', query)
      return readExpiring(await call({ method: 'GET', path }, 'api'), 'ticket')
    },
    async request(accessToken, method, path, params) {
      checkRequest({ ...params, method }, ['GET', 'POST'])
      const { query, body } = params
      const request = {
        method,
        path: pathWithQuery(path, { ...query, access_token: accessToken }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }
      return (await call(request, 'api')).raw
    },
    async exchangeCode(code) {
      const fields = await oauth('/sns/oauth2/access_token', {
        appid: appId,
        secret: appSecret,
        code,
        grant_type: 'authorization_code',
      })
      return {
        unionid: fields.anyText('unionid'),
        isSnapshot: fields.anyInteger('is_snapshotuser') === 1,
        ...readWebToken(fields),
      }
    },
    async refreshWebToken(refreshToken) {
      const query = { appid: appId, grant_type: 'refresh_token', refresh_token: refreshToken }
      return readWebToken(await oauth('/sns/oauth2/refresh_token', query))
    },
    async profile({ accessToken, openid }, { lang }) {
      const fields = await oauth('/sns/userinfo', { access_token: accessToken, openid, lang })
      return {
        nickname: fields.anyText('nickname') ?? '',
        avatar: fields.anyText('headimgurl'),
        unionid: fields.anyText('unionid'),
      }
    },
    async checkWebToken({ accessToken, openid }) {
      try {
        await oauth('/sns/auth', { access_token: accessToken, openid })
        return true
      } catch (error) {
        if (!(error instanceof WeixinError)) throw error
        if (weixinCode('oauth', error.response?.code)?.invalid !== 'token') throw error
        return false
      }
    },
  }
}

/** WeChat answers 200 to everything, and sends the control characters of nicknames as they are. */
function readFields(status: number, body: Buffer): Fields {
  try {
    const text = body.toString('utf8').replaceAll(/\p{Cc}/gu, ' ')
    return new Fields(parseJson(text, 'response-malformed'), 'response-malformed')
  } catch (error) {
    if (status === 200) throw error
    const response = { status, code: '', message: '' }
    throw new WeixinError('weixin-unreachable', { response })
  }
}

function readWebToken(fields: Fields): WebToken {
  return {
    openid: fields.id('openid'),
    accessToken: fields.id('access_token'),
    refreshToken: fields.anyText('refresh_token'),
    expiresIn: fields.anyInteger('expires_in') ?? 0,
    scope: fields.anyText('scope') ?? '',
  }
}

function readExpiring(fields: Fields, name: string): Expiring {
  return { value: fields.id(name), expiresIn: fields.anyInteger('expires_in') ?? 0 }
}
