import { createPublicKey, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-notification.json'
import { WeixinError } from '../../errors/weixin-error.ts'
import { openNotice } from './notice.ts'

type Vector = (typeof published.vectors)[number]

function open({ input }: Vector) {
  const named = Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value])
  const options = {
    publicKeys: new Map([
      [input.headers['Wechatpay-Serial'], createPublicKey(input.verification_public_key_pem)],
    ]),
    apiV3Key: createSecretKey(input.api_v3_key, 'utf8'),
    now: () => input.clock_now * 1000,
  }
  return openNotice(options, { headers: Object.fromEntries(named), body: Buffer.from(input.body) })
}

describe('published notices', () => {
  // A service provider's carry sp_ and sub_ ids, which one merchant's instance does not take.
  const own = published.vectors.filter(({ id }) => !id.endsWith('-partner'))

  it.each(own.filter(({ expected }) => expected.accept))('$id: $description', (vector) => {
    const notice = open(vector)
    const resource = JSON.parse(vector.expected.plaintext ?? '') as Record<string, unknown>
    if (notice.about === 'transaction') {
      expect(notice.transaction.transactionId).toBe(resource['transaction_id'])
      expect(notice.transaction.total).toBe((resource['amount'] as { total: number }).total)
    } else {
      expect(notice.about).toBe('refund')
      expect(notice.about === 'refund' && notice.refund.state).toBe(resource['refund_status'])
    }
  })

  it.each([
    ['bad-signtest-probe', 'signature-wrong'],
    ['bad-ciphertext-correctly-signed', 'tag-wrong'],
    ['bad-unknown-algorithm', 'tag-wrong'],
  ])('%s is refused: %s', (id, code) => {
    const vector = published.vectors.find((one) => one.id === id)!
    expect(() => open(vector)).toThrow(expect.objectContaining({ code }) as WeixinError)
  })
})
