import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentAddress, ErrorResponse } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import type { OnUser } from '../src/index.ts'
import { internalsOf } from '../src/internals.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'
import type { Answer, CookieClient } from './cookie-client.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

const open = (weixin: ShopOptions['weixin'] = {}): Promise<Shop> => openShop({ simulator, weixin })
const locationOf = ({ headers }: Answer): string => headers.get('location') ?? ''
const userOf = async (someone: CookieClient): Promise<unknown> =>
  (await someone.get('/weixin/user')).body
const sessionOf = (cookies: Map<string, string>): string | undefined =>
  [...cookies].find(([name]) => name.startsWith('weixin_session_'))?.[1]

/** Signs in as this user of the simulator, as far as the callback's answer. */
async function signIn(
  someone: CookieClient,
  scope: 'snsapi_base' | 'snsapi_userinfo',
  user = simulator.users()[0],
): Promise<Answer> {
  const begun = await someone.get(`/weixin/oauth?scope=${scope}`)
  const state = new URL(locationOf(begun)).searchParams.get('state') ?? ''
  const { code } = await simulator.createCode({ openid: user?.openid ?? '', scope })
  return someone.get(`/weixin/oauth?code=${code}&state=${state}`)
}

describe('the address of consent', () => {
  it('is returned to a page that goes there by itself, with the same cookie', async () => {
    const shop = await open()
    const someone = shop.client()
    const answer = await someone.get(
      '/weixin/oauth?mode=url&returnTo=/orders&scope=snsapi_userinfo&forcePopup=true&forceSnapShot=true',
    )
    expect([answer.status, Object.keys(answer.body as object)]).toEqual([200, ['url']])
    const { url } = answer.body as ConsentAddress
    expect(url).toMatch(
      new RegExp(
        `^${simulator.url}/connect/oauth2/authorize\\?appid=${simulator.credentials.appId}` +
          `&redirect_uri=${encodeURIComponent(`${shop.url}/weixin/oauth`)}` +
          '&response_type=code&scope=snsapi_userinfo&state=[0-9a-zA-Z]{32}' +
          '&forcePopup=true&forceSnapShot=true#wechat_redirect$',
      ),
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await someone.get(url)).body).toContain('获取你的昵称、头像')

    const silent = (await someone.get('/weixin/oauth?mode=url&returnTo=/orders')).body
    const atWeixin = await someone.get((silent as ConsentAddress).url)
    const back = await someone.get(locationOf(atWeixin))
    expect([back.status, locationOf(back)]).toEqual([302, '/orders#'])
    expect(await userOf(someone)).toMatchObject({ user: { isSnapshot: false } })
  })

  it('forces nothing without `true`, and is refused as the redirect is', async () => {
    const shop = await open()
    const { url } = (await shop.client().get('/weixin/oauth?mode=url&forcePopup=1'))
      .body as ConsentAddress
    expect(url).toMatch(/&state=\w{32}#wechat_redirect$/)
    const refused = await shop.client().get('/weixin/oauth?mode=url&returnTo=//evil.example')
    expect([refused.status, (refused.body as ErrorResponse).error.code]).toEqual([
      400,
      'return-elsewhere',
    ])
  })

  it('a user who comes back without a code did not consent, and is not asked again', async () => {
    const shop = await open()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth?scope=snsapi_userinfo')
    const state = new URL(locationOf(begun)).searchParams.get('state') ?? ''
    const answer = await someone.get(`/weixin/oauth?state=${state}`)
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      401,
      'consent-refused',
    ])
  })
})

describe('silent first, profile later', () => {
  it('a silent session is upgraded, and a later silent sign-in keeps the profile', async () => {
    const shop = await open()
    const [user, other] = simulator.users()
    const someone = shop.client()
    await signIn(someone, 'snsapi_base')
    expect(await userOf(someone)).toMatchObject({ user: { nickname: null, avatar: null } })
    await signIn(someone, 'snsapi_userinfo')
    const profile = { nickname: user?.nickname, avatar: user?.avatar, isSnapshot: false }
    expect(await userOf(someone)).toEqual({ user: profile })
    await signIn(someone, 'snsapi_base')
    expect(await userOf(someone)).toEqual({ user: profile })
    await signIn(someone, 'snsapi_base', other)
    expect(await userOf(someone)).toMatchObject({ user: { nickname: null, avatar: null } })
  })
})

