import Router from '@koa/router'
import { formBody } from '../http/body.ts'
import type { CallState } from '../http/context.ts'
import { withCode } from '../http/with-code.ts'
import { issueCode, takeConsent } from '../state/codes.ts'
import { phoneUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import { appPayments } from './app-payments.ts'
import { assetRoutes } from './asset-routes.ts'
import { bridgeRoutes } from './bridge-routes.ts'
import { letIn, phoneCookie } from './cookie.ts'
import { ownPages } from './guard.ts'
import { h5Routes } from './h5-routes.ts'
import { errorPage, refusedPage } from './pages/message-pages.ts'
import { whyOf } from './why.ts'

/** The forms of the simulator's own screens. */
function screenRoutes(context: Context, router: Router<CallState>): void {
  const { state, clock } = context
  router.post('/simulator/phone/open', ownPages(context), (ctx) => {
    const continueTo = formBody(ctx).get('continueTo') ?? ''
    // A path of ours: neither //elsewhere nor /\elsewhere.
    if (!/^\/(?![/\\])/.test(continueTo)) return ctx.throw(400, 'continueTo must be a path')
    letIn(ctx, phoneUser(state.users, phoneCookie(ctx)).openid)
    ctx.redirect(continueTo)
    ctx.status = 303
  })
  router.post('/simulator/phone/consent', ownPages(context), (ctx) => {
    const form = formBody(ctx)
    const isAllowed = form.get('answer') === 'allow'
    ctx.state.call.request = { answer: isAllowed ? 'allow' : 'refuse' }
    const consent = takeConsent(state.consents, form.get('token') ?? '')
    ctx.state.call.check('consent was asked', consent !== undefined)
    if (!consent) {
      const why = {
        code: 'consent-answered',
        en: 'This consent page was answered already, or it is too old. Go back to the app and sign in again.',
        zh: '这个授权页面已经回答过，或已过期。请返回应用重新登录。',
        field: null,
      }
      Object.assign(ctx.state.call, { code: why.code, reason: why })
      ctx.status = 400
      ctx.type = 'html'
      ctx.body = errorPage({
        code: null,
        text: '页面已失效',
        why: whyOf(ctx.path, why),
        sent: {},
      })
      return
    }
    if (!isAllowed) {
      ctx.type = 'html'
      ctx.body = refusedPage({ name: state.account.name })
      return
    }
    const { openid, redirectUri } = consent
    const of = { appId: state.account.credentials.appId, openid, scope: 'snsapi_userinfo' } as const
    const { code } = issueCode(state.codes, of, clock.now(), context.random)
    ctx.redirect(withCode(redirectUri, code, consent.state))
    ctx.status = 303
  })
}

/** The simulated phone: what its browser loads, what its screens post, what its bridge requests. */
export function phoneRoutes(context: Context): Router<CallState> {
  const router = new Router<CallState>()
  assetRoutes(context, router)
  screenRoutes(context, router)
  bridgeRoutes(context, router)
  h5Routes(context, router)
  appPayments(context, router)
  return router
}
