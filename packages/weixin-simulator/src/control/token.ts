import { createHash, timingSafeEqual } from 'node:crypto'
import type { Middleware } from 'koa'
import type { CallState, Ctx } from '../http/context.ts'

const COOKIE = 'weixin_simulator_token'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function given(ctx: Ctx): string {
  const [, bearer] = /^Bearer (\S+)$/i.exec(ctx.get('Authorization')) ?? []
  const { token } = ctx.query
  return bearer ?? (typeof token === 'string' ? token : undefined) ?? ctx.cookies.get(COOKIE) ?? ''
}

/** What the phone and the pages under test load needs no token. */
const isOpen = (path: string): boolean =>
  /^\/simulator\/(phone|avatars|fonts)(\/|$)|^\/simulator\/(bridge\.js|cashier\.js|fonts\.css)$/.test(
    path,
  )

/**
 * Beyond loopback the controls, and the page at `/`, need the token: as `Authorization: Bearer …`, as the query `token`,
 * or as the cookie that a page opened with `?token=…` gets.
 */
export const requireToken = (token: string | null): Middleware<CallState> =>
  async function requireToken(ctx, next) {
    const path = ctx.path.toLowerCase()
    const isControl = path === '/' || (/^\/+simulator(\/|$)/.test(path) && !isOpen(path))
    if (token === null || !isControl) return next()
    if (!timingSafeEqual(digest(given(ctx)), digest(token))) {
      ctx.status = 401
      ctx.set('WWW-Authenticate', 'Bearer')
      ctx.body = {
        error: 'The controls need the token: open the address that the simulator printed.',
      }
      return
    }
    if (ctx.query['token'] === token)
      ctx.cookies.set(COOKIE, token, { httpOnly: true, sameSite: 'strict', overwrite: true })
    await next()
  }

/** A page from elsewhere, in the same browser, may use no control: neither with a cookie nor without. */
export const ownPagesOnly: Middleware<CallState> = async function ownPagesOnly(ctx, next) {
  const isControl = /^\/+simulator(\/|$)/i.test(ctx.path) && !isOpen(ctx.path.toLowerCase())
  const origin = ctx.get('Origin')
  const isOwn = origin === '' || origin === `http://${ctx.host}` || origin === `https://${ctx.host}`
  const isCrossSite = ctx.get('Sec-Fetch-Site') === 'cross-site'
  if (!isControl || (isOwn && !isCrossSite)) return next()
  ctx.status = 403
  ctx.body = { error: `No page of ${origin || 'another site'} may use the controls` }
}
