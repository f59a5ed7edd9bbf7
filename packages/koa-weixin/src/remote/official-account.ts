import { WeixinError } from '../errors/weixin-error.ts'
import { fieldsOf, parseJson, type Fields } from './fields.ts'
import type { Http, HttpRequest } from './http.ts'

/** A value that WeChat lends, and for how long: seconds from now. */
export interface Lent {
  value: string
  expiresIn: number
}

/** What the one-time code of a sign-in was exchanged for. */
export interface Exchanged {
  openid: string
  /** The visitor's own token: not the account's. */
  accessToken: string
  /** Comma separated, as granted. */
  scope: string
  unionid: string | null
  isSnapshot: boolean
}

export interface Profile {
  nickname: string
  avatar: string | null
}

/** The calls to api.weixin.qq.com. Each throws `weixin-refused` with WeChat's `errcode` as `said.code`. */
export interface OfficialAccount {
  accessToken(): Promise<Lent>
  jsapiTicket(accessToken: string): Promise<Lent>
  exchangeCode(code: string): Promise<Exchanged>
  profile(visitor: { accessToken: string; openid: string }): Promise<Profile>
}

export interface OfficialAccountOptions {
  http: Http
  /** WeChat's host, `https://api.weixin.qq.com`. */
  api: string
  appId: string
  appSecret: string
}

const TIMEOUT_MS = 5_000

export function officialAccount(options: OfficialAccountOptions): OfficialAccount {
  const { http, api, appId, appSecret } = options

  async function call(request: Pick<HttpRequest, 'method' | 'url' | 'body'>): Promise<Fields> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' }
    const reply = await http({ ...request, headers, timeoutMs: TIMEOUT_MS })
    return readReply(reply.status, reply.body)
  }
  const get = (path: string, query: Record<string, string>): Promise<Fields> =>
    call({ method: 'GET', url: `${api}${path}?${new URLSearchParams(query)}` })

  return {
    async accessToken() {
      // The stable one: other processes and other servers asking too don't retire it.
      const body = JSON.stringify({
        grant_type: 'client_credential',
        appid: appId,
        secret: appSecret,
        force_refresh: false,
      })
      return readLent(
        await call({ method: 'POST', url: `${api}/cgi-bin/stable_token`, body }),
        'access_token',
      )
    },
    async jsapiTicket(accessToken) {
      const query = { access_token: accessToken, type: 'jsapi' }
      return readLent(await get('/cgi-bin/ticket/getticket', query), 'ticket')
    },
    async exchangeCode(code) {
      const reply = await get('/sns/oauth2/access_token', {
        appid: appId,
        secret: appSecret,
        code,
        grant_type: 'authorization_code',
      })
      return {
        openid: reply.text('openid'),
        accessToken: reply.text('access_token'),
        scope: reply.text('scope'),
        unionid: reply.optionalText('unionid'),
        isSnapshot: reply.optionalInteger('is_snapshotuser') === 1,
      }
    },
    async profile({ accessToken, openid }) {
      const reply = await get('/sns/userinfo', { access_token: accessToken, openid, lang: 'zh_CN' })
      return { nickname: reply.text('nickname'), avatar: reply.optionalText('headimgurl') || null }
    },
  }
}

/** WeChat answers 200 to everything; an `errcode` other than 0 is the refusal. */
function readReply(status: number, body: Buffer): Fields {
  const reply = fieldsOf(parseJson(body.toString('utf8'), 'reply-malformed'), 'reply-malformed')
  const code = reply.optionalInteger('errcode') ?? 0
  if (code !== 0) {
    const said = { status, code: String(code), message: reply.optionalText('errmsg') ?? '' }
    throw new WeixinError('weixin-refused', { said })
  }
  return reply
}

function readLent(reply: Fields, name: string): Lent {
  return { value: reply.text(name), expiresIn: reply.integer('expires_in') }
}
