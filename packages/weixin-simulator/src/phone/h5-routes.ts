import type Router from '@koa/router'
import { jsonBody, textOf } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { findCoupon } from '../domain/coupons.ts'
import { payerTotal, takePayment } from '../domain/pay.ts'
import { H5_PATH } from '../domain/addresses.ts'
import type { Order, Prepay } from '../state/orders.ts'
import { phoneUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import { phoneCookie } from './cookie.ts'
import { ownPages } from './guard.ts'
import {
  couponNotUsable,
  H5Refusal,
  h5Opened,
  notEnough,
  returnAddress,
  scanned,
  visitCashier,
} from './h5.ts'
import { sheetCoupons } from './payments.ts'
import { h5CashierPage, scannedPage, type CashierPayment } from './pages/h5-pages.ts'
import { errorPage } from './pages/message-pages.ts'
import { whyOf } from './why.ts'

function noted(ctx: Ctx, error: unknown): H5Refusal {
  if (!(error instanceof H5Refusal)) throw error
  const { call } = ctx.state
  call.code = error.reason.code
  call.reason = error.reason
  return error
}

/** Shows a page, or why there is none. */
function show(ctx: Ctx, work: () => string): void {
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  // The dashboard frames this page; another site must not.
  ctx.set('Content-Security-Policy', "frame-ancestors 'self'")
  try {
    ctx.body = work()
  } catch (error) {
    const { message: text, reason } = noted(ctx, error)
    const why = whyOf(ctx.path, reason)
    const sent = {
      Referer: ctx.get('Referer'),
      'User-Agent': ctx.get('User-Agent'),
      ...Object.fromEntries(new URLSearchParams(ctx.querystring)),
    }
    ctx.body = errorPage({ code: null, text, why, sent })
  }
}

/** Pays from outside WeChat: a browser comes to the H5 cashier, or the phone scans a code. */
export function h5Routes(context: Context, router: Router<CallState>): void {
  const { state } = context
  const shown = (order: Order, { id, code = '' }: Prepay): CashierPayment => {
    const { total, description } = order
    return { prepayId: id, code, payee: state.account.name, total, description }
  }

  /** The two steps of a sheet over a cashier: it opens, and the user pays. */
  function answerStep(ctx: Ctx, find: (body: Record<string, unknown>) => [Order, Prepay]): void {
    const body = jsonBody(ctx)
    if (!body) return ctx.throw(400, 'A JSON object is needed')
    const { step, method, coupon: id } = body
    ctx.state.call.request = { ...body }
    try {
      const [order, prepay] = find(body)
      ctx.state.call.outTradeNo = order.outTradeNo
      const user = phoneUser(state.users, phoneCookie(ctx))
      if (step !== 'pay') {
        const coupons = sheetCoupons(context, order, user)
        const payment = { ...shown(order, prepay), balance: user.balance, coupons }
        ctx.body = { payment }
        return
      }
      if (method !== 'balance' && method !== 'card')
        return ctx.throw(400, 'method is needed: balance or card')
      const coupon = findCoupon(context, order, user, textOf(id) ?? '')
      if (textOf(id) !== undefined && !coupon) throw couponNotUsable()
      const coupons = coupon ? [coupon] : []
      if (method === 'balance' && user.balance < payerTotal(order, coupons)) {
        throw notEnough()
      }
      takePayment(context, order, { payer: user, method, coupons })
      context.phone.sheets.end(prepay.id, 'paid')
      ctx.body = { paid: true }
    } catch (error) {
      const { message: dialog, reason } = noted(ctx, error)
      const why = whyOf(ctx.path, reason)
      const response = { err_msg: 'get_brand_wcpay_request:fail' }
      ctx.body = { refused: { dialog, response, why } }
    }
  }

  router.get(H5_PATH, (ctx) => {
    show(ctx, () => {
      const visit = {
        userAgent: ctx.get('User-Agent'),
        referer: ctx.get('Referer'),
        ip: ctx.ip,
        query: new URLSearchParams(ctx.querystring),
      }
      const { order, prepay, returnTo, left } = visitCashier(context, ctx.state.call, visit)
      ctx.state.call.outTradeNo = order.outTradeNo
      return h5CashierPage(shown(order, prepay), { left, returnTo })
    })
  })

  router.post('/simulator/phone/h5', ownPages(context), (ctx) => {
    answerStep(ctx, ({ prepayId, code, redirectUrl }) => {
      const { call } = ctx.state
      const opened = h5Opened(context, call, textOf(prepayId) ?? '', textOf(code) ?? '')
      returnAddress(context, call, textOf(redirectUrl) ?? '', '')
      return opened
    })
  })

  router.get('/simulator/phone/native', (ctx) => {
    show(ctx, () => {
      const { prepay_id: prepayId, code_url: codeUrl } = ctx.query
      const found = scanned(context, ctx.state.call, textOf(prepayId ?? codeUrl) ?? '')
      ctx.state.call.outTradeNo = found[0].outTradeNo
      return scannedPage(shown(...found))
    })
  })

  router.post('/simulator/phone/native', ownPages(context), (ctx) => {
    answerStep(ctx, ({ prepayId }) => scanned(context, ctx.state.call, textOf(prepayId) ?? ''))
  })
}
