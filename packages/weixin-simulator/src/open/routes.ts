import Router from '@koa/router'
import type { CallState, Ctx } from '../http/context.ts'
import { phoneCookie } from '../phone/cookie.ts'
import { consentPage } from '../phone/pages/consent-page.ts'
import { errorPage, openInWeixinPage } from '../phone/pages/message-pages.ts'
import { requestConsent, issueCode } from '../state/codes.ts'
import { enterSnapshot } from '../phone/snapshot.ts'
import { whyOf } from '../phone/why.ts'
import { phoneUser, type User } from '../state/users.ts'
import type { Context } from '../context.ts'
import { withCode } from '../http/with-code.ts'
import { accountPage, AuthorizeRefusal } from './refusal.ts'
import { readAuthorize, type AuthorizeRequest } from './request.ts'

function page(ctx: Ctx, html: string): void {
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  // The dashboard frames this page; another site must not.
  ctx.set('Content-Security-Policy', "frame-ancestors 'self'")
  ctx.body = html
}

function refuse(ctx: Ctx, error: unknown): void {
  if (!(error instanceof AuthorizeRefusal)) throw error
  const { call } = ctx.state
  call.code = error.reason.code
  call.reason = error.reason
  const sent = Object.fromEntries(new URLSearchParams(ctx.querystring))
  const why = whyOf(ctx.path, error.reason)
  page(ctx, errorPage({ code: error.pageNumber, text: error.message, why, sent }))
}

function answer(context: Context, ctx: Ctx, phone: User, request: AuthorizeRequest): void {
  const { state, clock } = context
  const { name, credentials } = state.account
  const { redirectUri, scope } = request
  const isForced = context.overrides.snapshots > 0
  if (isForced) context.overrides.snapshots -= 1
  const isSnapshot = isForced || request.forceSnapShot
  const user = isSnapshot ? enterSnapshot(ctx, state.users, phone) : phone
  // A snapshot page asks nobody: its virtual user is signed in without consent.
  if (scope === 'snsapi_base' || user.isSnapshot) {
    const of = { appId: credentials.appId, openid: user.openid, scope }
    const { code } = issueCode(state.codes, of, clock.now(), context.random)
    ctx.redirect(withCode(redirectUri, code, request.state))
    return
  }
  const of = { openid: user.openid, redirectUri, state: request.state }
  const token = requestConsent(state.consents, of, clock.now(), context.random)
  const avatar = `/simulator/avatars/${user.openid}.svg`
  const { nickname } = user
  const { appId } = credentials
  const shown = { appid: appId, redirect_uri: redirectUri, scope, state: request.state ?? '' }
  const { checks } = ctx.state.call
  page(ctx, consentPage({ name, user: { nickname, avatar }, request: shown, checks, token }))
}

/** open.weixin.qq.com: the authorize address. An error is shown there, and never reaches redirect_uri. */
export function openRoutes(context: Context): Router<CallState> {
  const router = new Router<CallState>()
  router.get('/connect/oauth2/authorize', (ctx) => {
    const { call } = ctx.state
    const openid = phoneCookie(ctx)
    const isPhone = openid !== undefined || /micromessenger/i.test(ctx.get('User-Agent'))
    call.check('opened in WeChat', isPhone)
    if (!isPhone) {
      page(ctx, openInWeixinPage({ continueTo: ctx.url }))
      return
    }
    try {
      const { appId } = context.state.account.credentials
      const { registered } = context.phone
      const request = readAuthorize(ctx.querystring, { appId, registered }, call)
      const { authorizePage } = context.overrides
      call.check('state of the account', authorizePage === null)
      if (authorizePage !== null) throw accountPage(authorizePage)
      answer(context, ctx, phoneUser(context.state.users, openid), request)
    } catch (error) {
      refuse(ctx, error)
    }
  })
  return router
}
