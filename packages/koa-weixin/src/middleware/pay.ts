import type { RouterMiddleware } from '@koa/router'
import { WeixinError } from '../errors/weixin-error.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { isTradeType } from '../trade-types.ts'
import { respond } from './respond.ts'
import { orderIdOf } from './order-id.ts'
import { queryText } from './query.ts'
import { requesterOf } from './requester.ts'

/**
 * `POST pay/:orderId?tradeType=jsapi`: what the page needs to pay the order, as a `Payment`. Price and payer come from
 * the app, never from the page. Answers what `weixin.orders.createPayment` throws.
 *
 * @example
 * router.post('/pay/:orderId', pay(weixin))
 */
export function pay(weixin: Weixin): RouterMiddleware {
  const instance = internalsOf(weixin)
  return observedResponse(instance, async function weixinPay(ctx) {
    await respond(ctx, instance, async () => {
      const tradeType = ctx.query['tradeType'] === undefined ? 'jsapi' : queryText(ctx, 'tradeType')
      if (!isTradeType(tradeType)) throw new WeixinError('trade-type-not-offered')
      const requester = await requesterOf(ctx, instance)
      return instance.createPayment(orderIdOf(ctx), { requester, tradeType, ip: ctx.ip })
    })
  })
}
