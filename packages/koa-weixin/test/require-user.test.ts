import Router from '@koa/router'
import Koa from 'koa'
import Koa2 from 'koa2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { requireUser } from '../src/index.ts'
import { rawRequest } from './raw-request.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'
import type { Answer, CookieClient } from './cookie-client.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const locationOf = ({ headers }: Answer): string => headers.get('location') ?? ''
const failureOf = ({ body }: Answer): ErrorResponse['error'] => (body as ErrorResponse).error

/** `/me` for who is signed in, `/card` for who has shown nickname and avatar. */
function open(options: ShopOptions = {}): Promise<Shop> {
  return openShop({
    ...options,
    simulator,
    after(app, weixin) {
      const card = requireUser(weixin, { scope: 'snsapi_userinfo' })
      const router = new Router()
        .all('/me', requireUser(weixin), (ctx) => {
          ctx.body = { openid: ctx.state.weixinUser.openid }
        })
        .get('/card', card, (ctx) => {
          const { nickname, isSnapshot } = ctx.state.weixinUser
          ctx.body = { nickname, isSnapshot }
        })
      app.use(router.routes())
    },
  })
}

/** Follows redirects as far as this path of our own, giving this answer at the consent page. */
async function follow(someone: CookieClient, from: Answer, path: string): Promise<Answer> {
  let answer = from
  for (let step = 0; step < 8 && answer.status < 400; step += 1) {
    const token = /name="token" value="(\w+)"/.exec(String(answer.body))?.[1]
    if (token) answer = await allow(token)
    if (answer.status !== 302 && answer.status !== 303) break
    const next = new URL(locationOf(answer), answer.url)
    answer = await someone.get(next.href, PAGE)
    if (next.pathname + next.search === path) break
  }
  return answer
}

async function allow(token: string): Promise<Answer> {
  const url = `${simulator.url}/simulator/phone/consent`
  const body = new URLSearchParams({ token, answer: 'allow' })
  const { status, headers } = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return { status, headers, body: '', url }
}

describe('requireUser', () => {
  it.each([
    ['Koa 3', Koa],
    ['Koa 2', Koa2],
  ])('sends a page to consent, and from there back to the same address: %s', async (_, App) => {
    const shop = await open({ Koa: App })
    const someone = shop.client()
    const sent = await someone.get('/me?tab=1&q=%E8%8C%B6', PAGE)
    expect([sent.status, locationOf(sent)]).toEqual([
      302,
      `${shop.url}/weixin/oauth?scope=snsapi_base&returnTo=${encodeURIComponent('/me?tab=1&q=%E8%8C%B6')}`,
    ])
    expect(sent.headers.get('cache-control')).toBe('no-store')
    const back = await follow(someone, sent, '/me?tab=1&q=%E8%8C%B6')
    expect(back.url).toBe(`${shop.url}/me?tab=1&q=%E8%8C%B6#`)
    expect([back.status, back.body]).toEqual([200, { openid: simulator.users()[0]?.openid }])
  })

  it('tells an XHR where to go, and lets it through once signed in', async () => {
    const shop = await open()
    const someone = shop.client()
    const refused = await someone.get('/me', { accept: 'application/json, text/plain, */*' })
    expect([refused.status, failureOf(refused)]).toMatchObject([
      401,
      { code: 'sign-in-required', signIn: '/weixin/oauth' },
    ])
    expect(locationOf(refused)).toBe('')
    await someone.signIn()
    expect((await someone.get('/me')).status).toBe(200)
  })

  it.each<[string, 'GET' | 'POST', Record<string, string>, 302 | 401]>([
    [
      'a browser that loads a page',
      'GET',
      { ...PAGE, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      302,
    ],
    ['an older browser that loads a page', 'GET', PAGE, 302],
    ['WeChat on Android', 'GET', { ...PAGE, 'x-requested-with': 'com.tencent.mm' }, 302],
    [
      'a fetch that takes html',
      'GET',
      { ...PAGE, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      401,
    ],
    ['an XMLHttpRequest', 'GET', { ...PAGE, 'x-requested-with': 'XMLHttpRequest' }, 401],
    ['a fetch', 'GET', { accept: '*/*' }, 401],
    ['no Accept at all', 'GET', { accept: '' }, 401],
    ['a form that is sent', 'POST', { ...PAGE, 'sec-fetch-mode': 'navigate' }, 401],
  ])('%s', async (_name, method, headers, status) => {
    const shop = await open()
    const answer = await rawRequest(shop.url, '/me', { method, headers })
    expect(answer.status).toBe(status)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('with snsapi_userinfo, a silent session is not enough', async () => {
    const shop = await open()
    const someone = await shop.customer()
    const refused = await someone.get('/card')
    expect([refused.status, failureOf(refused)]).toMatchObject([
      401,
      { code: 'consent-required', signIn: '/weixin/oauth?scope=snsapi_userinfo' },
    ])
    const back = await follow(someone, await someone.get('/card', PAGE), '/card')
    expect(back.body).toEqual({ nickname: simulator.users()[0]?.nickname, isSnapshot: false })
  })

  it('lets a user of the snapshot page look, marked as one, and sends them to WeChat only once', async () => {
    const shop = await open()
    const someone = shop.client()
    const begun = await someone.get('/weixin/oauth?scope=snsapi_userinfo')
    const state = new URL(locationOf(begun)).searchParams.get('state') ?? ''
    const openid = simulator.users().find(({ isSnapshot }) => isSnapshot)?.openid ?? ''
    const { code } = await simulator.createCode({ openid, scope: 'snsapi_userinfo' })
    await someone.get(`/weixin/oauth?code=${code}&state=${state}`)
    expect((await someone.get('/card', PAGE)).body).toEqual({ nickname: null, isSnapshot: true })

    const order = shop.orders.add({ openid })
    const paying = failureOf(await someone.post(`/weixin/pay/${order.id}`))
    expect(paying.code).toBe('snapshot-user')
    expect(paying.remedy?.zh).toContain('使用完整服务')
  })

  it('a place for sessions that fails is an error, not a stranger', async () => {
    const read = () => Promise.reject(new Error('the store is away'))
    const shop = await open({ weixin: { session: { read, write() {} } } })
    const someone = shop.client()
    const answer = await someone.get('/me')
    expect([answer.status, failureOf(answer).code]).toEqual([500, 'internal'])
    const page = await someone.get('/me', PAGE)
    expect([page.status, String(page.body)]).toEqual([500, expect.stringContaining('internal')])
    expect(page.body).not.toContain('the store is away')
  })
})

it('in front of everything, sends nobody to another site', async () => {
  const shop = await openShop({
    simulator,
    after(app, weixin) {
      app.use(requireUser(weixin))
    },
  })
  const someone = shop.client()
  for (const path of ['//evil.example/me', '/.//evil.example/me', '/\\evil.example']) {
    const sent = await rawRequest(shop.url, path, { headers: PAGE })
    const refused = await someone.get(String(sent.headers['location']))
    expect([refused.status, failureOf(refused).code]).toEqual([400, 'return-elsewhere'])
  }
})
