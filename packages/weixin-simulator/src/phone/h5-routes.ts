import type Router from '@koa/router'
import { formBody } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import { takePayment } from '../domain/pay.ts'
import { H5_PATH } from '../domain/addresses.ts'
import type { Order, Prepay } from '../state/orders.ts'
import { phoneUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import { phoneCookie } from './cookie.ts'
import { ownPages } from './guard.ts'
import { H5Refusal, h5Opened, returnAddress, visitCashier } from './h5.ts'
import { h5CashierPage, h5PaidPage, h5SheetPage, type H5Payment } from './pages/h5-pages.ts'
import { errorPage } from './pages/message-pages.ts'

/** Shows a page, or why there is none. */
function answer(ctx: Ctx, work: () => string): void {
  ctx.type = 'html'
  ctx.set('Cache-Control', 'no-store')
  try {
    ctx.body = work()
  } catch (error) {
    if (!(error instanceof H5Refusal)) throw error
    const { call } = ctx.state
    const { reason, message: text } = error
    call.code = reason.code
    call.reason = reason
    ctx.body = errorPage({ code: reason.code, text, why: reason })
  }
}

/** The H5 cashier: a browser outside WeChat comes, opens WeChat, pays there, and goes back. */
export function h5Routes(world: Context, router: Router<CallState>): void {
  const { state } = world
  const shown = (order: Order, { id, code = '' }: Prepay, returnTo: string): H5Payment => {
    const { total, description } = order
    return { prepayId: id, code, payee: state.account.name, total, description, returnTo }
  }

  router.get(H5_PATH, (ctx) => {
    answer(ctx, () => {
      const visit = {
        userAgent: ctx.get('User-Agent'),
        referer: ctx.get('Referer'),
        ip: ctx.ip,
        query: new URLSearchParams(ctx.querystring),
      }
      const { order, prepay, returnTo, left } = visitCashier(world, ctx.state.call, visit)
      return h5CashierPage(shown(order, prepay, returnTo), left)
    })
  })

  router.post('/simulator/phone/h5', ownPages(world), (ctx) => {
    answer(ctx, () => {
      const { call } = ctx.state
      const form = formBody(ctx)
      const [order, prepay] = h5Opened(world, call, form)
      const payment = shown(order, prepay, returnAddress(call, form.get('redirect_url'), ''))
      const user = phoneUser(state.users, phoneCookie(ctx))
      if (form.get('step') !== 'pay') return h5SheetPage(payment, user.balance)
      takePayment(world, order, user, user.balance < order.total ? 'card' : 'balance')
      return h5PaidPage(payment)
    })
  })
}
