import type { RouterMiddleware } from '@koa/router'
import type { Way } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'
import { answerPage } from './answer.ts'
import { orderIdOf } from './order-id.ts'
import { queryText } from './query.ts'
import { askerOf } from './visitor.ts'

/** `POST pay/:orderId?via=jsapi`: what the page needs to pay. Amount and payer come from here. */
export function pay(weixin: Weixin): RouterMiddleware {
  return async function weixinPay(ctx) {
    await answerPage(ctx, weixin, async () => {
      const way = ctx.query['via'] === undefined ? 'jsapi' : queryText(ctx, 'via')
      if (!isWay(way)) throw new WeixinError('way-not-offered')
      return weixin.prepare(orderIdOf(ctx), await askerOf(ctx, weixin), way, ctx.ip)
    })
  }
}

function isWay(way: string | undefined): way is Way {
  return way === 'jsapi' || way === 'h5' || way === 'native' || way === 'app'
}
