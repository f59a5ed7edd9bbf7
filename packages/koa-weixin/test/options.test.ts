import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import keys from 'weixin-vectors/test-only-keys.json'
import {
  createWeixin,
  WeixinError,
  type MerchantOptions,
  type WeixinOptions,
} from '../src/index.ts'
import { teaOrders } from './tea-orders.ts'

const { merchant, wechatpay_public_key: weixinPay } = keys

const good: WeixinOptions & { merchant: MerchantOptions } = {
  appId: merchant.appid,
  appSecret: 'an app secret of 32 characters!!',
  origin: 'https://tea.example.com',
  encryptionKeys: 'a secret of the tea shop, 32 characters',
  merchant: {
    mchId: merchant.mchid,
    serialNo: merchant.certificate_serial,
    privateKey: merchant.private_key_pem_pkcs8,
    apiV3Key: merchant.api_v3_key,
    publicKeys: { [weixinPay.public_key_id]: weixinPay.public_key_pem_spki },
  },
  orders: teaOrders(),
}
const merchantWith = (change: object): Partial<WeixinOptions> => ({
  merchant: { ...good.merchant, ...change },
})

describe('options are checked when the server starts', () => {
  it('takes good ones', () => {
    expect(() => createWeixin(good)).not.toThrow()
  })

  it.each<[string, Partial<WeixinOptions>]>([
    ['appId', { appId: '' }],
    ['appSecret', { appSecret: 'with a line break\n' }],
    ['origin', { origin: 'https://tea.example.com/' }],
    ['origin', { origin: 'tea.example.com' }],
    ['origin', { origin: 'http://tea.example.com' }],
    ['allowedOrigins', { allowedOrigins: ['http://m.example.com'] }],
    ['base', { base: 'weixin' }],
    ['base', { base: '/weixin/' }],
    ['secret', { encryptionKeys: 'short' }],
    ['secret', { encryptionKeys: [] }],
    ['endpoints', { endpoints: 'http://localhost:8788/' }],
    ['tradeTypes', { tradeTypes: [] }],
    ['tradeTypes', { tradeTypes: ['cash' as TradeType] }],
    [
      'tradeTypes',
      { tradeTypes: ['app'], ...merchantWith({ serviceProvider: { subMchId: '1900000002' } }) },
    ],
    [
      'merchant.serviceProvider.subMchId',
      merchantWith({ serviceProvider: { subMchId: merchant.mchid } }),
    ],
    ['merchant.serviceProvider.subMchId', merchantWith({ serviceProvider: { subMchId: ' ' } })],
    [
      'merchant.serviceProvider.spAppId',
      merchantWith({ serviceProvider: { subMchId: '1900000002', spAppId: '' } }),
    ],
    ['merchant.mchId', merchantWith({ mchId: '' })],
    ['merchant.apiV3Key', merchantWith({ apiV3Key: merchant.api_v3_key.slice(1) })],
    ['merchant.apiV3Key', merchantWith({ apiV3Key: `${merchant.api_v3_key}\n` })],
    ['merchant.privateKey', merchantWith({ privateKey: 'no key' })],
    ['merchant.privateKey', merchantWith({ privateKey: '' })],
    ['merchant.privateKey', merchantWith({ privateKey: 'no/such/file.pem' })],
    [
      'merchant.privateKey',
      merchantWith({ privateKey: merchant.private_key_pem_pkcs8.slice(0, 900) }),
    ],
    ['merchant.privateKey', merchantWith({ privateKey: merchant.certificate_pem })],
    ['merchant.privateKey', merchantWith({ privateKey: weixinPay.public_key_pem_spki })],
    [
      'merchant.privateKey',
      merchantWith({ privateKey: generateKeyPairSync('ed25519').privateKey }),
    ],
    ['merchant.certificate', merchantWith({ certificate: merchant.public_key_pem_spki })],
    [
      'merchant.certificate',
      merchantWith({ certificate: keys.platform_certificate_a.certificate_pem }),
    ],
    [
      'merchant.serialNo',
      merchantWith({ certificate: merchant.certificate_pem, serialNo: 'AB12' }),
    ],
    ['merchant', merchantWith({ serialNo: undefined })],
    ['merchant.publicKeys[A]', merchantWith({ publicKeys: { A: merchant.certificate_pem } })],
    ['merchant.publicKeys[A]', merchantWith({ publicKeys: { A: merchant.private_key_pem_pkcs8 } })],
    ['merchant.publicKeys', merchantWith({ publicKeys: {} })],
    ['merchant.publicKeys[A]', merchantWith({ publicKeys: { A: 'no key' } })],
    ['merchant.publicKeys', merchantWith({ publicKeys: undefined, platformCertificates: [] })],
    ['merchant.platformCertificates', merchantWith({ platformCertificates: 'fetch' })],
    [
      'merchant.platformCertificates[0]',
      merchantWith({ platformCertificates: [merchant.certificate_pem] }),
    ],
    [
      'merchant.platformCertificates[0]',
      merchantWith({ platformCertificates: [weixinPay.public_key_pem_spki] }),
    ],
    [
      'endpoints',
      {
        endpoints: {
          api: 'https://a.example',
          open: 'https://a.example',
          pay: ['https://a.example', 'b'],
        },
      },
    ],
  ])('refuses a wrong %s, naming it and not quoting it', (name, change) => {
    const refused = (() => {
      try {
        createWeixin({ ...good, ...change })
      } catch (error) {
        return error
      }
      return undefined
    })()
    expect(refused).toBeInstanceOf(WeixinError)
    expect(refused).toMatchObject({ code: 'option-invalid' })
    expect((refused as WeixinError).detail?.startsWith(`${name}:`)).toBe(true)
    expect(JSON.stringify(refused)).not.toContain(merchant.api_v3_key.slice(1))
  })

  it('takes keys as people have them', () => {
    const pem = merchant.private_key_pem_pkcs8
    const bare = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '')
    const folder = mkdtempSync(join(tmpdir(), 'keys-'))
    const file = join(folder, 'apiclient_key.pem')
    writeFileSync(file, pem)
    for (const privateKey of [
      pem,
      pem.replaceAll('\n', '\\n'),
      `\n${pem}\n`,
      bare,
      Buffer.from(pem),
      Buffer.from(bare, 'base64'),
      createPrivateKey(pem),
      file,
    ])
      expect(() => createWeixin({ ...good, ...merchantWith({ privateKey }) })).not.toThrow()
    rmSync(folder, { recursive: true })
  })

  it('derives the serial from the certificate', () => {
    const certificate = merchant.certificate_pem
    const { serialNo: _, ...rest } = good.merchant
    expect(() => createWeixin({ ...good, merchant: { ...rest, certificate } })).not.toThrow()
  })

  it('may leave the money out', async () => {
    const { merchant: _, orders: __, ...pagesOnly } = good
    const weixin = createWeixin(pagesOnly)
    await expect(weixin.orders.status('TEA1')).rejects.toMatchObject({ code: 'merchant-missing' })
    const refund = { transactionId: '42', total: 1, amount: 1, outRefundNo: 'R1' }
    await expect(weixin.refunds.create(refund)).rejects.toMatchObject({ code: 'merchant-missing' })
  })

  it('shows no secret when it is printed', () => {
    const { inspect } = process.getBuiltinModule('node:util')
    const printed = inspect(createWeixin(good), { depth: null, showHidden: true })
    for (const secret of [good.appSecret, merchant.api_v3_key, good.encryptionKeys as string])
      expect(printed).not.toContain(secret)
  })
})
