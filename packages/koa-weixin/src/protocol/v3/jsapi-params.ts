import type { KeyObject } from 'node:crypto'
import type { JsapiParams } from 'weixin-contract'
import { signText } from './request-signature.ts'

export interface PaymentParamsInput {
  appId: string
  prepayId: string
  nonce: string
  /** Seconds. */
  timestamp: number
}

/**
 * What the page hands to WeChat to pay: four signed lines, the last with `prepay_id=` in front.
 * `timeStamp` is text, with a capital S. Source: WeChat Pay, JSAPI调起支付 (4012791857).
 */
export async function signJsapiParams(
  { appId, prepayId, nonce, timestamp }: PaymentParamsInput,
  privateKey: KeyObject,
): Promise<JsapiParams> {
  const timeStamp = String(timestamp)
  const packageText = `prepay_id=${prepayId}` as const
  const paySign = await signText(`${appId}\n${timeStamp}\n${nonce}\n${packageText}\n`, privateKey)
  return { appId, timeStamp, nonceStr: nonce, package: packageText, signType: 'RSA', paySign }
}
