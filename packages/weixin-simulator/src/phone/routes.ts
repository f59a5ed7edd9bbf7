import Router from '@koa/router'
import { formBody, isObject, jsonBody } from '../http/body.ts'
import { Refusal } from '../http/call.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { withCode } from '../http/with-code.ts'
import { issueCode, takeConsent } from '../state/codes.ts'
import { avatarSvg, findUser, phoneUser, type User } from '../state/users.ts'
import type { Context } from '../context.ts'
import { appPayments } from './app-payments.ts'
import { bridgeScript } from './bridge-script.ts'
import { ConfigRefusal, readConfigAsked, verifyConfig } from './config.ts'
import { letIn, phoneCookie } from './cookie.ts'
import { ownPages, pagesOfThisMachine } from './guard.ts'
import { h5Routes } from './h5-routes.ts'
import { refusedPage } from './pages/message-pages.ts'
import { PaymentRefusal } from './payment-refusal.ts'
import { confirmSheet, openSheet } from './payments.ts'

const userOf = (world: Context, ctx: Ctx): User => phoneUser(world.state.users, phoneCookie(ctx))

/** The client's own answers are always HTTP 200; what it says no with is in the body. */
function noted(ctx: Ctx, error: unknown): Refusal {
  if (!(error instanceof Refusal)) throw error
  const { call } = ctx.state
  call.code = error.reason.code
  call.reason = error.reason
  return error
}

function refusedPayment(ctx: Ctx, error: unknown): void {
  const refusal = noted(ctx, error)
  if (!(refusal instanceof PaymentRefusal)) throw error
  ctx.body = { refused: { dialog: refusal.dialog, response: refusal.response } }
}

/** What the bridge script asks WeChat's client for. */
function bridgeRoutes(world: Context, router: Router<CallState>): void {
  const guard = pagesOfThisMachine(world)
  router.all('/simulator/phone/config', guard, (ctx) => {
    const body = jsonBody(ctx)
    const asked = body && readConfigAsked(body)
    if (!asked) return ctx.throw(400, 'landing, current and args are needed')
    const { call } = ctx.state
    call.request = { ...asked }
    try {
      ctx.body = { response: verifyConfig(world, call, asked) }
    } catch (error) {
      const refusal = noted(ctx, error)
      if (!(refusal instanceof ConfigRefusal)) throw error
      ctx.body = { response: refusal.response }
    }
  })
  router.all('/simulator/phone/payments', guard, (ctx) => {
    const { page, args } = jsonBody(ctx) ?? {}
    if (!isObject(args)) return ctx.throw(400, 'page and args are needed')
    const { call } = ctx.state
    call.request = { page, args }
    try {
      ctx.body = { payment: openSheet(world, call, userOf(world, ctx), page, args) }
    } catch (error) {
      refusedPayment(ctx, error)
    }
  })
  router.all('/simulator/phone/payments/:prepayId', guard, (ctx) => {
    const { call } = ctx.state
    const { method } = jsonBody(ctx) ?? {}
    if (method !== 'balance' && method !== 'card') {
      return ctx.throw(400, 'method is needed: balance or card')
    }
    call.request = { method }
    const prepayId = ctx.params['prepayId'] ?? ''
    try {
      confirmSheet(world, call, userOf(world, ctx), { prepayId, method })
      ctx.body = { paid: true }
    } catch (error) {
      refusedPayment(ctx, error)
    }
  })
}

/** The simulated phone: what its browser loads, what its screens post, what its bridge asks. */
export function phoneRoutes(world: Context): Router<CallState> {
  const router = new Router<CallState>()
  const { state, clock } = world
  router.get('/simulator/bridge.js', (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8'
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = bridgeScript()
  })
  router.get('/simulator/avatars/:openid.svg', (ctx) => {
    const user = findUser(state.users, ctx.params['openid'])
    if (!user) return
    ctx.type = 'image/svg+xml'
    ctx.body = avatarSvg(user)
  })
  router.post('/simulator/phone/open', ownPages(world), (ctx) => {
    const continueTo = formBody(ctx).get('continueTo') ?? ''
    // A path of ours: neither //elsewhere nor /\elsewhere.
    if (!/^\/(?![/\\])/.test(continueTo)) return ctx.throw(400, 'continueTo must be a path')
    letIn(ctx, userOf(world, ctx).openid)
    ctx.redirect(continueTo)
    ctx.status = 303
  })
  router.post('/simulator/phone/consent', ownPages(world), (ctx) => {
    const form = formBody(ctx)
    const consent = takeConsent(state.consents, form.get('token') ?? '')
    ctx.state.call.check('consent was asked', consent !== undefined)
    if (!consent) return ctx.throw(400, 'This question was answered already')
    if (form.get('answer') !== 'allow') {
      ctx.type = 'html'
      ctx.body = refusedPage({ name: state.account.name })
      return
    }
    const { openid, redirectUri } = consent
    const of = { appId: state.account.credentials.appId, openid, scope: 'snsapi_userinfo' } as const
    const { code } = issueCode(state.codes, of, clock.now(), world.random)
    ctx.redirect(withCode(redirectUri, code, consent.state))
    ctx.status = 303
  })
  bridgeRoutes(world, router)
  h5Routes(world, router)
  appPayments(world, router)
  return router
}
