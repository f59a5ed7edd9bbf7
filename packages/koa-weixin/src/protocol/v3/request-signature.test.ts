import { createPrivateKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import keys from 'weixin-vectors/test-only-keys.json'
import published from 'weixin-vectors/v3-request-sign.json'
import { authorization, requestText, signText } from './request-signature.ts'

const ours = keys.merchant.private_key_pem_pkcs8

describe('signing a request', () => {
  it.each(published.vectors)('$id: $description', async ({ input, expected }) => {
    const text = requestText({
      method: input.method,
      path: input.url_for_signing,
      timestamp: Number(input.timestamp),
      nonce: input.nonce_str,
      body: input.body_for_signing,
    })
    expect(text).toBe(expected.message)
    const pem =
      input.private_key === 'official_test_key_pem' ? published.official_test_key_pem : ours
    const signature = await signText(text, createPrivateKey(pem))
    expect(signature).toBe(expected.signature)
    const header = authorization(
      { mchId: input.mchid, serialNo: input.serial_no },
      { timestamp: Number(input.timestamp), nonce: input.nonce_str },
      signature,
    )
    expect(header).toBe(expected.authorization)
  })
})
