import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, newOutTradeNo } from './merchant.ts'
import { lastCall } from './phone.ts'

const SUB = { mchId: '1900000002', appId: 'wxfedcba0987654321' }

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator({ subMerchants: [SUB, { mchId: '1900000003' }] })
})
afterAll(() => weixin.close())

type Body = Record<string, unknown>
const TRADE_TYPES = ['jsapi', 'h5', 'native', 'app'] as const

/** An order as this way wants it. */
function orderBy(tradeType: string, changes: Body = {}): Body {
  const { payer, ...order } = merchant(weixin).order(changes)
  if (tradeType === 'jsapi') return { ...order, payer }
  if (tradeType !== 'h5') return order
  return { scene_info: { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }, ...order }
}

function partnerOrder(changes: Body = {}): Body {
  const { appid, mchid, payer, ...order } = merchant(weixin).order()
  const openid = (payer as Body)['openid']
  const ids = { sp_appid: appid, sp_mchid: mchid, sub_mchid: SUB.mchId }
  return { ...order, ...ids, payer: { sp_openid: openid }, ...changes }
}

const call = (tradeType: string, body: Body, path = '/v3/pay/transactions') =>
  merchant(weixin).call('POST', `${path}/${tradeType}`, JSON.stringify(body))
const callAsPartner = (tradeType: string, body: Body) =>
  call(tradeType, body, '/v3/pay/partner/transactions')

test.each([
  ['jsapi', 'prepay_id', /^wx/],
  ['app', 'prepay_id', /^wx/],
  ['native', 'code_url', /^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/],
  [
    'h5',
    'h5_url',
    /^http:\/\/localhost:\d+\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx\w+&package=\d+$/,
  ],
])('%s gives %s', async (tradeType, field, form) => {
  const response = await call(tradeType, orderBy(tradeType))
  expect(response).toMatchObject({ status: 200, isSigned: true })
  expect(Object.keys(response.body)).toEqual([field])
  expect(response.body[field]).toMatch(form)
})

test.each([
  ['JSAPI', 'jsapi'],
  ['MWEB', 'h5'],
  ['NATIVE', 'native'],
  ['APP', 'app'],
])('a paid order says %s, and who paid', async (trade_type, tradeType) => {
  const order = orderBy(tradeType)
  const { body } = await call(tradeType, order)
  await weixin.pay(String(Object.values(body)[0]))
  const answered = await merchant(weixin).query(String(order['out_trade_no']))
  const openid = weixin.users()[0]?.openid
  expect(answered.body).toMatchObject({ trade_type, payer: { openid } })
})

const changes = TRADE_TYPES.flatMap((first) =>
  TRADE_TYPES.map((second) => [first, second] as const),
)

test.each(changes)('a number ordered by %s, then by %s', async (first, second) => {
  const out_trade_no = newOutTradeNo()
  await call(first, orderBy(first, { out_trade_no }))
  const again = await call(second, orderBy(second, { out_trade_no }))
  expect(again.status).toBe(first === second ? 200 : 400)
  if (first === second) return
  expect(again.body).toMatchObject({ code: 'INVALID_REQUEST' })
  expect(lastCall(weixin).reason?.code).toBe('other-trade-type')
})

test.each([
  ['h5', { scene_info: undefined }, '/body/scene_info'],
  ['h5', { scene_info: { h5_info: { type: 'Wap' } } }, '/body/scene_info/payer_client_ip'],
  ['h5', { scene_info: { payer_client_ip: '127.0.0.1' } }, '/body/scene_info/h5_info'],
  ['native', { payer: { openid: 'o' } }, 'payer'],
  ['app', { payer: { openid: 'o' } }, 'payer'],
])('%s with %o is refused', async (tradeType, wrong, names) => {
  const response = await call(tradeType, { ...orderBy(tradeType), ...wrong })
  expect(response).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } })
  expect(response.body['message']).toContain(names)
})

test('what was never given out is not paid', async () => {
  for (const opened of [
    'weixin://wxpay/bizpayurl?pr=',
    'weixin://wxpay/bizpayurl?pr=undefined',
    `${weixin.url}/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=1`,
  ])
    await expect(weixin.pay(opened)).rejects.toThrow('never gave out')
  const { body } = await call('h5', orderBy('h5'))
  await expect(weixin.pay(`${String(body['h5_url'])}0`)).rejects.toThrow('never gave out')
})

