import type { RouterMiddleware } from '@koa/router'
import type { TradeType } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { orderIdOf } from './order-id.ts'
import { queryText } from './query.ts'
import { requesterOf } from './requester.ts'

/** `POST pay/:orderId?tradeType=jsapi`: what the page needs to pay. Amount and payer come from here. */
export function pay(weixin: Weixin): RouterMiddleware {
  return async function weixinPay(ctx) {
    await respond(ctx, weixin, async () => {
      const tradeType = ctx.query['tradeType'] === undefined ? 'jsapi' : queryText(ctx, 'tradeType')
      if (!isTradeType(tradeType)) throw new WeixinError('trade-type-not-offered')
      return weixin.createPayment(orderIdOf(ctx), await requesterOf(ctx, weixin), tradeType, ctx.ip)
    })
  }
}

function isTradeType(tradeType: string | undefined): tradeType is TradeType {
  return (
    tradeType === 'jsapi' || tradeType === 'h5' || tradeType === 'native' || tradeType === 'app'
  )
}
