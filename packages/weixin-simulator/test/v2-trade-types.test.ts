import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { newOutTradeNo, now } from './merchant.ts'
import { callPhone, lastCall } from './phone.ts'
import { receiver } from './receiver.ts'
import { hashOf, read, textOf, v2Merchant, type SignType, type Texts } from './v2-merchant.ts'

const SUB = { mchId: '1900000002', appId: 'wxfedcba0987654321' }
const OTHER = { mchId: '1900000003' }

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator({ subMerchants: [SUB, OTHER] })
})
afterAll(() => weixin.close())

const TYPES = ['JSAPI', 'MWEB', 'NATIVE', 'APP'] as const
const H5 = JSON.stringify({
  h5_info: { type: 'Wap', wap_url: 'http://localhost:5173', wap_name: '山前茶铺' },
})

/** An order as this trade_type wants it. */
function orderBy(type: string, changes: Texts = {}): Texts {
  const { openid = '', ...order } = v2Merchant(weixin).order({ trade_type: type })
  const own: Record<string, Texts> = {
    JSAPI: { openid },
    NATIVE: { product_id: 'tea-7' },
    MWEB: { scene_info: H5 },
  }
  return { ...order, ...own[type], ...changes }
}

const call = (fields: Texts) => v2Merchant(weixin).prepay(fields)
const openid = (): string => weixin.users()[0]?.openid ?? ''
const subOpenid = (): string => weixin.subOpenid(openid(), SUB.appId)

test.each<[string, Texts]>([
  ['JSAPI', {}],
  ['APP', {}],
  ['NATIVE', { code_url: expect.stringMatching(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/) }],
  [
    'MWEB',
    {
      mweb_url: expect.stringMatching(
        /^http:\/\/localhost:\d+\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx\w+&package=\d+$/,
      ),
    },
  ],
])('%s gives a prepay_id and %o, and the paid order says so', async (type, opened) => {
  const order = orderBy(type)
  const { fields, isSigned } = await call(order)
  expect(isSigned).toBe(true)
  expect(fields).toMatchObject({ trade_type: type, prepay_id: expect.stringMatching(/^wx/) })
  const { code_url, mweb_url } = fields
  const urls = { ...(code_url && { code_url }), ...(mweb_url && { mweb_url }) }
  expect(urls).toEqual(opened)
  await weixin.pay(mweb_url ?? code_url ?? fields['prepay_id'] ?? '')
  const outTradeNo = { out_trade_no: order['out_trade_no'] ?? '' }
  const answered = await v2Merchant(weixin).call('/pay/orderquery', outTradeNo)
  expect(answered.fields).toMatchObject({
    trade_type: type,
    openid: openid(),
    trade_state: 'SUCCESS',
  })
})

test.each(TYPES.flatMap((first) => TYPES.map((second) => [first, second] as const)))(
  'a number ordered by %s, then by %s',
  async (first, second) => {
    const out_trade_no = newOutTradeNo()
    await call(orderBy(first, { out_trade_no }))
    const { fields } = await call(orderBy(second, { out_trade_no }))
    const refused =
      first === second ? [undefined, undefined] : ['INVALID_REQUEST', 'other-trade-type']
    expect([fields['err_code'], lastCall(weixin).reason?.code]).toEqual(refused)
  },
)

const scene = (h5_info: unknown): Texts => ({ scene_info: JSON.stringify({ h5_info }) })
test.each<[string, string, Texts, string]>([
  ['JSAPI', 'no openid', { openid: '' }, 'LACK_PARAMS'],
  ['NATIVE', 'no product_id', { product_id: '' }, 'LACK_PARAMS'],
  ['NATIVE', 'a long product_id', { product_id: 'x'.repeat(33) }, 'PARAM_ERROR'],
  ['MWEB', 'no scene_info', { scene_info: '' }, 'LACK_PARAMS'],
  ['MWEB', 'no JSON', { scene_info: 'Wap' }, 'PARAM_ERROR'],
  ['MWEB', 'no h5_info', { scene_info: '{}' }, 'PARAM_ERROR'],
  ['MWEB', 'another type', scene({ type: 'iOS', app_name: 'a', bundle_id: 'b' }), 'PARAM_ERROR'],
  ['MWEB', 'a type of no own', scene({ type: 'constructor' }), 'PARAM_ERROR'],
  ['MWEB', 'no wap_name', scene({ type: 'Wap', wap_url: 'http://a' }), 'PARAM_ERROR'],
  ['MWEB', 'no package_name', scene({ type: 'Android', app_name: 'a' }), 'PARAM_ERROR'],
  ['APP', 'a scene of h5', { scene_info: H5 }, 'PARAM_ERROR'],
  ['APP', 'a shop without id', { scene_info: '{"store_info":{"name":"a"}}' }, 'PARAM_ERROR'],
  ['APP', 'a detail that is no JSON', { detail: 'tea' }, 'PARAM_ERROR'],
  ['APP', 'goods of v3', { detail: '{"goods_detail":[{"unit_price":1}]}' }, 'PARAM_ERROR'],
])('%s with %s is refused', async (type, _what, changes, code) => {
  const before = weixin.orders().length
  const { fields, isSigned } = await call(orderBy(type, changes))
  expect([isSigned, fields['err_code']]).toEqual([true, code])
  expect(weixin.orders()).toHaveLength(before)
})

