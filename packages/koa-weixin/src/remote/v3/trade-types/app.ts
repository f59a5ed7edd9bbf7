import { signAppParams } from '../../../protocol/v3/app-params.ts'
import type { V3TradeType } from './trade-type.ts'

/** A mobile app with WeChat's SDK. Source: WeChat Pay, APP下单 (4013070347). */
export const app: V3TradeType<'app'> = {
  payerFields: () => ({}),
  async payment({ appId, mchId, privateKey, nonce, now }, prepayId) {
    const timestamp = Math.floor(now() / 1000)
    const input = { appId, mchId, prepayId, nonce: nonce(), timestamp }
    return { tradeType: 'app', params: await signAppParams(input, privateKey) }
  },
}
