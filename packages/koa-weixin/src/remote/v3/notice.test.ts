import { createPublicKey, createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-notification.json'
import { WeixinError } from '../../errors/weixin-error.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import { openNotice } from './notice.ts'

type Vector = (typeof published.vectors)[number]

function open({ input }: Vector, serviceProvider?: ServiceProvider) {
  const named = Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value])
  const options = {
    publicKeys: new Map([
      [input.headers['Wechatpay-Serial'], createPublicKey(input.verification_public_key_pem)],
    ]),
    apiV3Key: createSecretKey(input.api_v3_key, 'utf8'),
    now: () => input.clock_now * 1000,
    serviceProvider,
  }
  return openNotice(options, { headers: Object.fromEntries(named), body: Buffer.from(input.body) })
}

const resourceOf = ({ expected }: Vector) =>
  JSON.parse(expected.plaintext ?? '') as Record<string, unknown>

describe('published notices', () => {
  const own = published.vectors.filter(({ id }) => !id.endsWith('-partner'))

  const genuine = own.filter(({ expected }) => expected.accept)

  it.each(genuine.filter(({ id }) => id.startsWith('payment-')))('$id: $description', (vector) => {
    const resource = resourceOf(vector)
    expect(open(vector)).toMatchObject({
      about: 'transaction',
      transaction: {
        transactionId: resource['transaction_id'],
        outTradeNo: resource['out_trade_no'],
        total: (resource['amount'] as { total: number }).total,
      },
    })
  })

  it.each(genuine.filter(({ id }) => id.startsWith('refund-')))('$id: $description', (vector) => {
    const resource = resourceOf(vector)
    expect(open(vector)).toMatchObject({
      about: 'refund',
      refund: { state: resource['refund_status'], outRefundNo: resource['out_refund_no'] },
    })
  })

  it.each([
    ['the provider’s account', undefined, 'wx1234567890abcdef', 'oTestOnly0000000000000000001'],
    [
      'the sub-merchant’s account',
      'wx1234567890abcdef',
      'wxfedcba0987654321',
      'oTestOnlySub0000000000000001',
    ],
  ])('payment-success-partner, with payers of %s', (_name, spAppId, appId, openid) => {
    const vector = published.vectors.find(({ id }) => id === 'payment-success-partner')!
    const provider = { subMchId: '1900000002', ...(spAppId !== undefined && { spAppId }) }
    expect(open(vector, provider)).toMatchObject({
      about: 'transaction',
      transaction: { appId, mchId: '1900000001', subMchId: '1900000002', openid, total: 100 },
    })
  })

  it('refund-success-partner', () => {
    const vector = published.vectors.find(({ id }) => id === 'refund-success-partner')!
    expect(open(vector, { subMchId: '1900000002' })).toMatchObject({
      about: 'refund',
      refund: { mchId: '1900000001', subMchId: '1900000002', state: 'SUCCESS', amount: 100 },
    })
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
