import { describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { openShop } from './shop.ts'
import type { Answer } from './cookie-client.ts'

const outcome = ({ status, body }: Answer): [number, string] => [
  status,
  (body as ErrorResponse).error.code,
]
const sessionOf = (cookies: Map<string, string>): string | undefined =>
  [...cookies].find(([name]) => name.startsWith('weixin_session_'))?.[1]

describe('signing in', () => {
  it('asks WeChat in its strict order, and comes back with a session that hides the openid', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth?returnTo=/orders%3Ftab%3D1')
    expect(begun.status).toBe(302)
    const address = begun.headers.get('location') ?? ''
    expect(address).toMatch(
      new RegExp(
        `^${shop.simulator.url}/connect/oauth2/authorize\\?appid=${shop.simulator.credentials.appId}` +
          `&redirect_uri=${encodeURIComponent(`${shop.url}/weixin/oauth`)}` +
          '&response_type=code&scope=snsapi_base&state=[0-9a-zA-Z]{32}#wechat_redirect$',
      ),
    )
    const cookie = begun.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(
      /^weixin_state_[0-9a-zA-Z]{32}=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    )

    const atWeixin = await someone.get(address)
    const back = await someone.get(atWeixin.headers.get('location') ?? '')
    expect([back.status, back.headers.get('location')]).toEqual([302, '/orders?tab=1#'])
    const [user] = shop.simulator.users()
    expect(JSON.stringify([...back.headers])).not.toContain(user?.openid)
    expect(sessionOf(someone.cookies)).toBeDefined()

    const requests = await someone.get('/weixin/user')
    expect(requests.body).toEqual({ user: { nickname: null, avatar: null, isSnapshot: false } })
  })

  it('knows nobody without a session, nor by one that is not ours', async () => {
    const shop = await openShop()
    const someone = shop.client()
    expect((await someone.get('/weixin/user')).body).toEqual({ user: null })
    const name = `weixin_session_${shop.simulator.credentials.appId}`
    for (const value of ['x', 'a.b.c.d.e', 'eyJhbGciOiJub25lIn0.e30.']) {
      someone.cookies.set(name, value)
      expect((await someone.get('/weixin/user')).body).toEqual({ user: null })
    }
  })

  it('does not take a state for a session', async () => {
    const shop = await openShop()
    const someone = shop.client()
    await someone.get('/weixin/oauth')
    const [state] = [...someone.cookies.values()]
    someone.cookies.set(`weixin_session_${shop.simulator.credentials.appId}`, state ?? '')
    expect((await someone.get('/weixin/user')).body).toEqual({ user: null })
  })

  it('answers the same state and code with the same session, and refuses another code', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth')
    const atWeixin = await someone.get(begun.headers.get('location') ?? '')
    const address = atWeixin.headers.get('location') ?? ''
    // WeChat loads the address twice, at the same moment and later.
    const twice = await Promise.all([someone.get(address), someone.get(address)])
    const later = await someone.get(address)
    const sessions = [...twice, later].map(({ headers }) => headers.getSetCookie()[0])
    expect(new Set(sessions).size).toBe(1)
    const exchanges = shop.simulator
      .log()
      .filter(({ call }) => call.includes('/sns/oauth2/access_token'))
    expect(exchanges).toHaveLength(1)

    const [user] = shop.simulator.users()
    const { code } = await shop.simulator.createCode({
      openid: user?.openid ?? '',
      scope: 'snsapi_base',
    })
    const forged = new URL(address)
    forged.searchParams.set('code', code)
    expect(outcome(await someone.get(forged.href))).toEqual([400, 'state-used'])
  })

  it.each([
    ['a state that is too short', 'x'],
    ['a state that is too long', 'a'.repeat(33)],
    ['a state with a semicolon', `${'a'.repeat(30)};b`],
  ])('refuses %s', async (_name, state) => {
    const shop = await openShop()
    const someone = shop.client()
    await someone.get('/weixin/oauth')
    const answer = await someone.get(`/weixin/oauth?code=abc&state=${encodeURIComponent(state)}`)
    expect(outcome(answer)).toEqual([400, 'state-unknown'])
    expect(sessionOf(someone.cookies)).toBeUndefined()
  })

  it("takes no code with another user's state, nor with a cookie made for another state", async () => {
    const shop = await openShop()
    const victim = shop.client()
    const attacker = shop.client()
    const begun = await attacker.get('/weixin/oauth')
    const atWeixin = await attacker.get(begun.headers.get('location') ?? '')
    const address = atWeixin.headers.get('location') ?? ''
    const answer = await victim.get(address)
    // Without a cookie the sign-in starts anew, as the victim.
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(`${shop.simulator.url}/connect/`)
    expect(sessionOf(victim.cookies)).toBeUndefined()

    await victim.get('/weixin/oauth')
    const [own = ''] = victim.cookies.values()
    const state = new URL(address).searchParams.get('state') ?? ''
    victim.cookies.set(`weixin_state_${state}`, own)
    expect(outcome(await victim.get(address))).toEqual([400, 'state-unknown'])
    expect(shop.simulator.log().some(({ call }) => call.includes('/sns/'))).toBe(false)
  })

  it('keeps the last four sign-ins that were begun', async () => {
    const shop = await openShop()
    const someone = shop.client()
    const back: string[] = []
    for (let begun = 0; begun < 12; begun += 1) {
      const answer = await someone.get(`/weixin/oauth?returnTo=/${begun}`)
      const atWeixin = await someone.get(answer.headers.get('location') ?? '')
      back.push(atWeixin.headers.get('location') ?? '')
    }
    expect(someone.cookies.size).toBe(4)
    const finished = await someone.get(back[8] ?? '')
    expect(finished.headers.get('location')).toBe('/8#')
    const forgotten = await someone.get(back[7] ?? '')
    expect(forgotten.headers.get('location')).toMatch(/^http.*again%3D1/)
  })

  it('keeps all cookies together below 4 KB, whatever is signed in for', async () => {
    const shop = await openShop()
    const someone = await shop.customer()
    for (const length of [10, 1490, 700, 300, 1490, 10, 10, 10, 10, 10]) {
      await someone.get(`/weixin/oauth?returnTo=/${'a'.repeat(length)}`)
      const header = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      expect(header.length).toBeLessThan(4096)
    }
    expect(sessionOf(someone.cookies)).toBeDefined()
  })

  it('names its cookies so that on https no other host of the domain can set them', async () => {
    const shop = await openShop({ weixin: { origin: 'https://tea.example.com' } })
    const [cookie] = (await shop.client().get('/weixin/oauth')).headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-weixin_state_[0-9a-zA-Z]{32}=[\w.-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  it('refuses a state after ten minutes', async () => {
    let now = Date.now()
    const shop = await openShop({ weixin: { now: () => now } })
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth')
    const atWeixin = await someone.get(begun.headers.get('location') ?? '')
    now += 601_000
    const answer = await someone.get(atWeixin.headers.get('location') ?? '')
    expect(outcome(answer)).toEqual([400, 'state-unknown'])
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'orders',
    '',
    '/\t/evil.example',
    '/\n/evil.example',
    '/%0d%0aset-cookie:a=b\r\n',
    '/订单\u0000',
  ])('returns to no other place: %j', async (returnTo) => {
    const shop = await openShop()
    const someone = shop.client()
    const answer = await someone.get(`/weixin/oauth?returnTo=${encodeURIComponent(returnTo)}`)
    expect(outcome(answer)).toEqual([400, 'return-elsewhere'])
  })

  it.each(['snsapi_login', 'snsapi_base,snsapi_userinfo', '__proto__'])(
    'asks for no other scope: %s',
    async (scope) => {
      const shop = await openShop()
      const answer = await shop.client().get(`/weixin/oauth?scope=${scope}`)
      expect(outcome(answer)).toEqual([400, 'scope-unknown'])
    },
  )

  it('opens with an older secret, seals with the newest', async () => {
    const [older, newer] = ['an older secret of 32 characters!', 'a newer secret of 32 characters!']
    const before = await openShop({ weixin: { encryptionKeys: older } })
    const someone = await before.customer()
    const read = async (encryptionKeys: string | string[]): Promise<unknown> => {
      const shop = await openShop({ simulator: before.simulator, weixin: { encryptionKeys } })
      const same = shop.client()
      for (const [name, value] of someone.cookies) same.cookies.set(name, value)
      return (await same.get('/weixin/user')).body
    }
    expect(await read([newer, older])).toMatchObject({ user: { isSnapshot: false } })
    expect(await read(newer)).toEqual({ user: null })
  })

  it('sends its cookies over TLS only where the origin is https', async () => {
    const shop = await openShop({ weixin: { origin: 'https://tea.example.com' } })
    const answer = await shop.client().get('/weixin/oauth')
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Secure$/)
  })
})

describe('consent', () => {
  it('brings the nickname and the avatar', async () => {
    const shop = await openShop({ weixin: { signIn: { scope: 'snsapi_userinfo' } } })
    const [user] = shop.simulator.users()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth')
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const { code } = await shop.simulator.createCode({
      openid: user?.openid ?? '',
      scope: 'snsapi_userinfo',
    })
    await someone.get(`/weixin/oauth?code=${code}&state=${state}`)
    expect((await someone.get('/weixin/user')).body).toEqual({
      user: { nickname: user?.nickname, avatar: user?.avatar, isSnapshot: false },
    })
  })

  it('leaves a user of the snapshot page unable to pay', async () => {
    const shop = await openShop()
    const snapshot = shop.simulator.users().find(({ isSnapshot }) => isSnapshot)
    if (!snapshot) throw new Error('the simulator has no snapshot user')
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth')
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const { openid } = snapshot
    const { code } = await shop.simulator.createCode({ openid, scope: 'snsapi_base' })
    await someone.get(`/weixin/oauth?code=${code}&state=${state}`)
    expect((await someone.get('/weixin/user')).body).toMatchObject({ user: { isSnapshot: true } })
    const order = shop.orders.add({ openid })
    expect(outcome(await someone.post(`/weixin/pay/${order.id}`))).toEqual([403, 'snapshot-user'])
  })
})