describe('onUser', () => {
  it('is called once for each sign-in, with the token that we do not store', async () => {
    const notified: Parameters<OnUser>[] = []
    const shop = await open({ signIn: { onUser: (...all) => void notified.push(all) } })
    const [user] = simulator.users()
    const someone = shop.client()
    await signIn(someone, 'snsapi_userinfo')
    await signIn(someone, 'snsapi_base')
    const known = {
      openid: user?.openid,
      unionid: null,
      nickname: user?.nickname,
      avatar: user?.avatar,
      scope: 'snsapi_userinfo',
      isSnapshot: false,
    }
    expect(notified.map(([one]) => one)).toEqual([known, known])
    const token = notified[0]?.[1]
    expect(token).toMatchObject({ openid: user?.openid, scope: 'snsapi_userinfo', expiresIn: 7200 })
    const instance = internalsOf(shop.weixin)
    expect(JSON.stringify(await instance.signIn.session(sessionOf(someone.cookies)))).not.toContain(
      token?.accessToken,
    )
  })

  it('makes no session when it fails; what it threw reaches the app', async () => {
    const onUser = async () => Promise.reject(new Error('the database is away'))
    const shop = await open({ signIn: { onUser } })
    const someone = shop.client()
    const answer = await signIn(someone, 'snsapi_base')
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([500, 'internal'])
    expect(JSON.stringify(answer.body)).not.toContain('database')
    expect(sessionOf(someone.cookies)).toBeUndefined()
    expect(shop.logged.join()).toContain('the database is away')
  })

  it('is called with the mark of a snapshot page, whose user must not be stored', async () => {
    const notified: boolean[] = []
    const shop = await open({ signIn: { onUser: (one) => void notified.push(one.isSnapshot) } })
    const snapshot = simulator.users().find(({ isSnapshot }) => isSnapshot)
    await signIn(shop.client(), 'snsapi_userinfo', snapshot)
    expect(notified).toEqual([true])
  })
})

describe('the calls that signing in is made of', () => {
  const visit = async (shop: Shop, scope: 'snsapi_base' | 'snsapi_userinfo') => {
    const openid = simulator.users()[0]?.openid ?? ''
    const { code } = await simulator.createCode({ openid, scope })
    return shop.weixin.signIn.exchange(code)
  }

  it('exchange, check, profile, refresh', async () => {
    const shop = await open()
    const { signIn: calls } = shop.weixin
    const token = await visit(shop, 'snsapi_userinfo')
    expect(token).toMatchObject({ isSnapshot: false, unionid: null, expiresIn: 7200 })
    expect(await calls.check(token)).toBe(true)
    expect(await calls.check({ ...token, openid: 'oSomebodyElse' })).toBe(false)
    expect(await calls.check({ ...token, accessToken: 'invented' })).toBe(false)

    const [user] = simulator.users()
    const profile = await calls.profile(token, { lang: 'en' })
    expect(profile).toEqual({ nickname: user?.nickname, avatar: user?.avatar, unionid: null })
    expect(simulator.log().at(-1)?.request).toMatchObject({ query: { lang: 'en' } })

    await simulator.advance(7201)
    expect(await calls.check(token)).toBe(false)
    await expect(calls.profile(token)).rejects.toMatchObject({ code: 'web-token-refused' })
    const refreshed = await calls.refresh(token.refreshToken ?? '')
    expect(refreshed.accessToken).not.toBe(token.accessToken)
    expect(refreshed.openid).toBe(token.openid)
    expect(await calls.check(refreshed)).toBe(true)
  })

  it('say what WeChat no longer takes', async () => {
    const shop = await open()
    const { signIn: calls } = shop.weixin
    await expect(calls.exchange('x'.repeat(32))).rejects.toMatchObject({ code: 'code-refused' })
    await expect(calls.refresh('invented')).rejects.toMatchObject({ code: 'web-token-refused' })
    const token = await visit(shop, 'snsapi_base')
    await expect(calls.profile(token)).rejects.toMatchObject({
      code: 'weixin-refused',
      response: { code: '48001' },
    })
    await simulator.advance(31 * 86_400)
    await expect(calls.refresh(token.refreshToken ?? '')).rejects.toMatchObject({
      code: 'web-token-refused',
      response: { code: '42002' },
    })
  })

  it('reads the unionid from either answer, and asks in the language of the option', async () => {
    const requests: string[] = []
    const responses: Record<string, object> = {
      '/sns/oauth2/access_token': {
        access_token: 'token',
        expires_in: 7200,
        refresh_token: 'refresh',
        openid: 'oOpen',
        scope: 'snsapi_userinfo',
      },
      '/sns/userinfo': { openid: 'oOpen', nickname: '小明', headimgurl: '', unionid: 'oUnion' },
    }
    const users: unknown[] = []
    const shop = await open({
      signIn: { lang: 'zh_TW', onUser: (one) => void users.push(one) },
      http: async ({ url }) => {
        const { pathname, searchParams } = new URL(url)
        requests.push(searchParams.get('lang') ?? '')
        return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(responses[pathname])) }
      },
    })
    await signIn(shop.client(), 'snsapi_userinfo')
    expect(users).toMatchObject([{ unionid: 'oUnion', nickname: '小明', avatar: null }])
    expect(requests).toEqual(['', 'zh_TW'])
  })
})
