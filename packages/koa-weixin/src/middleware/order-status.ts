import type { RouterMiddleware } from '@koa/router'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { orderIdOf } from './order-id.ts'
import { requesterOf } from './requester.ts'

/**
 * `GET pay/:orderId`: the state of the order, after a query at WeChat where the app does not know it as paid. A payment
 * found there is settled.
 *
 * @example
 * router.get('/pay/:orderId', orderStatus(weixin))
 */
export function orderStatus(weixin: Weixin): RouterMiddleware {
  const instance = internalsOf(weixin)
  return observedResponse(instance, async function weixinOrderStatus(ctx) {
    await respond(ctx, instance, async () =>
      instance.orderStatus(orderIdOf(ctx), await requesterOf(ctx, instance)),
    )
  })
}
