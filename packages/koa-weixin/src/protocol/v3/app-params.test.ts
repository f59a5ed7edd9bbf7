import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import keys from 'weixin-vectors/test-only-keys.json'
import published from 'weixin-vectors/v3-pay-params.json'
import requests from 'weixin-vectors/v3-request-sign.json'
import { signAppParams } from './app-params.ts'

describe('signing what a mobile app hands over', () => {
  const ofApps = published.vectors.filter(({ id }) => id.endsWith('-app'))
  it.each(ofApps)('$id: $description', async ({ input, expected }) => {
    const pem = input.private_key.endsWith('official_test_key_pem')
      ? requests.official_test_key_pem
      : keys.merchant.private_key_pem_pkcs8
    const { partnerId = '', packageValue } = expected.parameters
    const parameters = await signAppParams(
      {
        appId: input.appid,
        mchId: partnerId,
        prepayId: input.prepay_id,
        nonce: input.nonce,
        timestamp: Number(input.timestamp),
      },
      createPrivateKey(pem),
    )
    // The vectors spell the names as the Android SDK's fields do.
    expect(parameters).toEqual({
      appid: input.appid,
      partnerid: partnerId,
      prepayid: input.prepay_id,
      package: packageValue,
      noncestr: input.nonce,
      timestamp: input.timestamp,
      sign: expected.signature,
    })
  })

  it('has both vectors', () => {
    expect(ofApps).toHaveLength(2)
  })
})
