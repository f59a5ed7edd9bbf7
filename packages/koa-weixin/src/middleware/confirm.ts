import type { RouterMiddleware } from '@koa/router'
import type { Weixin } from '../weixin.ts'
import { answerPage } from './answer.ts'
import { orderIdOf } from './order-id.ts'
import { askerOf } from './visitor.ts'

/** `GET pay/:orderId`: how the order stands, after asking WeChat where it is not known as paid. */
export function confirm(weixin: Weixin): RouterMiddleware {
  return async function weixinConfirm(ctx) {
    await answerPage(ctx, weixin, async () =>
      weixin.confirm(orderIdOf(ctx), await askerOf(ctx, weixin)),
    )
  }
}
