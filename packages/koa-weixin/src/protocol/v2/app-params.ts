import type { AppParams } from 'weixin-contract'
import type { PaymentParamsInput } from './jsapi-params.ts'
import { signFields } from './sign.ts'

/**
 * What a mobile app hands to WeChat's SDK to pay: all six are signed, by their names in lower case,
 * as the order was. Source: WeChat Pay v2, APP调起支付 (4011939566).
 */
export function signAppParams(
  { appId, mchId, prepayId, nonce, timestamp, signType }: PaymentParamsInput & { mchId: string },
  apiV2Key: string,
): AppParams {
  const params = {
    appid: appId,
    partnerid: mchId,
    prepayid: prepayId,
    package: 'Sign=WXPay',
    noncestr: nonce,
    timestamp: String(timestamp),
  } as const
  return { ...params, sign: signFields(new Map(Object.entries(params)), apiV2Key, signType) }
}
