import { expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import keys from 'weixin-vectors/test-only-keys.json'
import { createWeixin, type MerchantV2Options } from '../../src/index.ts'
import { teaOrders } from '../tea-orders.ts'
import { ALL } from '../trade-types.ts'

const { merchant, platform_certificate_a: other } = keys

it('checks a merchant of API v2 when the server starts, and quotes none of it', async () => {
  const simulator = await createSimulator()
  const { mchId, apiV2Key, p12 } = simulator.credentials
  await simulator.close()
  const open = (change: Partial<MerchantV2Options>, tradeTypes: readonly TradeType[] = ['jsapi']) =>
    createWeixin({
      appId: merchant.appid,
      appSecret: 'an app secret of 32 characters!!',
      origin: 'https://tea.example.com',
      encryptionKeys: 'a secret of the tea shop, 32 characters',
      merchant: { api: 'v2', mchId, apiV2Key, ...change },
      orders: teaOrders(),
      tradeTypes,
    })
  expect(() => open({})).not.toThrow()
  expect(() => open({}, ALL)).not.toThrow()
  const serviceProvider = { subMchId: '1900000002' }
  expect(() => open({ serviceProvider }, ['h5', 'native'])).not.toThrow()
  expect(() => open({ serviceProvider }, ['app'])).toThrow(
    expect.objectContaining({ detail: expect.stringMatching('^tradeTypes: app') }),
  )
  expect(() => open({ clientCertificate: { p12 } })).not.toThrow()
  expect(() => open({ clientCertificate: { p12: Buffer.from(p12, 'base64') } })).not.toThrow()

  const wrong: [string, Partial<MerchantV2Options>][] = [
    ['merchant.mchId', { mchId: '' }],
    ['merchant.apiV2Key', { apiV2Key: apiV2Key.slice(1) }],
    ['merchant.apiV3Key', { apiV3Key: 'x'.repeat(32) } as object],
    ['merchant.clientCertificate', { clientCertificate: 'apiclient_cert.p12' as never }],
    ['merchant.clientCertificate.pass', { clientCertificate: { p12, pass: 'x' } as never }],
    ['merchant.signType', { signType: 'SHA1' as 'MD5' }],
    ['merchant.serviceProvider.subMchId', { serviceProvider: { subMchId: mchId } }],
    ['merchant.clientCertificate.p12', { clientCertificate: { p12, passphrase: 'another' } }],
    ['merchant.clientCertificate.p12', { clientCertificate: { p12: 'no/such/file.p12' } }],
    [
      'merchant.clientCertificate.certificate',
      {
        clientCertificate: {
          certificate: other.certificate_pem,
          privateKey: merchant.private_key_pem_pkcs8,
        },
      },
    ],
  ]
  for (const [name, change] of wrong)
    expect(() => open(change)).toThrow(
      expect.objectContaining({
        code: 'option-invalid',
        detail: expect.stringMatching(`^${name}: (?!.*${apiV2Key.slice(1)})`),
      }),
    )
})
