import Tenpay from 'tenpay'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Wechatpay } from 'wechatpay-axios-plugin'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { receiver } from './receiver.ts'
import { v2Merchant } from './v2-merchant.ts'

// Libraries of others, unmodified but for the address: what they sign is accepted, what we sign they verify.
let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const numberOf = (fields: Record<string, unknown>): string => String(fields['out_trade_no'])

describe('tenpay, API v2', () => {
  const open = () => {
    const { appId: appid, mchId: mchid, apiV2Key: partnerKey } = weixin.credentials
    const api = Tenpay.init({ appid, mchid, partnerKey, notify_url: 'http://127.0.0.1:1/notify' })
    for (const name of Object.keys(api.urls)) {
      const { pathname } = new URL(api.urls[name] ?? '')
      api.urls[name] = weixin.url + pathname
    }
    return api
  }

  test.each(['MD5', 'HMAC-SHA256'])('orders, asks and closes, %s', async (sign_type) => {
    const api = open()
    const order = v2Merchant(weixin).order()
    // It throws when a response's sign is wrong.
    const made = await api.unifiedOrder({ ...order, sign_type })
    expect(made['prepay_id']).toMatch(/^wx/)
    const out_trade_no = numberOf(order)
    expect(await api.orderQuery({ out_trade_no, sign_type })).toMatchObject({
      trade_state: 'NOTPAY',
    })
    await weixin.pay(made['prepay_id'] ?? '')
    expect(await api.orderQuery({ out_trade_no, sign_type })).toMatchObject({
      trade_state: 'SUCCESS',
      attach: '',
    })
    await expect(api.closeOrder({ out_trade_no, sign_type })).rejects.toThrow('ORDERPAID')
  })

  test('verifies a payment’s notification', async () => {
    const notify = await receiver(() => 200)
    await weixin.pay(await v2Merchant(weixin, notify.url).prepayId({ attach: '茶' }))
    await weixin.notifications.idle()
    const read = await open()._parse(notify.all[0]?.text ?? '', 'middleware_pay')
    expect(read).toMatchObject({ attach: '茶', total_fee: '100' })
    await notify.close()
  })
})

describe('wechatpay-axios-plugin', () => {
  const open = () => {
    const { mchId, serialNo, privateKey, publicKeyId, publicKey, apiV2Key } = weixin.credentials
    return new Wechatpay({
      mchid: mchId,
      serial: serialNo,
      privateKey,
      certs: { [publicKeyId]: publicKey },
      secret: apiV2Key,
      baseURL: weixin.url,
    })
  }

  test.each(['MD5', 'HMAC-SHA256'])('orders and asks by API v2, %s', async (sign_type) => {
    const { appId: appid, mchId: mch_id } = weixin.credentials
    const ids = { appid, mch_id, nonce_str: 'n', sign_type }
    const order = v2Merchant(weixin).order()
    // It throws when a response's sign is wrong.
    const { data } = await open()
      .chain('v2/pay/unifiedorder')
      .post({ ...ids, ...order })
    expect(data).toMatchObject({ result_code: 'SUCCESS' })
    const answered = { ...ids, out_trade_no: numberOf(order) }
    const query = await open().chain('v2/pay/orderquery').post(answered)
    expect(query.data).toMatchObject({ trade_state: 'NOTPAY' })
  })

  test('orders and asks by API v3', async () => {
    const order = merchant(weixin).order()
    const { data } = await open().chain('v3/pay/transactions/jsapi').post(order)
    expect(data).toHaveProperty('prepay_id')
    const path = `v3/pay/transactions/out-trade-no/${numberOf(order)}`
    const params = { mchid: weixin.credentials.mchId }
    const query = await open().chain(path).get({ params })
    expect(query.data).toMatchObject({ trade_state: 'NOTPAY' })
  })
})
