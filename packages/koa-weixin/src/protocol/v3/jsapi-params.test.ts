import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import keys from 'weixin-vectors/test-only-keys.json'
import published from 'weixin-vectors/v3-pay-params.json'
import requests from 'weixin-vectors/v3-request-sign.json'
import { signJsapiParams } from './jsapi-params.ts'

describe('signing what the page hands over', () => {
  const jsapi = published.vectors.filter(({ id }) => id.endsWith('-jsapi'))
  it.each(jsapi)('$id: $description', async ({ input, expected }) => {
    const pem = input.private_key.endsWith('official_test_key_pem')
      ? requests.official_test_key_pem
      : keys.merchant.private_key_pem_pkcs8
    const parameters = await signJsapiParams(
      {
        appId: input.appid,
        prepayId: input.prepay_id,
        nonce: input.nonce,
        timestamp: Number(input.timestamp),
      },
      createPrivateKey(pem),
    )
    expect(parameters).toEqual(expected.parameters)
  })
})
