import Router, { type RouterMiddleware } from '@koa/router'
import type { Middleware } from 'koa'
import { isObject, jsonBody } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import type { Context } from '../context.ts'
import { authorise } from './authorization.ts'
import { askFundFlowBill, askTradeBill } from './bills.ts'
import type { Handler } from './call.ts'
import { close } from './close.ts'
import * as errors from './errors.ts'
import { download } from './download.ts'
import { echo } from './echo.ts'
import { order } from './order.ts'
import { certificates } from './certificates.ts'
import { queryById, queryByNumber } from './query.ts'
import { applyAbnormalRefund, queryRefund, refund } from './refund.ts'
import { refuse, response } from './response.ts'
import { requireHeaders } from './request-headers.ts'
import { V3_TRADE_TYPES } from './trade-types.ts'

function readBody(ctx: Ctx): Record<string, unknown> {
  const { call, raw } = ctx.state
  if (ctx.method !== 'POST') return {}
  const body = jsonBody(ctx)
  const isJson = isObject(body) && raw.length > 0 && Boolean(ctx.is('json'))
  call.check('body is JSON', isJson)
  if (!body || !isJson) throw errors.notJson()
  return body
}

/** api.mch.weixin.qq.com: the path first, then the headers, the signature, the fields, the business rules. */
export function payRoutes(context: Context): Router<CallState> {
  // Whether WeChat takes another case, or a slash at the end, is not documented: here both are other paths.
  const router = new Router<CallState>({ sensitive: true, strict: true })

  const answer = (handler: Handler): RouterMiddleware<CallState> =>
    function answer(ctx) {
      const { call } = ctx.state
      try {
        requireHeaders(ctx)
        const mchid = authorise(context, ctx)
        const body = readBody(ctx)
        call.request = { ...call.request, ...(ctx.method === 'POST' && { body }) }
        const query = new URLSearchParams(ctx.querystring)
        const param = (name: string): string => ctx.params[name] ?? ''
        const isPartner = ctx.path.startsWith('/v3/pay/partner/')
        const serial = ctx.get('Wechatpay-Serial')
        const pay = { call, mchid, body, query, param, isPartner, serial }
        response(context, ctx, handler(context, pay))
      } catch (error) {
        refuse(context, ctx, error)
      }
    }

  for (const [name, tradeType] of Object.entries(V3_TRADE_TYPES)) {
    router.post(`/v3/pay/transactions/${name}`, answer(order(tradeType)))
    router.post(`/v3/pay/partner/transactions/${name}`, answer(order(tradeType, true)))
  }
  for (const path of ['/v3/pay/transactions', '/v3/pay/partner/transactions']) {
    router.get(`${path}/out-trade-no/:out_trade_no`, answer(queryByNumber))
    router.post(`${path}/out-trade-no/:out_trade_no/close`, answer(close))
    router.get(`${path}/id/:transaction_id`, answer(queryById))
  }
  router.post('/v3/refund/domestic/refunds', answer(refund))
  router.get('/v3/refund/domestic/refunds/:out_refund_no', answer(queryRefund))
  router.post(
    '/v3/refund/domestic/refunds/:refund_id/apply-abnormal-refund',
    answer(applyAbnormalRefund),
  )
  router.get('/v3/certificates', answer(certificates))
  router.post('/v3/security/echo', answer(echo))
  router.get('/v3/bill/tradebill', answer(askTradeBill))
  router.get('/v3/bill/fundflowbill', answer(askFundFlowBill))
  router.get('/v3/billdownload/file', (ctx) => {
    try {
      authorise(context, ctx)
      download(context, ctx)
    } catch (error) {
      refuse(context, ctx, error)
    }
  })

  return router
}

/** An unknown path or a wrong method: nothing but the status, before any Authorization is looked at. */
export const payPaths = (router: Router<CallState>): Middleware<CallState> =>
  async function payPaths(ctx, next) {
    if (!ctx.path.startsWith('/v3/')) return next()
    const { path, pathAndMethod } = router.match(ctx.path, ctx.method)
    ctx.state.call.check('path and method', pathAndMethod.length > 0)
    if (pathAndMethod.length > 0) return next()
    ctx.status = path.length > 0 ? 405 : 404
    ctx.body = ''
    ctx.remove('Content-Type')
  }
