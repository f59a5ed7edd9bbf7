import { createPublicKey, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-notification.json'
import { WeixinError } from '../../errors/weixin-error.ts'
import { createClockSkew } from './clock-skew.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import { openNotification } from './notification.ts'
import { createPlatformKeys } from './platform-keys.ts'

type Vector = (typeof published.vectors)[number]

function open({ input }: Vector, serviceProvider?: ServiceProvider) {
  const named = Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value])
  const now = () => input.clock_now * 1000
  const publicKeys = new Map([
    [input.headers['Wechatpay-Serial'], createPublicKey(input.verification_public_key_pem)],
  ])
  const options = {
    platformKeys: createPlatformKeys({ publicKeys, certificates: [], download: undefined, now }),
    clockSkew: createClockSkew(now),
    apiV3Key: createSecretKey(input.api_v3_key, 'utf8'),
    now,
    serviceProvider,
  }
  return openNotification(options, {
    headers: Object.fromEntries(named),
    body: Buffer.from(input.body),
  })
}

const resourceOf = ({ expected }: Vector) =>
  JSON.parse(expected.plaintext ?? '') as Record<string, unknown>

describe('published notifications', () => {
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
        refund: { refundStatus: resource['refund_status'], outRefundNo: resource['out_refund_no'] },
      })
    },
  )

  it.each([
    ['the provider’s account', undefined, 'wx1234567890abcdef', 'oTestOnly0000000000000000001'],
    [
      'the sub-merchant’s account',
      'wx1234567890abcdef',
      'wxfedcba0987654321',
      'oTestOnlySub0000000000000001',
    ],
  ])('payment-success-partner, with payers of %s', async (_name, spAppId, appId, openid) => {
    const vector = published.vectors.find(({ id }) => id === 'payment-success-partner')!
    const provider = { subMchId: '1900000002', ...(spAppId !== undefined && { spAppId }) }
    await expect(open(vector, provider)).resolves.toMatchObject({
      about: 'transaction',
      transaction: { appId, mchId: '1900000001', subMchId: '1900000002', openid, total: 100 },
    })
  })

  it('refund-success-partner', async () => {
    const vector = published.vectors.find(({ id }) => id === 'refund-success-partner')!
    await expect(open(vector, { subMchId: '1900000002' })).resolves.toMatchObject({
      about: 'refund',
      refund: { mchId: '1900000001', subMchId: '1900000002', refundStatus: 'SUCCESS', amount: 100 },
    })
  })

  it.each([
    ['bad-ciphertext-correctly-signed', 'tag-wrong'],
    ['bad-unknown-algorithm', 'tag-wrong'],
  ])('%s comes from WeChat and cannot be read: %s', async (id, code) => {
    const vector = published.vectors.find((one) => one.id === id)!
    await expect(open(vector)).resolves.toMatchObject({
      about: 'unreadable',
      id: expect.stringMatching(/^3f6f7c1e-/),
      error: { code },
    })
  })

  it('bad-signtest-probe is refused: signature-wrong', async () => {
    const vector = published.vectors.find((one) => one.id === 'bad-signtest-probe')!
    const code = 'signature-wrong'
    await expect(open(vector)).rejects.toThrow(expect.objectContaining({ code }) as WeixinError)
  })
})
