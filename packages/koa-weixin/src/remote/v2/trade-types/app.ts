import { signAppParams } from '../../../protocol/v2/app-params.ts'
import type { V2TradeType } from './trade-type.ts'

/** A mobile app with WeChat's SDK. Source: WeChat Pay v2, APP调起支付 (4011939566). */
export const app: V2TradeType<'app'> = {
  payerFields: () => ({}),
  payment({ appId, mchId, apiV2Key, signType, nonce, now }, prepayId) {
    const timestamp = Math.floor(now() / 1000)
    const input = { appId, mchId, prepayId, nonce: nonce(), timestamp, signType }
    return { tradeType: 'app', params: signAppParams(input, apiV2Key) }
  },
}
