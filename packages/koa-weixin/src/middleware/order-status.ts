import type { RouterMiddleware } from '@koa/router'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { orderIdOf } from './order-id.ts'
import { requesterOf } from './requester.ts'

/** `GET pay/:orderId`: how the order stands, after asking WeChat where it is not known as paid. */
export function orderStatus(weixin: Weixin): RouterMiddleware {
  const instance = internalsOf(weixin)
  return async function weixinConfirm(ctx) {
    await respond(ctx, instance, async () =>
      instance.orderStatus(orderIdOf(ctx), await requesterOf(ctx, instance)),
    )
  }
}
