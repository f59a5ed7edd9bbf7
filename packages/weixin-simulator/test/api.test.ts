import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'

let weixin: Simulator
beforeAll(async () => {
  // The clock stands still, so that what is left of a life is exact.
  const started = Date.now()
  weixin = await createSimulator({ now: () => started })
})
// A day later no token, ticket or quota of an earlier test is left.
beforeEach(() => weixin.advance(86_400))
afterAll(() => weixin.close())

type Json = Record<string, unknown>

async function ask(path: string, query: Record<string, string>, init?: RequestInit): Promise<Json> {
  const response = await fetch(`${weixin.url}${path}?${new URLSearchParams(query)}`, init)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  const body: Json = JSON.parse(await response.text())
  return body
}

const account = () => ({ appid: weixin.credentials.appId, secret: weixin.credentials.appSecret })
const classic = (changes: Record<string, string> = {}) =>
  ask('/cgi-bin/token', { grant_type: 'client_credential', ...account(), ...changes })
const stable = (changes: Json = {}) =>
  ask(
    '/cgi-bin/stable_token',
    {},
    {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credential', ...account(), ...changes }),
    },
  )
const ticket = (token: unknown, type = 'jsapi') =>
  ask('/cgi-bin/ticket/getticket', { access_token: String(token), type })

/** Another user's first exchange. */
async function exchange(
  changes: Record<string, string> = {},
  scope = 'snsapi_base' as const,
): Promise<Json> {
  const { code } = await weixin.createCode({ openid: weixin.users()[0]?.openid ?? '', scope })
  return trade({ code, ...changes })
}
const trade = (changes: Record<string, string>) =>
  ask('/sns/oauth2/access_token', { ...account(), grant_type: 'authorization_code', ...changes })

const RID = /^[^:]* rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/

test('each classic token retires the one before, after five minutes', async () => {
  const { access_token: first, expires_in } = await classic()
  expect(expires_in).toBe(7200)
  const { access_token: second } = await classic()
  expect(second).not.toBe(first)
  await weixin.advance(299)
  expect((await ticket(first))['errcode']).toBe(0)
  await weixin.advance(1)
  expect((await ticket(first))['errcode']).toBe(42001)
  expect((await ticket(second))['errcode']).toBe(0)
  await weixin.advance(6900)
  expect((await ticket(second))['errcode']).toBe(42001)
})

test('a third token makes the first one unknown', async () => {
  const { access_token: first } = await classic()
  await classic()
  await classic()
  const answer = await ticket(first)
  expect(answer['errcode']).toBe(40001)
  expect(answer['errmsg']).toMatch(
    /^invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https:\/\/mmbizurl\.cn\/s\/JtxxFh33r rid: /,
  )
})

test('the stable token stays the same until its last five minutes', async () => {
  const { access_token: first } = await stable()
  await weixin.advance(6800)
  expect(await stable()).toEqual({ access_token: first, expires_in: 400 })
  await weixin.advance(100)
  const { access_token: second, expires_in } = await stable()
  expect(second).not.toBe(first)
  expect(expires_in).toBe(7200)
  expect((await ticket(first))['errcode']).toBe(0)
  await weixin.advance(300)
  expect((await ticket(first))['errcode']).toBe(42001)
  expect((await ticket(second))['errcode']).toBe(0)
})

test('the two kinds of token do not touch each other', async () => {
  const { access_token: one } = await stable()
  await classic()
  await classic()
  await classic()
  expect((await stable())['access_token']).toBe(one)
})

test('force_refresh: not twice in 30 seconds, 20 times a day', async () => {
  const { access_token: first } = await stable()
  const { access_token: second } = await stable({ force_refresh: true })
  expect(second).not.toBe(first)
  expect((await stable({ force_refresh: true }))['access_token']).toBe(second)
  expect((await ticket(first))['errcode']).toBe(0)
  await weixin.advance(30)
  const { access_token: third } = await stable({ force_refresh: true })
  expect(third).not.toBe(second)
  expect((await ticket(first))['errcode']).toBe(40001)
  for (let i = 0; i < 18; i++) {
    await weixin.advance(30)
    await stable({ force_refresh: true })
  }
  await weixin.advance(30)
  expect((await stable({ force_refresh: true }))['errcode']).toBe(45009)
})

test.each([
  [{ appid: '' }, 41002],
  [{ appid: 'wx0000000000000000' }, 40013],
  [{ appid: 'wx0000000000000000', grant_type: '' }, 40013],
  [{ grant_type: 'client_credentials' }, 40002],
  [{ secret: '' }, 41004],
  [{ secret: 'f'.repeat(32) }, 40125],
])('no token for %j', async (changes, errcode) => {
  for (const answer of [await classic(changes), await stable(changes)]) {
    expect(answer['errcode']).toBe(errcode)
    expect(answer['errmsg']).toMatch(RID)
    expect(answer['errmsg']).not.toMatch(/, rid/)
  }
  const entry = weixin.log().at(-1)
  expect(entry?.why?.code).toBe(String(errcode))
  expect(JSON.stringify(weixin.log())).not.toContain(weixin.credentials.appSecret)
})

test('methods, bodies and paths', async () => {
  const get = await ask('/cgi-bin/stable_token', {})
  expect(get['errcode']).toBe(43002)
  expect((await ask('/cgi-bin/token', {}, { method: 'POST' }))['errcode']).toBe(43001)
  const post = (body: string) => ask('/cgi-bin/stable_token', {}, { method: 'POST', body })
  expect((await post(''))['errcode']).toBe(44002)
  expect((await post('grant_type=client_credential'))['errcode']).toBe(47001)
  expect((await ask('/cgi-bin/tocken', {}))['errcode']).toBe(40066)
  expect((await ask('/sns/oauth2/access-token', {}))['errmsg']).toMatch(/, rid: /)
})

