import type { KeyObject } from 'node:crypto'
import type { AppParams } from 'weixin-contract'
import type { PaymentParamsInput } from './jsapi-params.ts'
import { signText } from './request-signature.ts'

/**
 * What a mobile app hands to WeChat's SDK to pay: four signed lines, the last the bare prepay id.
 * Source: WeChat Pay, 签名 (4012365340).
 */
export async function signAppParams(
  { appId, mchId, prepayId, nonce, timestamp }: PaymentParamsInput & { mchId: string },
  privateKey: KeyObject,
): Promise<AppParams> {
  const sign = await signText(`${appId}\n${timestamp}\n${nonce}\n${prepayId}\n`, privateKey)
  return {
    appid: appId,
    partnerid: mchId,
    prepayid: prepayId,
    package: 'Sign=WXPay',
    noncestr: nonce,
    timestamp: String(timestamp),
    sign,
  }
}
