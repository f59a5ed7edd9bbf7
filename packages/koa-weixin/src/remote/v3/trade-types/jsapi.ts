import { signJsapiParams } from '../../../protocol/v3/jsapi-params.ts'
import { partnerPayer } from '../parties.ts'
import type { V3TradeType } from './trade-type.ts'

/** A page inside WeChat. Source: WeChat Pay, JSAPI下单 (4012791856), JSAPI调起支付 (4012791857). */
export const jsapi: V3TradeType<'jsapi'> = {
  payerFields: ({ serviceProvider }, { openid }) => ({
    payer: serviceProvider ? partnerPayer(serviceProvider, openid) : { openid },
  }),
  async payment({ appId, privateKey, nonce, now }, prepayId) {
    const timestamp = Math.floor(now() / 1000)
    const input = { appId, prepayId, nonce: nonce(), timestamp }
    return { tradeType: 'jsapi', params: await signJsapiParams(input, privateKey) }
  },
}