test.each([
  { type: 'IOS', app_name: 'a', bundle_id: 'b' },
  { type: 'Android', app_name: 'a', package_name: 'b' },
])('MWEB from %o', async (info) => {
  expect((await call(orderBy('MWEB', scene(info)))).fields).toHaveProperty('mweb_url')
})

describe('the cashier of a mweb_url', () => {
  const visit = async (url: string): Promise<string> => {
    const headers = { 'user-agent': 'Safari', referer: 'http://localhost:5173/orders/7' }
    return (await fetch(url, { headers })).text()
  }

  test('opens for five minutes', async () => {
    const { fields } = await call(orderBy('MWEB'))
    const url = fields['mweb_url'] ?? ''
    await weixin.advance(299)
    expect(await visit(url)).toContain('打开微信')
    await weixin.advance(1)
    expect(await visit(url)).toContain('支付请求已失效')
    await expect(weixin.pay(url)).rejects.toThrow('支付请求已失效')
  })

  test('opens for the address that was given last', async () => {
    const order = orderBy('MWEB', { spbill_create_ip: '203.0.113.7' })
    const first = (await call(order)).fields['mweb_url'] ?? ''
    expect(await visit(first)).toContain('网络环境未能通过安全验证')
    expect(lastCall(weixin).reason?.code).toBe('h5-ip')
    const again = await call({ ...order, spbill_create_ip: '127.0.0.1' })
    expect(await visit(again.fields['mweb_url'] ?? '')).toContain('打开微信')
  })
})

test('a new code_url voids the one before', async () => {
  const order = orderBy('NATIVE')
  const first = (await call(order)).fields['code_url'] ?? ''
  const second = (await call(order)).fields['code_url'] ?? ''
  await expect(weixin.pay(first)).rejects.toThrow('支付请求已失效')
  await weixin.pay(second)
})

describe('the parameters of an app', () => {
  const args = (prepayid: string, signType: SignType, change: Texts = {}) => {
    const { appId, mchId, apiV2Key } = weixin.credentials
    const signed: Texts = {
      appid: appId,
      partnerid: mchId,
      prepayid,
      package: 'Sign=WXPay',
      noncestr: 'n',
      timestamp: now(),
    }
    const sign = hashOf(textOf({ ...signed, ...change }, apiV2Key), apiV2Key, signType)
    return {
      appId,
      partnerId: mchId,
      prepayId: prepayid,
      packageValue: signed['package'],
      nonceStr: signed['noncestr'],
      timeStamp: signed['timestamp'],
      sign,
    }
  }
  const pay = async (sent: object) =>
    (await callPhone(weixin, 'app-payments', { args: sent })).json()

  test.each(['MD5', 'HMAC-SHA256'] as const)('are signed as the order was: %s', async (type) => {
    const typed: Texts = type === 'MD5' ? {} : { sign_type: type }
    const { fields } = await call(orderBy('APP', typed))
    const id = fields['prepay_id'] ?? ''
    const other = type === 'MD5' ? 'HMAC-SHA256' : 'MD5'
    expect(await pay(args(id, other))).toMatchObject({ errCode: -1 })
    expect(lastCall(weixin).reason?.code).toBe('app-sign')
    expect(await pay(args(id, type, { package: '' }))).toMatchObject({ errCode: -1 })
    expect(await pay(args(id, type))).toEqual({ errCode: 0 })
    expect(weixin.orders().at(-1)).toMatchObject({ tradeState: 'SUCCESS', tradeType: 'APP' })
  })

  test('a prepay_id of another way is not an app’s', async () => {
    const { fields } = await call(orderBy('JSAPI'))
    expect(await pay(args(fields['prepay_id'] ?? '', 'MD5'))).toMatchObject({ errCode: -1 })
    expect(lastCall(weixin).reason?.code).toBe('app-prepay')
  })
})

