import { describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { axiosHttp } from '../src/remote/http.ts'
import type { Answer, CookieClient } from './cookie-client.ts'
import { openShop, type Shop } from './shop.ts'

/** What a browser sends that loads a page. */
const page = {
  accept: 'text/html,application/xhtml+xml',
  'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
}
const english = { ...page, 'accept-language': 'en-US,en;q=0.9' }
const locationOf = ({ headers }: Answer): string => headers.get('location') ?? ''
const linkOf = ({ body }: Answer): string =>
  (/<a href="([^"]+)"/.exec(String(body))?.[1] ?? '').replaceAll('&amp;', '&')

/** Where WeChat sends this user back to, for a sign-in that returns to `/orders?a=1`. */
async function consented(someone: CookieClient): Promise<string> {
  const begun = await someone.get('/weixin/oauth?returnTo=%2Forders%3Fa%3D1')
  return locationOf(await someone.get(locationOf(begun)))
}

async function withCode(shop: Shop, address: string): Promise<string> {
  const openid = shop.simulator.users()[0]?.openid ?? ''
  const { code } = await shop.simulator.createCode({ openid, scope: 'snsapi_base' })
  const url = new URL(address)
  url.searchParams.set('code', code)
  return url.href
}

describe('a page load whose sign-in fails', () => {
  it.each([
    ['a menu link made by hand', '/weixin/oauth?code=C&state=STATE', 400, 'state-unknown'],
    ['a link with an empty state', '/weixin/oauth?code=C&state=', 400, 'state-unknown'],
    ['a link without a state', '/weixin/oauth?code=C', 400, 'state-unknown'],
    ['consent not given', `/weixin/oauth?state=${'a'.repeat(32)}`, 401, 'consent-refused'],
    [
      'a browser that keeps no cookie',
      `/weixin/oauth?again=1&code=C&state=${'a'.repeat(32)}`,
      400,
      'cookie-lost',
    ],
    ['a link to another site', '/weixin/oauth?returnTo=//evil.example', 400, 'return-elsewhere'],
    ['a scope that does not exist', '/weixin/oauth?scope=all', 400, 'scope-unknown'],
  ])('%s: a small page in the user’s language that leads on', async (_, path, status, code) => {
    const shop = await openShop()
    const someone = shop.client()
    const answer = await someone.get(path, page)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch('text/html')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.body).toMatch(/<html lang="zh-CN">[^]*<h1>[^<]*\p{Script=Han}/u)
    expect(answer.body).toContain(code)
    const inEnglish = String((await someone.get(path, english)).body)
    expect(inEnglish).toMatch(/<html lang="en">[^]*<h1>\w/)
    expect(inEnglish).not.toMatch(/\p{Script=Han}/u)

    const begun = await someone.get(linkOf(answer))
    expect([begun.status, locationOf(begun)]).toEqual([
      302,
      expect.stringContaining(shop.simulator.url),
    ])
    const script = await someone.get(path)
    expect((script.body as ErrorResponse).error.code).toBe(code)
  })

  it('leads back to the page that was asked for', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const begun = await someone.get(
      '/weixin/oauth?scope=snsapi_userinfo&returnTo=%2Forders%3Fa%3D1',
    )
    const state = new URL(locationOf(begun)).searchParams.get('state')
    const answer = await someone.get(`/weixin/oauth?state=${state}`, page)
    expect(answer.status).toBe(401)
    expect(linkOf(answer)).toBe('/weixin/oauth?returnTo=%2Forders%3Fa%3D1&scope=snsapi_userinfo')
  })

  it('shows nothing of what failed', async () => {
    const real = axiosHttp()
    const shop = await openShop({
      weixin: {
        http: async (request) =>
          request.url.includes('/sns/')
            ? { status: 502, headers: {}, body: Buffer.from('<html>secret</html>') }
            : real(request),
      },
    })
    const someone = shop.client()
    const answer = await someone.get(await consented(someone), page)
    expect(answer.status).toBe(502)
    expect(answer.body).not.toMatch(/secret|html>secret|\.ts:|node_modules/)
    expect(linkOf(answer)).toBe('/weixin/oauth?returnTo=%2Forders%3Fa%3D1&scope=snsapi_base')
  })

  it('may be answered by the app', async () => {
    const shop = await openShop({
      weixin: {
        signIn: {
          errorPage(ctx, { error, language, signIn }) {
            ctx.type = 'text'
            ctx.body = `${error.code} ${language} ${signIn}`
          },
        },
      },
    })
    const answer = await shop.client().get('/weixin/oauth?code=C&state=STATE', english)
    expect([answer.status, answer.body]).toEqual([
      400,
      'state-unknown en /weixin/oauth?returnTo=%2F',
    ])
  })

  it.each([
    () => Promise.reject(new Error('no template')),
    () => {
      throw new Error('no template')
    },
  ])('is answered all the same where the app’s page fails', async (errorPage) => {
    const shop = await openShop({ weixin: { signIn: { errorPage } } })
    const answer = await shop.client().get('/weixin/oauth?code=C&state=STATE', page)
    expect([answer.status, linkOf(answer)]).toEqual([400, '/weixin/oauth?returnTo=%2F'])
    expect(shop.logged.join('\n')).toContain('no template')
  })
})

describe('Back after the sign-in', () => {
  it('leads on, although WeChat adds another code', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const address = await consented(someone)
    expect(locationOf(await someone.get(address, page))).toBe('/orders?a=1#')
    const cookies = new Map(someone.cookies)
    const answer = await someone.get(await withCode(shop, address), page)
    expect([answer.status, locationOf(answer)]).toEqual([302, '/orders?a=1#'])
    expect(someone.cookies).toEqual(cookies)
    // A script does not follow it.
    const script = await someone.get(await withCode(shop, address))
    expect((script.body as ErrorResponse).error.code).toBe('state-used')
  })

  it('leads nowhere for somebody who is not signed in', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const address = await consented(someone)
    await someone.get(address, page)
    for (const name of someone.cookies.keys())
      if (name.includes('session')) someone.cookies.delete(name)
    const answer = await someone.get(await withCode(shop, address), page)
    expect([answer.status, linkOf(answer)]).toEqual([
      400,
      '/weixin/oauth?returnTo=%2Forders%3Fa%3D1&scope=snsapi_base',
    ])
  })
})

describe('signing out', () => {
  const post = (shop: Shop, someone: CookieClient, headers: Record<string, string>) =>
    fetch(`${shop.url}/weixin/sign-out`, {
      method: 'POST',
      headers: {
        cookie: [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
    })

  it('ends the session of this browser', async () => {
    const shop = await openShop()
    const someone = await shop.customer()
    const response = await someone.post('/weixin/sign-out')
    expect(response.status).toBe(204)
    expect((await someone.get('/weixin/user')).body).toEqual({ user: null })
  })

  it.each<[string, Record<string, string>, number]>([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a page that hides its origin', { origin: 'null' }, 403],
    ['another site, by a browser that sends no origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['an allowed origin', { origin: 'https://m.tea.example.com' }, 204],
    ['no page', {}, 204],
  ])('%s', async (_, headers, status) => {
    const shop = await openShop({ weixin: { allowedOrigins: ['https://m.tea.example.com'] } })
    const response = await post(shop, await shop.customer(), headers)
    expect(response.status).toBe(status)
    expect(response.headers.getSetCookie()).toHaveLength(status === 204 ? 1 : 0)
    expect(await response.text()).toMatch(status === 204 ? /^$/ : /"code":"origin-not-allowed"/)
  })
})
