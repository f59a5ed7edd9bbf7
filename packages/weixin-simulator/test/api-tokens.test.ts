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

const { call, classic, stable, ticket, signIn } = api(() => weixin)

const RID = /^[^:]* rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/

test('each classic token retires the one before, after five minutes', async () => {
  const { access_token: first, expires_in } = await classic()
  expect(expires_in).toBe(7200)
  const { access_token: second } = await classic()
  expect(second).not.toBe(first)
  await weixin.advance(299)
  expect((await ticket(first))['errcode']).toBe(0)
  await weixin.advance(1)
  expect((await ticket(first))['errcode']).toBe(40001)
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
  expect(entry?.reason?.code).toBe(String(errcode))
  expect(JSON.stringify(weixin.log())).not.toContain(weixin.credentials.appSecret)
})

test('methods, bodies and paths', async () => {
  const get = await call('/cgi-bin/stable_token', {})
  expect(get['errcode']).toBe(43002)
  expect((await call('/cgi-bin/token', {}, { method: 'POST' }))['errcode']).toBe(43001)
  const post = (body: string) => call('/cgi-bin/stable_token', {}, { method: 'POST', body })
  expect((await post(''))['errcode']).toBe(44002)
  expect((await post('grant_type=client_credential'))['errcode']).toBe(47001)
  expect((await call('/cgi-bin/tocken', {}))['errcode']).toBe(40066)
  expect((await call('/sns/oauth2/access-token', {}))['errmsg']).toMatch(/, rid: /)
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
  const { access_token: web } = await signIn()
  expect((await ticket(web))['errcode']).toBe(40001)
  expect((await ticket(''))['errcode']).toBe(41001)
  expect((await ticket('short'))['errcode']).toBe(40014)
  const { access_token: token } = await stable()
  expect((await ticket(token, 'jsticket'))['errcode']).toBe(40097)
})