describe('a service provider', () => {
  const ids = { sub_mch_id: SUB.mchId }

  test.each<[string, () => Texts, () => Texts]>([
    ['openid', () => ids, () => ids],
    [
      'sub_openid',
      () => ({ ...ids, sub_appid: SUB.appId, openid: '', sub_openid: subOpenid() }),
      () => ({ ...ids, sub_appid: SUB.appId, sub_openid: subOpenid() }),
    ],
  ])('orders, is notified, queries, and refunds: %s', async (_name, given, reply) => {
    const notify = await receiver(() => 200)
    const order = orderBy('JSAPI', { ...given(), notify_url: notify.url })
    const made = await call(order)
    expect(made.fields).toMatchObject(ids)
    const { transactionId } = await weixin.pay(made.fields['prepay_id'] ?? '')
    await weixin.notifications.idle()
    const paid = { ...reply(), openid: openid(), transaction_id: transactionId }
    expect(read(notify.all[0]?.text ?? '')).toMatchObject(paid)
    const outTradeNo = { out_trade_no: order['out_trade_no'] ?? '' }
    const shop = v2Merchant(weixin)
    expect((await shop.call('/pay/orderquery', { ...outTradeNo, ...ids })).fields).toMatchObject(
      paid,
    )

    const out_refund_no = newOutTradeNo()
    const params = { ...outTradeNo, out_refund_no, total_fee: '100', refund_fee: '40' }
    expect((await shop.refund(params)).fields).toHaveProperty('err_code')
    const refund = await shop.refund({ ...params, ...ids, notify_url: notify.url })
    expect(refund.fields).toMatchObject({ refund_fee: '40', ...ids })
    await weixin.notifications.idle()
    expect(read(notify.all.at(-1)?.text ?? '')).toMatchObject(ids)
    const answered = (more: Texts) => shop.call('/pay/refundquery', { out_refund_no, ...more })
    expect((await answered(ids)).fields).toMatchObject({ refund_fee_0: '40', ...ids })
    expect((await answered({})).fields).toMatchObject({ err_code: 'REFUNDNOTEXIST' })
    await notify.close()
  })

  test.each<[string, () => Texts, string]>([
    ['for nobody it knows', () => ({ sub_mch_id: '1900000009' }), 'NOAUTH'],
    ['under another sub_appid', () => ({ ...ids, sub_appid: 'wx0' }), 'APPID_MCHID_NOT_MATCH'],
    ['with sub_appid alone', () => ({ sub_appid: SUB.appId }), 'LACK_PARAMS'],
    ['without an openid', () => ({ ...ids, openid: '' }), 'LACK_PARAMS'],
    [
      'with both openids',
      () => ({ ...ids, sub_appid: SUB.appId, sub_openid: subOpenid() }),
      'PARAM_ERROR',
    ],
    [
      'with sub_openid, without sub_appid',
      () => ({ ...ids, openid: '', sub_openid: subOpenid() }),
      'LACK_PARAMS',
    ],
    [
      'with the provider’s openid as sub_openid',
      () => ({ ...ids, sub_appid: SUB.appId, openid: '', sub_openid: openid() }),
      'PARAM_ERROR',
    ],
  ])('takes no order %s', async (_what, changes, code) => {
    expect((await call(orderBy('JSAPI', changes()))).fields['err_code']).toBe(code)
  })

  test('one sub-merchant’s order is not another’s, nor the provider’s own', async () => {
    const order = orderBy('NATIVE', ids)
    await call(order)
    const outTradeNo = { out_trade_no: order['out_trade_no'] ?? '' }
    const shop = v2Merchant(weixin)
    await weixin.advance(300)
    for (const path of ['/pay/orderquery', '/pay/closeorder'])
      for (const other of [{}, { sub_mch_id: OTHER.mchId }])
        expect((await shop.call(path, { ...outTradeNo, ...other })).fields['err_code']).toBe(
          'ORDERNOTEXIST',
        )
    const closed = await shop.call('/pay/closeorder', { ...outTradeNo, ...ids })
    expect(closed.fields['result_code']).toBe('SUCCESS')
  })
})