test('a ticket is the same while it lives', async () => {
  const { access_token: token } = await stable()
  const first = await ticket(token)
  expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
  expect(first['ticket']).toMatch(/^[\w-]{86}$/)
  await weixin.advance(100)
  expect(await ticket(token)).toEqual({ ...first, expires_in: 7100 })
  const card = await ticket(token, 'wx_card')
  expect(card['ticket']).not.toBe(first['ticket'])
  await weixin.advance(7100)
  const { access_token: next } = await stable()
  expect((await ticket(next))['ticket']).not.toBe(first['ticket'])
})

test('no ticket without a global token', async () => {
  const { access_token: web } = await exchange()
  expect((await ticket(web))['errcode']).toBe(40001)
  expect((await ticket(''))['errcode']).toBe(41001)
  expect((await ticket('short'))['errcode']).toBe(40014)
  const { access_token: token } = await stable()
  expect((await ticket(token, 'jsticket'))['errcode']).toBe(40097)
})

test('a code is good once, for five minutes, for its own appid', async () => {
  const openid = weixin.users()[0]?.openid ?? ''
  const { code } = await weixin.createCode({ openid, scope: 'snsapi_base' })
  expect(code).toMatch(/^[0-9A-Za-z]{32}$/)
  const first = await trade({ code })
  expect(first).toMatchObject({ openid, scope: 'snsapi_base', expires_in: 7200 })
  expect(first).not.toHaveProperty('is_snapshotuser')
  const again = await trade({ code })
  expect(again['errcode']).toBe(40163)
  expect(again['errmsg']).toMatch(/^code been used, rid: /)

  const { code: late } = await weixin.createCode({ openid, scope: 'snsapi_base' })
  await weixin.advance(300)
  expect((await trade({ code: late }))['errcode']).toBe(42003)
  expect((await trade({ code: 'A'.repeat(32) }))['errcode']).toBe(40029)
})

test.each([
  [{ appid: '' }, 41002],
  [{ appid: 'wx0000000000000000' }, 40013],
  [{ secret: '' }, 41004],
  [{ secret: 'wrong' }, 40125],
  [{ grant_type: 'client_credential' }, 40002],
  [{ code: '' }, 41008],
])('no exchange for %j; the code stays good', async (changes, errcode) => {
  const openid = weixin.users()[0]?.openid ?? ''
  const { code } = await weixin.createCode({ openid, scope: 'snsapi_base' })
  const answer = await trade({ code, ...changes })
  expect(answer['errcode']).toBe(errcode)
  expect(answer['errmsg']).toMatch(/, rid: /)
  expect(await trade({ code })).toMatchObject({ openid })
})

test('a snapshot user is marked', async () => {
  const virtual = weixin.users().find((user) => user.isSnapshot)
  const { code } = await weixin.createCode({
    openid: virtual?.openid ?? '',
    scope: 'snsapi_userinfo',
  })
  expect(await trade({ code })).toMatchObject({ is_snapshotuser: 1 })
})

test('the profile is for snsapi_userinfo only', async () => {
  const [user] = weixin.users()
  const openid = user?.openid ?? ''
  const { code } = await weixin.createCode({ openid, scope: 'snsapi_userinfo' })
  const { access_token } = await trade({ code })
  const profile = (query: Record<string, string>) => ask('/sns/userinfo', query)
  const good = { access_token: String(access_token), openid, lang: 'zh_CN' }
  expect(await profile(good)).toEqual({
    openid,
    nickname: '小明',
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: user?.avatar,
    privilege: [],
  })
  const avatar = await fetch(user?.avatar ?? '')
  expect(avatar.headers.get('content-type')).toBe('image/svg+xml')
  expect(await avatar.text()).toContain('小')

  const { access_token: base } = await exchange()
  expect((await profile({ ...good, access_token: String(base) }))['errcode']).toBe(48001)
  expect((await profile({ ...good, openid: 'oX' }))['errcode']).toBe(40003)
  expect((await profile({ ...good, openid: '' }))['errcode']).toBe(41009)
  expect((await profile({ ...good, access_token: '' }))['errcode']).toBe(41001)
  const { access_token: global } = await stable()
  expect((await profile({ ...good, access_token: String(global) }))['errcode']).toBe(40001)
  await weixin.advance(7200)
  expect((await profile(good))['errcode']).toBe(42001)
})

test('a web token is refreshed for 30 days', async () => {
  const { access_token: token, refresh_token, openid } = await exchange()
  const refresh = (changes: Record<string, string> = {}) =>
    ask('/sns/oauth2/refresh_token', {
      appid: weixin.credentials.appId,
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
      ...changes,
    })
  await weixin.advance(7000)
  expect(await refresh()).toMatchObject({ access_token: token, expires_in: 7200 })
  await weixin.advance(7200)
  const auth = { access_token: String(token), openid: String(openid) }
  expect((await ask('/sns/auth', auth))['errcode']).toBe(42001)
  const { access_token: next } = await refresh()
  expect(next).not.toBe(token)
  expect(await ask('/sns/auth', { ...auth, access_token: String(next) })).toEqual({
    errcode: 0,
    errmsg: 'ok',
  })
  expect((await refresh({ refresh_token: '' }))['errcode']).toBe(41003)
  expect((await refresh({ refresh_token: 'x' }))['errcode']).toBe(40030)
  expect((await refresh({ grant_type: 'code' }))['errcode']).toBe(40002)
  await weixin.advance(30 * 86_400)
  expect((await refresh())['errcode']).toBe(42002)
})
