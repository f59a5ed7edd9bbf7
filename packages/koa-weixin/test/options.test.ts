import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from 'koa'
import { describe, expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import keys from 'weixin-vectors/test-only-keys.json'
import {
  createWeixin,
  WeixinError,
  type Cache,
  type Logger,
  type MerchantOptions,
  type SessionStore,
  type WeixinOptions,
} from '../src/index.ts'
import { internalsOf } from '../src/internals.ts'
import { readOptions } from '../src/options/settings.ts'
import { teaOrders } from './tea-orders.ts'

const { merchant, wechatpay_public_key: weixinPay } = keys

const KEY_ID = weixinPay.public_key_id

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
    publicKeys: { [KEY_ID]: weixinPay.public_key_pem_spki },
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
    ['encryptionKeys', { encryptionKeys: 'short' }],
    ['encryptionKeys', { encryptionKeys: [] }],
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
    ['merchant.serialNo', merchantWith({ serialNo: undefined })],
    [
      `merchant.publicKeys[${KEY_ID}]`,
      merchantWith({ publicKeys: { [KEY_ID]: merchant.certificate_pem } }),
    ],
    [
      `merchant.publicKeys[${KEY_ID}]`,
      merchantWith({ publicKeys: { [KEY_ID]: merchant.private_key_pem_pkcs8 } }),
    ],
    ['merchant.publicKeys', merchantWith({ publicKeys: {} })],
    [`merchant.publicKeys[${KEY_ID}]`, merchantWith({ publicKeys: { [KEY_ID]: 'no key' } })],
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
      'endpoints.pay',
      {
        endpoints: {
          api: 'https://a.example',
          open: 'https://a.example',
          pay: ['https://a.example', 'b'],
        },
      },
    ],
    ['origin', { origin: 'http://192.168.1.10:3000' }],
    ['origin', { origin: 'http://192.168.1.10.example.com', allowHttpOrigin: true }],
    ['origin', { origin: 'http://my-mac:5173', allowHttpOrigin: true }],
    ['origin', { origin: 'http://100.128.0.1', allowHttpOrigin: true }],
    ['merchant', { merchant: null as unknown as MerchantOptions }],
    ['origin', { origin: 'https://Tea.example.com' }],
    ['origin', { origin: 'https://tea.example.com:443' }],
    ['allowHttpOrigin', { allowHttpOrigin: 'yes' as unknown as boolean }],
    ['base', { base: '/api/../weixin' }],
    ['encryptionKeys', { encryptionKeys: good.appSecret }],
    ['encryptionKeys', { encryptionKeys: ['k'.repeat(32), good.appSecret] }],
    ['encryptionKeys', { encryptionKeys: merchant.api_v3_key }],
    ['encryptionKeys', { encryptionKeys: [undefined as unknown as string] }],
    ['environment', { environment: '' }],
    ['tradeTypes', { tradeTypes: ['H5' as TradeType] }],
    ['tokenEndpoint', { tokenEndpoint: 'new' as 'stable' }],
    ['signIn.scope', { signIn: { scope: 'snsapi_login' as 'snsapi_base' } }],
    ['session', { session: 'redis' as 'cookie' }],
    ['session', { session: { read: () => null } as unknown as SessionStore }],
    ['cache', { cache: { get: () => undefined } as unknown as Cache }],
    ['logger', { logger: {} as Logger }],
    ['onAlert', { onAlert: true as never }],
    ['inbox', { inbox: { put() {} } as never }],
    ['orders.find', { orders: { onPaid() {} } as never }],
    ['orders.onPaid', { orders: { find() {} } as never }],
    ...[{ paid() {} }, { onPaid() {}, refunded() {} }].map(
      (named): [string, Partial<WeixinOptions>] => [
        `orders.${Object.keys(named).at(-1)}`,
        { orders: { find() {}, ...named } as never },
      ],
    ),
    ['merchant.api', merchantWith({ api: 'v4' })],
    ['merchant.mchId', merchantWith({ mchId: 1900000001 })],
    ['merchant.mchId', merchantWith({ mchId: '190000000a' })],
    ['merchant.serialNo', merchantWith({ serialNo: 'serial' })],
    [
      'merchant.publicKeys[abc]',
      merchantWith({ publicKeys: { abc: weixinPay.public_key_pem_spki } }),
    ],
    ['merchant.publicKeys[]', merchantWith({ publicKeys: { '': weixinPay.public_key_pem_spki } })],
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
      pem.replaceAll('\n', '\\r\\n'),
      pem.replaceAll('\n', '\r\n'),
      pem.replaceAll('\n', ' '),
      pem.replaceAll('\n', ''),
      pem.replaceAll('\n', '\n    '),
      `\uFEFF${pem}`,
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
    for (const one of [certificate, certificate.replaceAll('\n', ' ')])
      expect(() => createWeixin({ ...good, merchant: { ...rest, certificate: one } })).not.toThrow()
  })

  it('takes a serial with colons and in lower case, and sends it as WeChat compares it', () => {
    const colons = merchant.certificate_serial.toLowerCase().replaceAll(/(..)(?=.)/g, '$1:')
    expect(colons).toContain(':')
    for (const serialNo of [colons, merchant.certificate_serial.toLowerCase()])
      expect(readOptions({ ...good, ...merchantWith({ serialNo }) }).merchant).toMatchObject({
        serialNo: merchant.certificate_serial,
      })
  })

  it.each([
    'http://192.168.1.10:3000',
    'http://10.0.0.2',
    'http://172.16.3.4',
    'http://shop.local',
    'http://100.101.102.103:3000',
    'http://[fe80::1]:3000',
  ])('accepts %s as an origin when allowHttpOrigin is set', (origin) => {
    expect(() => createWeixin({ ...good, origin })).toThrow('allowHttpOrigin: true')
    const options = { ...good, origin, allowHttpOrigin: true }
    expect(internalsOf(createWeixin(options)).origin).toBe(origin)
  })

  it('takes a path with a dot as base', () => {
    const weixin = createWeixin({ ...good, base: '/api/v1.0/weixin' })
    expect(internalsOf(weixin).base).toBe('/api/v1.0/weixin')
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

describe('a name that is no option is refused with the one that was meant', () => {
  const refusal = (options: object): string | undefined => {
    try {
      createWeixin(options as WeixinOptions)
    } catch (error) {
      return (error as WeixinError).detail
    }
    return undefined
  }

  it.each([
    ['encryptionKey', 'encryptionKeys'],
    ['apppId', 'appId'],
    ['appid', 'appId'],
    ['app_secret', 'appSecret'],
    ['secret', 'encryptionKeys'],
    ['ways', 'tradeTypes'],
    ['origins', 'allowedOrigins'],
    ['onNotice', 'onNotification'],
    ['sealCache', 'encryptCache'],
    ['mcnid', 'merchant.mchId'],
    ['mchid', 'merchant.mchId'],
    ['mcnsecret', 'merchant.apiV2Key'],
    ['apiV3Key', 'merchant.apiV3Key'],
    ['key', 'merchant.apiV3Key'],
    ['paid', 'orders.onPaid'],
    ['tradeType', 'tradeTypes'],
    ['onAlerts', 'onAlert'],
  ])('%s: %s', (name, meant) => {
    const detail = refusal({ ...good, [name]: 'x' })
    expect(detail).toMatch(`${name}: no such option; did you mean ${meant}`)
  })

  it.each(['notify_url', 'notifyUrl', 'redirectUri'])(
    '%s: where the address comes from',
    (name) => {
      expect(refusal({ ...good, [name]: 'x' })).toMatch(
        /no such option\. The address is origin \+ base/,
      )
    },
  )

  it.each([
    ['merchant.mcnid', { merchant: { mcnid: '1', mcnsecret: '2' } }, 'merchant.mchId'],
    ['merchant.apiv3Key', merchantWith({ apiv3Key: 'x' }), 'merchant.apiV3Key'],
    [
      'merchant.key',
      merchantWith({ key: 'x' }),
      'merchant.apiV3Key (with API v2: merchant.apiV2Key)',
    ],
    ['merchant.privatKey', merchantWith({ privatKey: 'x' }), 'merchant.privateKey'],
    [
      'merchant.serviceProvider.sub_mchid',
      merchantWith({ serviceProvider: { sub_mchid: '1900000002' } }),
      'merchant.serviceProvider.subMchId',
    ],
    ['signIn.scopes', { signIn: { scopes: 'snsapi_base' } }, 'signIn.scope'],
    ['endpoints.apis', { endpoints: { apis: 'https://a.example' } }, 'endpoints.api'],
  ])('%s', (name, change, meant) => {
    expect(refusal({ ...good, ...change })).toBe(`${name}: no such option; did you mean ${meant}?`)
  })

  it('says no more where nothing is near', () => {
    expect(refusal({ ...good, frobnicate: 1 })).toBe('frobnicate: no such option')
  })

  it('counts a name without a value as left out', () => {
    expect(refusal({ ...good, notifyUrl: undefined })).toBeUndefined()
  })
})

describe('what is left out has its default', () => {
  const { merchant: _, orders: __, ...pagesOnly } = good

  it('all of them', () => {
    expect(readOptions(pagesOnly)).toMatchObject({
      base: '/weixin',
      session: 'cookie',
      encryptCache: true,
      tokenEndpoint: 'stable',
      tradeTypes: new Set(['jsapi']),
      signIn: { scope: 'snsapi_base', lang: 'zh_CN', onUser: undefined },
      logger: console,
      now: Date.now,
      random: Math.random,
      allowedOrigins: new Set([good.origin]),
      notifyUrl: 'https://tea.example.com/weixin/notify',
      redirectUri: 'https://tea.example.com/weixin/oauth',
      endpoints: {
        pay: 'https://api.mch.weixin.qq.com',
        payBackup: 'https://api2.mch.weixin.qq.com',
      },
      environment: JSON.stringify([good.appId]),
    })
  })

  it('as the doc comments say', () => {
    const source = readFileSync(join(import.meta.dirname, '../src/options/options.ts'), 'utf8')
    const interfaceText = source.slice(source.indexOf('export interface WeixinOptions'))
    const documented = [
      ...interfaceText.matchAll(/@default ([^\n]*?)\s*(?:\*\/|\n\s*\*\/)\n\s+(\w+)\??:/g),
    ]
    const literals = documented.flatMap(([, value = '', name = '']) => {
      const isLiteral = /^('.*'|\[.*\]|\{.*\}|true|false|\d+)$/.test(value)
      return isLiteral ? [[name, value] as const] : []
    })
    expect(literals.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'base',
        'tradeTypes',
        'session',
        'encryptCache',
        'tokenEndpoint',
        'signIn',
      ]),
    )
    const read = {
      ...readOptions(pagesOnly),
      // Not settings of their own: they decide which origins are signed.
      allowHttpOrigin: false,
      allowedOrigins: [],
    } as Record<string, unknown>
    for (const [name, text] of literals) {
      const value = read[name]
      const found: unknown = JSON.parse(JSON.stringify(value instanceof Set ? [...value] : value))
      const json = text.replaceAll("'", '"').replaceAll(/(\w+):/g, '"$1":')
      expect({ [name]: found }).toEqual({ [name]: JSON.parse(json) })
    }
  })
})

