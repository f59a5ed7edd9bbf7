import { describe, expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import { openShop } from '../shop.ts'
import { payBy, payment } from '../trade-types.ts'
import { signed, xml, type Texts } from './as-weixin.ts'
import { prepayIdOf } from './shop.ts'

const SUB_MCH = '1900000002'
const OTHER_MCH = '1900000003'
const SUB_APP = 'wxfedcba0987654321'

/** A shop whose orders a service provider takes; under `subAppId` it is the sub-merchant's own account. */
async function openPartnerShop(subAppId?: string, tradeTypes: readonly TradeType[] = ['jsapi']) {
  const subMerchants = [{ mchId: SUB_MCH, appId: SUB_APP }, { mchId: OTHER_MCH }]
  const simulator = await createSimulator({ subMerchants })
  const { appId } = simulator.credentials
  const ours = simulator.users()[0]?.openid ?? ''
  const openid = subAppId ? simulator.subOpenid(ours, subAppId) : ours
  const serviceProvider = { subMchId: SUB_MCH, ...(subAppId && { spAppId: appId }) }
  const shop = await openShop({
    simulator,
    merchant: { api: 'v2', serviceProvider },
    weixin: { tradeTypes, ...(subAppId && { appId: subAppId, payer: () => openid }) },
  })
  const customer = subAppId ? shop.client() : await shop.customer()
  return { shop, customer, openid }
}

describe.each([
  ['its own account', undefined],
  ['the sub-merchant’s account', SUB_APP],
])('a service provider of API v2, with payers of %s', (_name, subAppId) => {
  it('orders, receives the notification, queries, closes and refunds for its sub-merchant', async () => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const { simulator, orders } = shop
    const order = orders.add({ openid })
    const first = payment(await customer.post(`/weixin/pay/${order.id}`))
    const appId = subAppId ?? simulator.credentials.appId
    expect(first).toMatchObject({ params: { appId } })
    await simulator.advance(300)
    orders.row(order.id).total = 2600
    const second = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    const { transactionId } = await simulator.pay(second)
    await simulator.notifications.idle()
    expect(orders.paidCalls).toMatchObject([{ transaction: { transactionId, openid } }])
    expect(simulator.orders()).toMatchObject([
      { tradeState: 'CLOSED', subMchId: SUB_MCH },
      { tradeState: 'SUCCESS', subMchId: SUB_MCH },
    ])
    const transaction = { transactionId, total: 2600 }
    await shop.weixin.refunds.create({ ...transaction, outRefundNo: 'R-1', amount: 600 })
    await simulator.notifications.idle()
    await shop.weixin.drain()
    expect(orders.refunds).toMatchObject([{ order: { id: order.id }, refund: { amount: 600 } }])
    expect(shop.alerts).toEqual([])
  })

  it('finds a payment whose notification was lost', async () => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const order = shop.orders.add({ openid })
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`)))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })

  it.each(['h5', 'native'] as const)('takes orders by %s', async (tradeType) => {
    const { shop, customer, openid } = await openPartnerShop(subAppId, [tradeType])
    const order = shop.orders.add({ openid })
    await payBy(
      shop,
      payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)),
    )
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toMatchObject([{ transaction: { openid } }])
  })

  it.each<[string, string, Texts]>([
    ['another service provider', 'not-our-merchant', { mch_id: '1900000009' }],
    ['another sub-merchant', 'not-our-merchant', { sub_mch_id: OTHER_MCH }],
    ['another appid', 'not-our-app', { appid: 'wx0000000000000000' }],
    ['the provider itself, as an ordinary merchant', 'not-our-merchant', { sub_mch_id: '' }],
    ...(subAppId === undefined
      ? []
      : ([
          ['another sub_appid', 'not-our-app', { sub_appid: 'wx0000000000000000' }],
          ['no sub_appid', 'not-our-app', { sub_appid: '' }],
        ] satisfies [string, string, Texts][])),
  ])('refuses the money of %s', async (_who, code, change) => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const { simulator, orders } = shop
    const { appId, mchId, apiV2Key } = simulator.credentials
    const order = orders.add({ openid })
    await customer.post(`/weixin/pay/${order.id}`)
    const genuine: Texts = {
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      appid: appId,
      mch_id: mchId,
      sub_mch_id: SUB_MCH,
      sub_appid: subAppId ?? '',
      nonce_str: 'n',
      openid,
      sub_openid: openid,
      trade_type: 'JSAPI',
      total_fee: '2800',
      transaction_id: '4200000000202611230000000001',
      out_trade_no: simulator.orders()[0]?.outTradeNo ?? '',
      attach: order.id,
      time_end: '20261123094105',
    }
    const notification = async (fields: Texts) => {
      const body = xml(signed(fields, apiV2Key))
      const headers = { 'content-type': 'text/xml' }
      const response = await fetch(`${shop.url}/weixin/notify`, { method: 'POST', headers, body })
      return [response.status, await response.text()]
    }
    expect(await notification({ ...genuine, ...change })).toEqual([
      403,
      expect.stringContaining(code),
    ])
    expect(orders.row(order.id).transactionId).toBeNull()
    // While the same notification with our ids pays the order.
    expect((await notification(genuine))[0]).toBe(200)
    expect(orders.row(order.id).transactionId).not.toBeNull()
  })
})

it('a sub-merchant’s money is not an ordinary merchant’s', async () => {
  const { shop, customer, openid } = await openPartnerShop()
  const ordinary = await openShop({
    simulator: shop.simulator,
    orders: shop.orders,
    merchant: { api: 'v2' },
  })
  const order = shop.orders.add({ openid })
  const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
  shop.simulator.notifications.lose(1)
  const { outTradeNo } = await shop.simulator.pay(prepayId)
  const { appId, mchId, apiV2Key } = shop.simulator.credentials
  const fields = {
    return_code: 'SUCCESS',
    result_code: 'SUCCESS',
    appid: appId,
    mch_id: mchId,
    sub_mch_id: SUB_MCH,
    trade_type: 'JSAPI',
    total_fee: '2800',
    transaction_id: '4200000000202611230000000001',
    out_trade_no: outTradeNo,
    attach: order.id,
    time_end: '20261123094105',
  }
  const response = await fetch(`${ordinary.url}/weixin/notify`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: xml(signed(fields, apiV2Key)),
  })
  expect(await response.text()).toContain('not-our-merchant')
  expect(shop.orders.row(order.id).transactionId).toBeNull()
})
