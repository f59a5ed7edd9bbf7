import type { JsapiParams } from 'weixin-contract'
import { signFields, type SignType } from './sign.ts'

export interface PaymentParamsInput {
  appId: string
  prepayId: string
  nonce: string
  /** Seconds. */
  timestamp: number
  signType: SignType
}

/**
 * What the page hands to WeChat to pay: all five are signed, `signType` too, unlike in v3.
 * Source: WeChat Pay v2, JSAPI调起支付 (4011935213).
 */
export function signJsapiParams(
  { appId, prepayId, nonce, timestamp, signType }: PaymentParamsInput,
  apiV2Key: string,
): JsapiParams {
  const params = {
    appId,
    timeStamp: String(timestamp),
    nonceStr: nonce,
    package: `prepay_id=${prepayId}`,
    signType,
  } as const
  const paySign = signFields(new Map(Object.entries(params)), apiV2Key, signType)
  return { ...params, paySign }
}
