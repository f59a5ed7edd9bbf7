import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { api } from './api.ts'

let weixin: Simulator
beforeAll(async () => {
  // The clock stands still, so that what is left of a life is exact.
  const started = Date.now()
  weixin = await createSimulator({ now: () => started })
})
// A day later no token, ticket or quota of an earlier test is left.
beforeEach(() => weixin.advance(86_400))
afterAll(() => weixin.close())

const { call, stable, trade, signIn } = api(() => weixin)

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

  const { code: young } = await weixin.createCode({ openid, scope: 'snsapi_base' })
  await weixin.advance(299)
  expect(await trade({ code: young })).toMatchObject({ openid })
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

test('a code of another account is none here', async () => {
  const other = await createSimulator()
  try {
    const openid = other.users()[0]?.openid ?? ''
    const { code } = await other.createCode({ openid, scope: 'snsapi_base' })
    expect((await trade({ code }))['errcode']).toBe(40029)
  } finally {
    await other.close()
  }
})

test('a snapshot user is marked, and has a virtual profile', async () => {
  const virtual = weixin.users().find((user) => user.isSnapshot)
  const openid = virtual?.openid ?? ''
  const { code } = await weixin.createCode({ openid, scope: 'snsapi_userinfo' })
  const token = await trade({ code })
  expect(token).toMatchObject({ openid, is_snapshotuser: 1 })
  const access_token = String(token['access_token'])
  expect(await call('/sns/userinfo', { access_token, openid })).toMatchObject({
    openid,
    nickname: '微信用户',
  })
})

test('the profile is for snsapi_userinfo only', async () => {
  const [user] = weixin.users()
  const openid = user?.openid ?? ''
  const { code } = await weixin.createCode({ openid, scope: 'snsapi_userinfo' })
  const { access_token } = await trade({ code })
  const profile = (query: Record<string, string>) => call('/sns/userinfo', query)
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

  const { access_token: base } = await signIn()
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
  const { access_token: token, refresh_token, openid } = await signIn()
  const refresh = (changes: Record<string, string> = {}) =>
    call('/sns/oauth2/refresh_token', {
      appid: weixin.credentials.appId,
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
      ...changes,
    })
  await weixin.advance(7000)
  expect(await refresh()).toMatchObject({ access_token: token, expires_in: 7200 })
  await weixin.advance(7200)
  const auth = { access_token: String(token), openid: String(openid) }
  expect((await call('/sns/auth', auth))['errcode']).toBe(42001)
  const { access_token: next } = await refresh()
  expect(next).not.toBe(token)
  expect(await call('/sns/auth', { ...auth, access_token: String(next) })).toEqual({
    errcode: 0,
    errmsg: 'ok',
  })
  expect((await refresh({ refresh_token: '' }))['errcode']).toBe(41003)
  expect((await refresh({ refresh_token: 'x' }))['errcode']).toBe(40030)
  expect((await refresh({ grant_type: 'code' }))['errcode']).toBe(40002)
  await weixin.advance(30 * 86_400)
  expect((await refresh())['errcode']).toBe(42002)
})