test.each(['prepayId', 'codeUrl', 'h5Url'])('by HTTP too: %s', async (name) => {
  const tradeType = { prepayId: 'app', codeUrl: 'native', h5Url: 'h5' }[name] ?? ''
  const { body } = await call(tradeType, orderBy(tradeType))
  const post = (sent: Body) =>
    fetch(`${weixin.url}/simulator/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    })
  const opened = Object.values(body)[0]
  expect((await post({ [name]: opened, prepayid: 'x' })).status).toBe(400)
  expect((await post({ [name]: opened })).status).toBe(200)
  expect((await post({ [name]: opened })).status).toBe(400)
  expect((await post({ prepayId: 'a', codeUrl: 'b' })).status).toBe(400)
})

describe('a service provider', () => {
  const openid = (): string => weixin.users()[0]?.openid ?? ''
  const subPayer = (): Body => ({ sub_openid: weixin.subOpenid(openid(), SUB.appId) })

  test.each([
    ['sp_openid', () => partnerOrder(), {}],
    ['sub_openid', () => partnerOrder({ sub_appid: SUB.appId, payer: subPayer() }), subPayer],
  ])(
    'orders, gets its ids, queries, closes not what is paid, and refunds: %s',
    async (_n, make, ids) => {
      const order = make()
      const outTradeNo = String(order['out_trade_no'])
      const { body } = await callAsPartner('jsapi', order)
      const { transactionId } = await weixin.pay(String(body['prepay_id']))
      const { call, refund } = merchant(weixin)
      const { appId, mchId } = weixin.credentials
      const of = `sp_mchid=${mchId}&sub_mchid=${SUB.mchId}`
      const path = '/v3/pay/partner/transactions'
      const shown = await call('GET', `${path}/out-trade-no/${outTradeNo}?${of}`)
      expect(shown.body).toMatchObject({
        sp_appid: appId,
        sp_mchid: mchId,
        sub_mchid: SUB.mchId,
        trade_state: 'SUCCESS',
        payer: { sp_openid: openid(), ...(typeof ids === 'function' ? ids() : ids) },
      })
      expect(shown.body).not.toHaveProperty('mchid')
      expect((await call('GET', `${path}/id/${transactionId}?${of}`)).body).toEqual(shown.body)
      const closing = JSON.stringify({ sp_mchid: mchId, sub_mchid: SUB.mchId })
      const closed = await call('POST', `${path}/out-trade-no/${outTradeNo}/close`, closing)
      expect(closed.body).toMatchObject({ code: 'ORDERPAID' })
      const params = {
        transaction_id: transactionId,
        out_refund_no: `R${outTradeNo}`,
        amount: { refund: 1, total: 100, currency: 'CNY' },
      }
      expect((await refund(params)).body).toMatchObject({ message: '商户号和订单信息不匹配' })
      expect((await refund({ ...params, sub_mchid: SUB.mchId })).status).toBe(200)
    },
  )

  test.each<[string, () => Body, string]>([
    ['of another service provider', () => partnerOrder({ sp_mchid: '1900000009' }), 'PARAM_ERROR'],
    ['for nobody it knows', () => partnerOrder({ sub_mchid: '1900000009' }), 'NO_AUTH'],
    ['under another sp_appid', () => partnerOrder({ sp_appid: 'wx0' }), 'APPID_MCHID_NOT_MATCH'],
    ['under another sub_appid', () => partnerOrder({ sub_appid: 'wx0' }), 'APPID_MCHID_NOT_MATCH'],
    ['without a payer’s openid', () => partnerOrder({ payer: {} }), 'PARAM_ERROR'],
    [
      'with sub_openid, without sub_appid',
      () => partnerOrder({ payer: subPayer() }),
      'PARAM_ERROR',
    ],
    [
      'with the provider’s openid as sub_openid',
      () => partnerOrder({ sub_appid: SUB.appId, payer: { sub_openid: openid() } }),
      'PARAM_ERROR',
    ],
    [
      'with both openids',
      () => partnerOrder({ sub_appid: SUB.appId, payer: { sp_openid: openid(), ...subPayer() } }),
      'PARAM_ERROR',
    ],
    ['with the ids of a direct order', () => orderBy('jsapi'), 'PARAM_ERROR'],
  ])('takes no order %s', async (_what, make, code) => {
    expect((await callAsPartner('jsapi', make())).body).toMatchObject({ code })
  })

  test('one sub-merchant’s order is not another’s, nor the provider’s own', async () => {
    const order = partnerOrder()
    const outTradeNo = String(order['out_trade_no'])
    await callAsPartner('jsapi', order)
    const { call, query, close } = merchant(weixin)
    const { mchId } = weixin.credentials
    const other = `sp_mchid=${mchId}&sub_mchid=1900000003`
    const path = `/v3/pay/partner/transactions/out-trade-no/${outTradeNo}`
    for (const response of [
      await query(outTradeNo),
      await close(outTradeNo),
      await call('GET', `${path}?${other}`),
      await call(
        'POST',
        `${path}/close`,
        JSON.stringify({ sp_mchid: mchId, sub_mchid: '1900000003' }),
      ),
    ])
      expect(response).toMatchObject({ status: 400, body: { message: '商户号和订单信息不匹配' } })
    expect((await call('GET', path)).body).toMatchObject({ code: 'PARAM_ERROR' })
    const own = JSON.stringify({ sp_mchid: mchId, sub_mchid: SUB.mchId })
    expect((await call('POST', `${path}/close`, own)).status).toBe(204)
  })
})
