import { describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { memoryCache, type Http } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { openShop, type Shop } from './shop.ts'
import type { Answer, CookieClient } from './cookie-client.ts'

const codeOf = ({ body }: Answer): string => (body as ErrorResponse).error.code
const locationOf = ({ headers }: Answer): string => headers.get('location') ?? ''
const stateOf = (answer: Answer): string =>
  new URL(locationOf(answer)).searchParams.get('state') ?? ''
const redirectUriOf = (answer: Answer): string =>
  new URL(locationOf(answer)).searchParams.get('redirect_uri') ?? ''
const hasSession = ({ cookies }: CookieClient): boolean =>
  [...cookies.keys()].some((name) => name.startsWith('weixin_session_'))
const exchangesOf = ({ simulator }: Shop): (string | undefined)[] =>
  simulator
    .log()
    .filter(({ call }) => call.includes('/sns/oauth2/access_token'))
    .map(({ response }) => response.code)

describe('a dead code', () => {
  const kinds: [string, string, (shop: Shop) => Promise<string>][] = [
    ['that WeChat never gave', '40029', async () => 'x'.repeat(32)],
    [
      'that was used before',
      '40163',
      async (shop) => {
        const code = await newCode(shop)
        await shop.weixin.signIn.exchange(code)
        return code
      },
    ],
    [
      'older than five minutes',
      '42003',
      async (shop) => {
        const code = await newCode(shop)
        await shop.simulator.advance(301)
        return code
      },
    ],
  ]

  it.each(kinds)(
    '%s starts the sign-in again, back to the same page',
    async (_name, reported, make) => {
      const shop = await openShop()
      const someone = shop.client()
      const begun = await someone.get('/weixin/oauth?returnTo=/orders&scope=snsapi_base')
      const code = await make(shop)
      const again = await someone.get(`/weixin/oauth?code=${code}&state=${stateOf(begun)}`)
      expect(again.status).toBe(302)
      expect(redirectUriOf(again)).toBe(`${shop.url}/weixin/oauth?again=1`)
      expect(stateOf(again)).not.toBe(stateOf(begun))
      expect(exchangesOf(shop).at(-1)).toBe(reported)
      expect(hasSession(someone)).toBe(false)

      const atWeixin = await someone.get(locationOf(again))
      expect(locationOf(atWeixin)).toMatch(`${shop.url}/weixin/oauth?again=1&code=`)
      const back = await someone.get(locationOf(atWeixin))
      expect([back.status, locationOf(back)]).toEqual([302, '/orders#'])
      expect(hasSession(someone)).toBe(true)
    },
  )

  it.each(kinds)(
    '%s is refused the second time, with the address to go to',
    async (_, __, make) => {
      const shop = await openShop()
      const someone = shop.client()
      const begun = await someone.get('/weixin/oauth')
      const first = await make(shop)
      const again = await someone.get(`/weixin/oauth?code=${first}&state=${stateOf(begun)}`)
      const second = await make(shop)
      // The mark lies sealed in the cookie too: leaving it out of the address changes nothing.
      const answer = await someone.get(`/weixin/oauth?code=${second}&state=${stateOf(again)}`)
      expect([answer.status, codeOf(answer)]).toEqual([401, 'code-refused'])
      expect((answer.body as ErrorResponse).error.signIn).toBe('/weixin/oauth')
      expect(hasSession(someone)).toBe(false)
      expect(shop.logged).toEqual([])
    },
  )

  it('41008 counts as one, any other refusal does not', async () => {
    let errcode = 41008
    const body = () => Buffer.from(JSON.stringify({ errcode, errmsg: 'no, rid: 1-2-3' }))
    const shop = await openShop({
      weixin: { http: async () => ({ status: 200, headers: {}, body: body() }) },
    })
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth')
    const back = `/weixin/oauth?code=abc&state=${stateOf(begun)}`
    expect((await someone.get(back)).status).toBe(302)
    errcode = 40002
    const answer = await someone.get(back)
    expect([answer.status, codeOf(answer)]).toEqual([502, 'weixin-refused'])
  })
})

describe('a lost cookie', () => {
  it('starts the sign-in again, once', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth?returnTo=/orders')
    const atWeixin = await someone.get(locationOf(begun))
    someone.cookies.clear()
    const again = await someone.get(locationOf(atWeixin))
    expect(again.status).toBe(302)
    expect(redirectUriOf(again)).toBe(`${shop.url}/weixin/oauth?again=1`)
    expect(hasSession(someone)).toBe(false)
    // The code that came without its cookie is not even asked about.
    expect(exchangesOf(shop)).toEqual([])

    const atWeixinAgain = await someone.get(locationOf(again))
    const address = locationOf(atWeixinAgain)
    const stored = new Map(someone.cookies)
    someone.cookies.clear()
    const lost = await someone.get(address)
    expect([lost.status, codeOf(lost)]).toEqual([400, 'cookie-lost'])
    expect(lost.headers.getSetCookie()).toEqual([])

    for (const [name, value] of stored) someone.cookies.set(name, value)
    const back = await someone.get(address)
    expect([back.status, locationOf(back)]).toEqual([302, '/#'])
    expect(hasSession(someone)).toBe(true)
  })

  it('a browser that stores no cookie gets an error that names it, after two visits at WeChat', async () => {
    const shop = await openShop()
    const someone = shop.client()
    let answer = await someone.get('/weixin/oauth')
    let visits = 0
    while (answer.status === 302 && visits < 10) {
      if (locationOf(answer).startsWith(shop.simulator.url)) visits += 1
      someone.cookies.clear()
      answer = await someone.get(new URL(locationOf(answer), answer.url).href)
    }
    expect([visits, answer.status, codeOf(answer)]).toEqual([2, 400, 'cookie-lost'])
  })

  it('asks again for what the route asks for', async () => {
    const shop = await openShop({ weixin: { signIn: { scope: 'snsapi_userinfo' } } })
    const again = await shop.client().get(`/weixin/oauth?code=abc&state=${'a'.repeat(32)}`)
    expect(locationOf(again)).toContain('&scope=snsapi_userinfo&')
  })
})

it('a code that another process was quicker with brings the session that it made', async () => {
  const cache = memoryCache()
  const first = await openShop({ weixin: { cache } })
  const real = axiosHttp()
  let isRequested = (): void => {}
  const requests = new Promise<void>((resolve) => {
    isRequested = resolve
  })
  let goOn = (): void => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const http: Http = async (request) => {
    isRequested()
    await held
    return real(request)
  }
  const { simulator, url } = first
  const second = await openShop({ simulator, weixin: { cache, http, origin: url } })

  const someone = first.client()
  const begun = await someone.get('/weixin/oauth?returnTo=/orders')
  const back = `/weixin/oauth?code=${await newCode(first)}&state=${stateOf(begun)}`
  const same = second.client()
  for (const [name, value] of someone.cookies) same.cookies.set(name, value)
  const late = same.get(back)
  await requests
  await someone.get(back)
  goOn()
  expect([(await late).status, locationOf(await late)]).toEqual([302, '/orders#'])
  expect(exchangesOf(first)).toEqual([undefined, '40163'])
  expect([...same.cookies]).toEqual([...someone.cookies])
})

async function newCode({ simulator }: Shop): Promise<string> {
  const openid = simulator.users()[0]?.openid ?? ''
  return (await simulator.createCode({ openid, scope: 'snsapi_base' })).code
}
