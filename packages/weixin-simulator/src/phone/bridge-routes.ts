import type Router from '@koa/router'
import { isObject, jsonBody, textOf } from '../http/body.ts'
import { Refusal } from '../http/call.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { findPrepay, isPaid } from '../state/orders.ts'
import { phoneUser, type User } from '../state/users.ts'
import type { Context } from '../context.ts'
import { ConfigRefusal, readConfigRequest, verifyConfig } from './config.ts'
import { phoneCookie } from './cookie.ts'
import { findEnvironment } from './environments.ts'
import { pagesOfThisMachine } from './guard.ts'
import { answerCommand } from './js-sdk/answer.ts'
import { findCommand } from './js-sdk/commands.ts'
import { PaymentRefusal } from './payment-refusal.ts'
import { confirmSheet, openSheet } from './payments.ts'
import { leaveSnapshot, SNAPSHOT_REASON } from './snapshot.ts'
import { whyOf } from './why.ts'

const userOf = (context: Context, ctx: Ctx): User =>
  phoneUser(context.state.users, phoneCookie(ctx))

/** The client's own answers are always HTTP 200; a refusal is in the body. */
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
  const { dialog, response } = refusal
  ctx.body = { refused: { dialog, response, why: whyOf(ctx.path, refusal.reason) } }
}

function noteOrder(context: Context, ctx: Ctx, prepayId: string): void {
  ctx.state.call.outTradeNo = findPrepay(context.state.orders, prepayId)?.order.outTradeNo ?? null
}

/** Aborts when the browser goes away. */
function whenGone(ctx: Ctx): AbortSignal {
  const gone = new AbortController()
  ctx.res.once('close', () => gone.abort())
  return gone.signal
}

/** The requests of the bridge script: what a page wants of WeChat's client. */
export function bridgeRoutes(context: Context, router: Router<CallState>): void {
  const guard = pagesOfThisMachine(context)

  router.all('/simulator/phone/config', guard, (ctx) => {
    const body = jsonBody(ctx)
    const request = body && readConfigRequest(body)
    if (!request) return ctx.throw(400, 'landing, current and args are needed')
    const { call } = ctx.state
    call.request = { ...request }
    try {
      ctx.body = { response: verifyConfig(context, call, request) }
    } catch (error) {
      const refusal = noted(ctx, error)
      if (!(refusal instanceof ConfigRefusal)) throw error
      ctx.body = { response: refusal.response }
    }
  })

  router.all('/simulator/phone/commands', guard, (ctx) => {
    const body = jsonBody(ctx) ?? {}
    const command = textOf(body['command'])
    const { args } = body
    if (command === undefined || !isObject(args))
      return ctx.throw(400, 'command and args are needed')
    const environment = findEnvironment(body['platform'])?.name ?? 'auto'
    const userAgent = textOf(body['userAgent']) ?? ''
    const { call } = ctx.state
    const name = findCommand(command)?.wx ?? command
    call.request = { command, name: `wx.${name}`, environment, args }
    const isAndroid = /android/i.test(userAgent)
    const isIos = /iphone|ipad/i.test(userAgent)
    const isGranted = body['isGranted'] === true
    const response = answerCommand(
      { native: command, args, environment, isAndroid, isIos, isGranted, random: context.random },
      context.phone.outcomes.get(command),
    )
    call.check('known to this client', response?.['err_msg'] !== 'system:function_not_exist')
    if (findCommand(command)?.needsConfig) call.check('listed by the last wx.config', isGranted)
    const { isSnapshot } = userOf(context, ctx)
    if (isSnapshot) {
      call.check('not a snapshot page', false)
      call.code = SNAPSHOT_REASON.code
      call.reason = SNAPSHOT_REASON
      ctx.body = { response: { err_msg: `${command}:fail` } }
      return
    }
    ctx.body = { response }
  })

  router.all('/simulator/phone/payments', guard, (ctx) => {
    const { page, landing, platform, args } = jsonBody(ctx) ?? {}
    if (!isObject(args)) return ctx.throw(400, 'page and args are needed')
    const { call } = ctx.state
    call.request = { page, args }
    noteOrder(context, ctx, (textOf(args['package']) ?? '').replace('prepay_id=', ''))
    const request = { page, landing, platform: textOf(platform) ?? 'desktop', args }
    try {
      const user = userOf(context, ctx)
      const isReal = !user.isSnapshot
      call.require(
        'not a snapshot page',
        isReal,
        () => new PaymentRefusal(null, SNAPSHOT_REASON, 'fail'),
      )
      ctx.body = { payment: openSheet(context, call, user, request) }
    } catch (error) {
      refusedPayment(ctx, error)
    }
  })

  router.all('/simulator/phone/payments/:prepayId', guard, (ctx) => {
    const { call } = ctx.state
    const { method, coupon } = jsonBody(ctx) ?? {}
    if (method !== 'balance' && method !== 'card') {
      return ctx.throw(400, 'method is needed: balance or card')
    }
    call.request = { method, ...(coupon !== undefined && { coupon }) }
    const prepayId = ctx.params['prepayId'] ?? ''
    noteOrder(context, ctx, prepayId)
    try {
      confirmSheet(context, call, userOf(context, ctx), {
        prepayId,
        method,
        coupon: textOf(coupon),
      })
      // The sheet that paid no longer waits; one on another phone does.
      context.phone.sheets.end(prepayId, 'paid')
      ctx.body = { paid: true }
    } catch (error) {
      refusedPayment(ctx, error)
    }
  })

  router.all('/simulator/phone/payments/:prepayId/outcome', guard, async (ctx) => {
    const { prepayId = '' } = ctx.params
    ctx.state.call.isQuiet = true
    const order = findPrepay(context.state.orders, prepayId)?.order
    // It may have been paid between the moment when the sheet opened and this request.
    const outcome =
      order && isPaid(order) ? 'paid' : await context.phone.sheets.wait(prepayId, whenGone(ctx))
    ctx.body = { outcome }
  })

  // The user closed the sheet. Nothing changes by it, but the log shows why the page was answered `cancel`.
  router.all('/simulator/phone/payments/:prepayId/cancel', guard, (ctx) => {
    noteOrder(context, ctx, ctx.params['prepayId'] ?? '')
    ctx.body = { response: { err_msg: 'get_brand_wcpay_request:cancel' } }
  })

  // 使用完整服务: the snapshot’s virtual user makes room for a real one.
  router.all('/simulator/phone/full-service', guard, (ctx) => {
    const left = leaveSnapshot(ctx, context.state.users)
    if (!left) return ctx.throw(400, 'The simulator has no user but snapshot users')
    ctx.body = left
  })
}
