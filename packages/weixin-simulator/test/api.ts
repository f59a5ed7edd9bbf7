import { expect } from 'vitest'
import type { Simulator } from '../src/index.ts'

export type Json = Record<string, unknown>

/** Asks api.weixin.qq.com as a server does. `weixin` is looked up when it is asked. */
export function api(weixin: () => Simulator) {
  async function call(
    path: string,
    query: Record<string, string>,
    init?: RequestInit,
  ): Promise<Json> {
    const response = await fetch(`${weixin().url}${path}?${new URLSearchParams(query)}`, init)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    const body: Json = JSON.parse(await response.text())
    return body
  }

  const account = () => {
    const { appId, appSecret } = weixin().credentials
    return { appid: appId, secret: appSecret }
  }
  const trade = (changes: Record<string, string>): Promise<Json> =>
    call('/sns/oauth2/access_token', { ...account(), grant_type: 'authorization_code', ...changes })

  return {
    call,
    trade,
    classic: (changes: Record<string, string> = {}): Promise<Json> =>
      call('/cgi-bin/token', { grant_type: 'client_credential', ...account(), ...changes }),
    stable: (changes: Json = {}): Promise<Json> => {
      const body = { grant_type: 'client_credential', ...account(), ...changes }
      return call('/cgi-bin/stable_token', {}, { method: 'POST', body: JSON.stringify(body) })
    },
    ticket: (token: unknown, type = 'jsapi'): Promise<Json> =>
      call('/cgi-bin/ticket/getticket', { access_token: String(token), type }),
    /** The first user signs in silently. */
    signIn: async (): Promise<Json> => {
      const openid = weixin().users()[0]?.openid ?? ''
      const { code } = await weixin().createCode({ openid, scope: 'snsapi_base' })
      return trade({ code })
    },
  }
}
