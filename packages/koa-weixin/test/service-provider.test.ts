import { describe, expect, it } from 'vitest'
import type { Payment, TradeType } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import type { WeixinOptions } from '../src/index.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop } from './shop.ts'
import type { Answer } from './cookie-client.ts'

const SUB_MCH = '1900000002'
const OTHER_MCH = '1900000003'
const SUB_APP = 'wxfedcba0987654321'

/** A shop whose orders a service provider takes; under `subAppId` it is the sub-merchant's own account. */
async function openPartnerShop(subAppId?: string, tradeTypes: readonly TradeType[] = ['jsapi']) {
  const simulator = await createSimulator({
    keys: WEIXIN_KEYS,
    subMerchants: [{ mchId: SUB_MCH, appId: SUB_APP }, { mchId: OTHER_MCH }],
  })
  const { appId, mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } =
    simulator.credentials
  const openid = simulator.users()[0]?.openid ?? ''
  const serviceProvider = { subMchId: SUB_MCH, ...(subAppId && { spAppId: appId }) }
  const keys = { privateKey, apiV3Key, publicKeys: { [publicKeyId]: publicKey } }
  const weixin: Partial<WeixinOptions> = {
    tradeTypes,
    merchant: { mchId, serialNo, ...keys, serviceProvider },
    ...(subAppId && { appId: subAppId, payer: () => simulator.subOpenid(openid, subAppId) }),
  }
  const shop = await openShop({ simulator, weixin })
  const payer = subAppId ? simulator.subOpenid(openid, subAppId) : openid
  const customer = subAppId ? shop.client() : await shop.customer()
  return { shop, customer, openid: payer, weixin }
}

const payment = (answer: Answer): Payment => {
  expect(answer).toMatchObject({ status: 200 })
  return answer.body as Payment
}
const prepayIdOf = (response: Payment): string => {
  if (response.tradeType !== 'jsapi') throw new Error(response.tradeType)
  return response.params.package.slice('prepay_id='.length)
}
const requests = ({ simulator }: Shop): string[] =>
  simulator.log().flatMap(({ call }) => (call.includes(' /v3/') ? [call] : []))

describe.each([
  ['its own account', undefined],
  ['the sub-merchant’s account', SUB_APP],
])('a service provider, with payers of %s', (_name, subAppId) => {
  it('orders, receives the notification, queries, closes and refunds for its sub-merchant', async () => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const { simulator, orders } = shop
    const order = orders.add({ openid })
    const first = payment(await customer.post(`/weixin/pay/${order.id}`))
    const appId = subAppId ?? simulator.credentials.appId
    expect(first).toMatchObject({ params: { appId } })
    orders.row(order.id).total = 2600
    const second = payment(await customer.post(`/weixin/pay/${order.id}`))
    const { transactionId } = await simulator.pay(prepayIdOf(second))
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
    const paths = requests(shop).filter((call) => !call.includes('/refund/'))
    expect(paths.every((call) => call.includes(' /v3/pay/partner/transactions/'))).toBe(true)
    expect(shop.alerts).toEqual([])
  })

  it('finds a payment whose notification was lost', async () => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const order = shop.orders.add({ openid })
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(prepayIdOf(payment(await customer.post(`/weixin/pay/${order.id}`))))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })

  it.each(['h5', 'native'] as const)('takes orders by %s', async (tradeType) => {
    const { shop, customer, openid } = await openPartnerShop(subAppId, [tradeType])
    const order = shop.orders.add({ openid })
    const response = payment(await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`))
    await shop.simulator.pay(
      'url' in response ? response.url : 'codeUrl' in response ? response.codeUrl : '',
    )
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toMatchObject([{ transaction: { openid } }])
  })

  it.each<[string, string, (ids: Record<string, string>) => Record<string, string | undefined>]>([
    ['another service provider', 'not-our-merchant', (ids) => ({ ...ids, sp_mchid: '1900000009' })],
    ['another sub-merchant', 'not-our-merchant', (ids) => ({ ...ids, sub_mchid: OTHER_MCH })],
    ['another sp_appid', 'not-our-app', (ids) => ({ ...ids, sp_appid: 'wx0000000000000000' })],
    [
      'the provider itself, as an ordinary merchant',
      'not-our-merchant',
      ({ sp_appid, sp_mchid, sub_appid }) => ({ appid: sub_appid ?? sp_appid, mchid: sp_mchid }),
    ],
  ])('refuses the money of %s', async (_who, code, alter) => {
    const { shop, customer, openid } = await openPartnerShop(subAppId)
    const { simulator, orders } = shop
    const { appId, mchId, apiV3Key } = simulator.credentials
    const order = orders.add({ openid })
    await customer.post(`/weixin/pay/${order.id}`)
    const ids = {
      sp_appid: appId,
      sp_mchid: mchId,
      sub_mchid: SUB_MCH,
      ...(subAppId && { sub_appid: subAppId }),
    }
    const notification = async (altered: object) => {
      const resource = {
        ...altered,
        out_trade_no: simulator.orders()[0]?.outTradeNo,
        transaction_id: '4200000000202611230000000001',
        trade_state: 'SUCCESS',
        attach: order.id,
        success_time: '2026-11-23T09:41:05+08:00',
        payer: { sp_openid: openid, sub_openid: openid },
        amount: { total: 2800, payer_total: 2800, currency: 'CNY' },
      }
      const body = sealedBody(resource, { apiV3Key })
      const headers = { 'content-type': 'application/json', ...signedHeaders(body) }
      return fetch(`${shop.url}/weixin/notify`, { method: 'POST', headers, body })
    }
    const refused = await notification(alter(ids))
    expect([refused.status, await refused.json()]).toEqual([403, { code: 'FAIL', message: code }])
    expect(orders.row(order.id).transactionId).toBeNull()
    // While the same notification with our ids pays the order.
    expect((await notification(ids)).status).toBe(204)
    expect(orders.row(order.id).transactionId).not.toBeNull()
  })
})

it('a sub-merchant’s money is not an ordinary merchant’s', async () => {
  const { shop, customer, openid } = await openPartnerShop()
  const { mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } =
    shop.simulator.credentials
  const ordinary = await openShop({
    simulator: shop.simulator,
    orders: shop.orders,
    weixin: {
      merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys: { [publicKeyId]: publicKey } },
    },
  })
  const order = shop.orders.add({ openid })
  shop.simulator.notifications.lose(1)
  await shop.simulator.pay(prepayIdOf(payment(await customer.post(`/weixin/pay/${order.id}`))))
  const [paid] = shop.simulator.orders()
  const { apiV3Key: key, appId } = shop.simulator.credentials
  const resource = {
    sp_appid: appId,
    sp_mchid: mchId,
    sub_mchid: SUB_MCH,
    trade_state: 'SUCCESS',
    out_trade_no: paid?.outTradeNo,
    transaction_id: paid?.transactionId,
    attach: order.id,
    success_time: '2026-11-23T09:41:05+08:00',
    payer: {},
    amount: { total: 2800 },
  }
  const body = sealedBody(resource, { apiV3Key: key })
  const response = await fetch(`${ordinary.url}/weixin/notify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedHeaders(body) },
    body,
  })
  expect(await response.json()).toEqual({ code: 'FAIL', message: 'not-our-merchant' })
  expect(shop.orders.row(order.id).transactionId).toBeNull()
})
