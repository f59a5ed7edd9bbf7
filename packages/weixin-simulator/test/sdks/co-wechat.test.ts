import API from 'co-wechat-api'
import OAuth from 'co-wechat-oauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { callPhone, ORIGIN } from '../phone.ts'

// co-wechat-api and co-wechat-oauth, unmodified but for the address.
let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

describe('co-wechat-api', () => {
  const open = (): API => {
    const { appId, appSecret } = weixin.credentials
    const api = new API(appId, appSecret)
    api.prefix = `${weixin.url}/cgi-bin/`
    return api
  }

  test('its signature of a page passes wx.config', async () => {
    const url = `${ORIGIN}/tea?from=menu`
    const given = { url, debug: false, jsApiList: ['chooseWXPay'] }
    const { appId, timestamp, nonceStr, signature } = await open().getJsConfig(given)
    const args = {
      verifyAppId: appId,
      verifyTimestamp: timestamp,
      verifyNonceStr: nonceStr,
      verifySignature: signature,
    }
    const response = await callPhone(weixin, 'config', { landing: url, current: url, args })
    expect(await response.json()).toEqual({ response: { errMsg: 'preVerifyJSAPI:ok' } })
  })

  test('renews a token that another server replaced, and gets the ticket with the new one', async () => {
    const api = open()
    const { accessToken } = await api.getAccessToken()
    await weixin.faults.retireTokens()
    const { ticket } = await api.getTicket()
    expect(ticket).toMatch(/\S/)
    expect((await api.ensureAccessToken()).accessToken).not.toBe(accessToken)
  })

  test('a wrong secret is an error with WeChat’s number', async () => {
    const api = new API(weixin.credentials.appId, 'wrong')
    api.prefix = `${weixin.url}/cgi-bin/`
    await expect(api.getAccessToken()).rejects.toMatchObject({
      name: 'WeChatAPIError',
      code: 40125,
    })
  })
})

describe('co-wechat-oauth', () => {
  const here = (url: string): string =>
    url.replace(/^https:\/\/(api|open)\.weixin\.qq\.com/, weixin.url)

  const open = (): OAuth => {
    const { appId, appSecret } = weixin.credentials
    class OAuthHere extends OAuth {
      override request(url: string, options?: object): Promise<unknown> {
        return super.request(here(url), options)
      }
    }
    return new OAuthHere(appId, appSecret)
  }

  const codeOf = (location: string | null): string =>
    new URL(location ?? '').searchParams.get('code') ?? ''

  test('a silent sign-in: its link, a code, a token', async () => {
    const oauth = open()
    const link = new URL(here(oauth.getAuthorizeURL(`${ORIGIN}/back`, 'abc', 'snsapi_base')))
    expect(link.hash).toBe('#wechat_redirect')
    const userAgent = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.48'
    const redirected = await fetch(link, {
      redirect: 'manual',
      headers: { 'user-agent': userAgent },
    })
    const location = redirected.headers.get('location')
    expect(location).toMatch(/^http:\/\/localhost:5173\/back\?code=\w+&state=abc$/)
    const { data } = await oauth.getAccessToken(codeOf(location))
    expect(data).toMatchObject({ openid: weixin.users()[0]?.openid, scope: 'snsapi_base' })
    await expect(oauth.getAccessToken(codeOf(location))).rejects.toMatchObject({ code: 40163 })
  })

  test('the profile, and a refreshed token', async () => {
    const oauth = open()
    const { openid = '', nickname } = weixin.users()[0] ?? {}
    const { code } = await weixin.createCode({ openid, scope: 'snsapi_userinfo' })
    const { data } = await oauth.getAccessToken(code)
    expect(await oauth.getUser({ openid, lang: 'zh_CN' })).toMatchObject({ openid, nickname })
    const refreshed = await oauth.refreshAccessToken(data.refresh_token)
    expect(refreshed.data).toMatchObject({ openid, scope: 'snsapi_userinfo' })
    expect(await oauth.verifyToken(openid, refreshed.data.access_token)).toMatchObject({
      errcode: 0,
    })
  })
})
