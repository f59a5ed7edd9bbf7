import { signJsapiParams } from '../../../protocol/v2/jsapi-params.ts'
import { payerId } from '../parties.ts'
import type { V2TradeType } from './trade-type.ts'

/** A page inside WeChat. Source: WeChat Pay v2, JSAPI调起支付 (4011935213). */
export const jsapi: V2TradeType<'jsapi'> = {
  payerFields: (options, { openid }) => payerId(options, openid),
  payment({ appId, apiV2Key, signType, nonce, now }, prepayId) {
    const timestamp = Math.floor(now() / 1000)
    const input = { appId, prepayId, nonce: nonce(), timestamp, signType }
    return { tradeType: 'jsapi', params: signJsapiParams(input, apiV2Key) }
  },
}
