import { describe, expect, it } from 'vitest'
import keys from 'weixin-vectors/test-only-keys.json'
import { createWeixin, WeixinError, type WeixinOptions } from '../src/index.ts'
import { teaOrders } from './tea-orders.ts'

const { merchant, wechatpay_public_key: weixinPay } = keys

const good: WeixinOptions = {
  appId: merchant.appid,
  appSecret: 'an app secret of 32 characters!!',
  origin: 'https://tea.example.com',
  secret: 'a secret of the tea shop, 32 characters',
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
  merchant: { ...good.merchant!, ...change },
})

describe('options are checked when the server starts', () => {
  it('takes good ones', () => {
    expect(createWeixin(good).base).toBe('/weixin')
  })

  it.each<[string, Partial<WeixinOptions>]>([
    ['appId', { appId: '' }],
    ['appSecret', { appSecret: 'with a line break\n' }],
    ['origin', { origin: 'https://tea.example.com/' }],
    ['origin', { origin: 'tea.example.com' }],
    ['origin', { origin: 'http://tea.example.com' }],
    ['origins', { origins: ['http://m.example.com'] }],
    ['base', { base: 'weixin' }],
    ['base', { base: '/weixin/' }],
    ['secret', { secret: 'short' }],
    ['secret', { secret: [] }],
    ['endpoints', { endpoints: 'http://localhost:8788/' }],
    ['merchant.mchId', merchantWith({ mchId: '' })],
    ['merchant.apiV3Key', merchantWith({ apiV3Key: merchant.api_v3_key.slice(1) })],
    ['merchant.apiV3Key', merchantWith({ apiV3Key: `${merchant.api_v3_key}\n` })],
    ['merchant.privateKey', merchantWith({ privateKey: 'no key' })],
    ['merchant.publicKeys', merchantWith({ publicKeys: {} })],
    ['merchant.publicKeys[A]', merchantWith({ publicKeys: { A: 'no key' } })],
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

  it('may leave the money out', async () => {
    const { merchant: _, orders: __, ...pagesOnly } = good
    const weixin = createWeixin(pagesOnly)
    await expect(weixin.receive({ headers: {}, body: Buffer.from('') })).rejects.toMatchObject({
      code: 'merchant-missing',
    })
  })

  it('shows no secret when it is printed', () => {
    const { inspect } = process.getBuiltinModule('node:util')
    const printed = inspect(createWeixin(good), { depth: null, showHidden: true })
    for (const secret of [good.appSecret, merchant.api_v3_key, good.secret as string])
      expect(printed).not.toContain(secret)
  })
})
