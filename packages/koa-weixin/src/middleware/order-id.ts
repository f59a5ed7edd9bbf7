import type { RouterContext } from '@koa/router'
import { WeixinError } from '../errors/weixin-error.ts'

/** The route's `:orderId`. Throws `order-not-found` where the route has none. */
export function orderIdOf(ctx: RouterContext): string {
  const { orderId } = ctx.params
  if (!orderId) throw new WeixinError('order-not-found', { detail: 'mount it under /:orderId' })
  return orderId
}
