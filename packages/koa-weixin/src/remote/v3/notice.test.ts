import { createPublicKey, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-notification.json'
import { WeixinError } from '../../errors/weixin-error.ts'
import { createClockSkew } from './clock-skew.ts'
import { openNotice } from './notice.ts'
import { createTrust } from './trust.ts'

type Vector = (typeof published.vectors)[number]

function open({ input }: Vector) {
  const named = Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value])
  const now = () => input.clock_now * 1000
  const publicKeys = new Map([
    [input.headers['Wechatpay-Serial'], createPublicKey(input.verification_public_key_pem)],
  ])
  const options = {
    trust: createTrust({ publicKeys, certificates: [], download: undefined, now }),
    skew: createClockSkew(now),
    apiV3Key: createSecretKey(input.api_v3_key, 'utf8'),
    now,
  }
  return openNotice(options, { headers: Object.fromEntries(named), body: Buffer.from(input.body) })
}

const resourceOf = ({ expected }: Vector) =>
  JSON.parse(expected.plaintext ?? '') as Record<string, unknown>

describe('published notices', () => {
  // A service provider's carry sp_ and sub_ ids, which one merchant's instance does not take.
  const own = published.vectors.filter(({ id }) => !id.endsWith('-partner'))

  const genuine = own.filter(({ expected }) => expected.accept)

  it.each(genuine.filter(({ id }) => id.startsWith('payment-')))(
    '$id: $description',
    async (vector) => {
      const resource = resourceOf(vector)
      await expect(open(vector)).resolves.toMatchObject({
        about: 'transaction',
        transaction: {
          transactionId: resource['transaction_id'],
          outTradeNo: resource['out_trade_no'],
          total: (resource['amount'] as { total: number }).total,
        },
      })
    },
  )

  it.each(genuine.filter(({ id }) => id.startsWith('refund-')))(
    '$id: $description',
    async (vector) => {
      const resource = resourceOf(vector)
      await expect(open(vector)).resolves.toMatchObject({
        about: 'refund',
        refund: { state: resource['refund_status'], outRefundNo: resource['out_refund_no'] },
      })
    },
  )

  it.each([
    ['bad-signtest-probe', 'signature-wrong'],
    ['bad-ciphertext-correctly-signed', 'tag-wrong'],
    ['bad-unknown-algorithm', 'tag-wrong'],
  ])('%s is refused: %s', async (id, code) => {
    const vector = published.vectors.find((one) => one.id === id)!
    await expect(open(vector)).rejects.toThrow(expect.objectContaining({ code }) as WeixinError)
  })
})