describe('the environment', () => {
  it('comes from the ids alone, so that a shop may move', () => {
    const moved = { origin: 'https://new.example.com', base: '/pay', allowedOrigins: [] }
    const { environment } = readOptions(good)
    expect(environment).toBe(JSON.stringify([merchant.appid, merchant.mchid]))
    expect(readOptions({ ...good, ...moved }).environment).toBe(environment)
  })

  it('is another one for a sub-merchant', () => {
    const serviceProvider = { subMchId: '1900000002' }
    expect(readOptions({ ...good, ...merchantWith({ serviceProvider }) }).environment).toBe(
      JSON.stringify([merchant.appid, merchant.mchid, '1900000002']),
    )
  })

  it('is what the app says, where it says so', () => {
    expect(readOptions({ ...good, environment: 'staging' }).environment).toBe('staging')
  })
})

describe('payer', () => {
  const payerOf = async (value: unknown): Promise<string | null> =>
    readOptions({ ...good, payer: () => value as string }).payer!({} as Context)

  it.each(['', null, undefined])('%s is nobody', async (value) => {
    expect(await payerOf(value)).toBeNull()
  })

  it('may be synchronous or not', async () => {
    expect(await payerOf('oUpF8uMuAJO_M2pxb1Q9zNjWeS6o')).toBe('oUpF8uMuAJO_M2pxb1Q9zNjWeS6o')
    expect(await payerOf(Promise.resolve('oPayer'))).toBe('oPayer')
  })

  it.each([42, true, {}, 'an openid', ['oPayer']])('%s is payer-invalid', async (value) => {
    await expect(payerOf(value)).rejects.toMatchObject({ code: 'payer-invalid' })
  })
})

it.each([undefined, null, 'wx0000000000000001', []])(
  'no options at all (%s) are named as that',
  (none) => {
    expect(() => createWeixin(none as unknown as WeixinOptions)).toThrow(
      'options: an object is required',
    )
  },
)
