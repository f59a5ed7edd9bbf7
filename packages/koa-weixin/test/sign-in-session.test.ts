import koaSession from 'koa-session'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorResponse } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { clearSession, sessionOf, type Session } from '../src/index.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

const nobody = { user: null }
const somebody = { user: { nickname: null, avatar: null, isSnapshot: false } }

/** With the app's own "sign out", and a page that shows what only the server knows. */
function open(options: ShopOptions): Promise<Shop> {
  return openShop({
    ...options,
    simulator,
    after(app, weixin) {
      app.use(async (ctx) => {
        if (ctx.path === '/sign-out') await clearSession(ctx, weixin)
        ctx.body = { openid: (await sessionOf(ctx, weixin))?.openid ?? null }
      })
    },
  })
}

async function signsInAndOut(shop: Shop): Promise<void> {
  const someone = shop.client()
  expect((await someone.get('/weixin/user')).body).toEqual(nobody)
  await someone.signIn('?returnTo=/me')
  expect((await someone.get('/weixin/user')).body).toEqual(somebody)
  expect((await someone.get('/me')).body).toEqual({ openid: simulator.users()[0]?.openid })
  await someone.get('/sign-out')
  expect((await someone.get('/weixin/user')).body).toEqual(nobody)
  expect((await shop.client().get('/weixin/user')).body).toEqual(nobody)
}

describe('where a session is kept', () => {
  it('in our own cookie', async () => {
    const shop = await open({})
    await signsInAndOut(shop)
    const out = await (await shop.customer()).get('/sign-out')
    expect(out.headers.getSetCookie()).toEqual([
      `weixin_session_${simulator.credentials.appId}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`,
    ])
  })

  it('in ctx.session of koa-session, whose own cookie still hides the openid', async () => {
    const shop = await open({
      weixin: { session: 'koa-session' },
      before(app) {
        app.keys = ['signs the cookies']
        app.use(koaSession(app))
      },
    })
    await signsInAndOut(shop)
    const { cookies, openid } = await shop.customer()
    expect([...cookies.keys()].filter((name) => name.startsWith('weixin_session'))).toEqual([])
    const stored = Buffer.from(cookies.get('koa.sess') ?? '', 'base64').toString()
    expect(stored).toContain('weixin_session_')
    expect(stored).not.toContain(openid)
  })

  it('in a store of koa-session, under a new id from the sign-in on', async () => {
    const stored = new Map<string, object>()
    const store = {
      get: async (key: string) => stored.get(key),
      set: async (key: string, value: object) => void stored.set(key, value),
      destroy: async (key: string) => void stored.delete(key),
    }
    const shop = await open({
      weixin: { session: 'koa-session' },
      before(app) {
        app.keys = ['signs the cookies']
        app.use(koaSession({ store }, app))
        app.use(async (ctx, next) => {
          if (ctx.path === '/planted' && ctx.session) ctx.session['planted'] = true
          await next()
        })
      },
    })
    const someone = shop.client()
    await someone.get('/planted')
    const [applied = ''] = stored.keys()
    expect(applied).not.toBe('')
    await someone.signIn()
    expect((await someone.get('/weixin/user')).body).toEqual(somebody)
    expect([...stored.keys()]).toHaveLength(1)
    expect(stored.has(applied)).toBe(false)
    await signsInAndOut(shop)
  })

  it('says so when koa-session is not there', async () => {
    const shop = await open({ weixin: { session: 'koa-session' } })
    const answer = await shop.client().get('/weixin/user')
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([
      500,
      'session-missing',
    ])
    expect(shop.logged.join()).toContain('Mount koa-session before')
  })

  it('in the app’s own place', async () => {
    const stored = new Map<string, Session>()
    const keyOf = (ctx: { get(name: string): string }): string => ctx.get('user-agent')
    const shop = await open({
      weixin: {
        session: {
          read: async (ctx) => stored.get(keyOf(ctx)),
          write(ctx, session) {
            if (session) stored.set(keyOf(ctx), session)
            else stored.delete(keyOf(ctx))
          },
        },
      },
    })
    await signsInAndOut(shop)
    const { openid, cookies } = await shop.customer()
    expect([...stored.values()]).toEqual([
      {
        openid,
        scope: 'snsapi_base',
        nickname: null,
        avatar: null,
        unionid: null,
        isSnapshot: false,
      },
    ])
    expect([...cookies.keys()].filter((name) => name.startsWith('weixin_session'))).toEqual([])
  })

  it('a place that fails signs nobody in', async () => {
    const write = () => Promise.reject(new Error('the store is away'))
    const shop = await open({ weixin: { session: { read: () => null, write } } })
    const answer = await shop.client().signIn()
    expect([answer.status, (answer.body as ErrorResponse).error.code]).toEqual([500, 'internal'])
  })
})
