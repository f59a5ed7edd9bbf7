import { describe, expect, it } from 'vitest'
import type { TradeType } from 'weixin-contract'
import { createSimulator, type Credentials } from 'weixin-simulator'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop } from './shop.ts'
import { payBy, payment } from './trade-types.ts'
import { signed, xml } from './v2/as-weixin.ts'
import { prepayIdOf } from './v2/shop.ts'

const SUB_MCH = '1900000002'
const OTHER_MCH = '1900000003'
const SUB_APP = 'wxfedcba0987654321'
const OTHER_APP = 'wx0000000000000000'

type Api = 'v3' | 'v2'
/** Ids in a notification; an empty one is absent. */
type Ids = Record<string, string>

interface Payment {
  outTradeNo: string
  transactionId: string
  attach: string
  openid: string
}

/** What differs between the two APIs in these tests. */
interface Dialect {
  ids: (credentials: Credentials, subAppId?: string) => Ids
  /** Ids that are not of this shop, and how the payment is refused. */
  wrong: [whose: string, code: string, change: (ids: Ids) => Ids][]
  /** Sends a genuine notification of this payment with these ids. */
  notify: (shop: Shop, ids: Ids, payment: Payment) => Promise<Response>
  /** The status of an acknowledgement. */
  acknowledged: number
}

const replacing = (change: Ids) => (ids: Ids) => ({ ...ids, ...change })
const post = (shop: Shop, body: string, headers: Record<string, string>) =>
  fetch(`${shop.url}/weixin/notify`, { method: 'POST', headers, body })

const DIALECTS: Record<Api, Dialect> = {
  v3: {
    ids: ({ appId, mchId }, subAppId = '') => ({
      sp_appid: appId,
      sp_mchid: mchId,
      sub_mchid: SUB_MCH,
      sub_appid: subAppId,
    }),
    wrong: [
      ['another service provider', 'not-our-merchant', replacing({ sp_mchid: '1900000009' })],
      ['another sub-merchant', 'not-our-merchant', replacing({ sub_mchid: OTHER_MCH })],
      ['another appid', 'not-our-app', replacing({ sp_appid: OTHER_APP })],
      [
        'the provider itself, as an ordinary merchant',
        'not-our-merchant',
        ({ sp_appid = '', sp_mchid = '', sub_appid }) => ({
          appid: sub_appid || sp_appid,
          mchid: sp_mchid,
        }),
      ],
    ],
    notify(shop, ids, { openid, outTradeNo, transactionId, attach }) {
      const resource = {
        ...Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== '')),
        out_trade_no: outTradeNo,
        transaction_id: transactionId,
        trade_state: 'SUCCESS',
        attach,
        success_time: '2026-11-23T09:41:05+08:00',
        payer: { sp_openid: openid, sub_openid: openid },
        amount: { total: 2800, payer_total: 2800, currency: 'CNY' },
      }
      const { apiV3Key } = shop.simulator.credentials
      const body = sealedBody(resource, { apiV3Key })
      return post(shop, body, { 'content-type': 'application/json', ...signedHeaders(body) })
    },
    acknowledged: 204,
  },
  v2: {
    ids: ({ appId, mchId }, subAppId = '') => ({
      appid: appId,
      mch_id: mchId,
      sub_mch_id: SUB_MCH,
      sub_appid: subAppId,
    }),
    wrong: [
      ['another service provider', 'not-our-merchant', replacing({ mch_id: '1900000009' })],
      ['another sub-merchant', 'not-our-merchant', replacing({ sub_mch_id: OTHER_MCH })],
      ['another appid', 'not-our-app', replacing({ appid: OTHER_APP })],
      [
        'the provider itself, as an ordinary merchant',
        'not-our-merchant',
        replacing({ sub_mch_id: '' }),
      ],
    ],
    notify(shop, ids, { openid, outTradeNo, transactionId, attach }) {
      const fields = {
        ...ids,
        return_code: 'SUCCESS',
        result_code: 'SUCCESS',
        nonce_str: 'n',
        openid,
        sub_openid: openid,
        trade_type: 'JSAPI',
        total_fee: '2800',
        transaction_id: transactionId,
        out_trade_no: outTradeNo,
        attach,
        time_end: '20261123094105',
      }
      const body = xml(signed(fields, shop.simulator.credentials.apiV2Key))
      return post(shop, body, { 'content-type': 'text/xml' })
    },
    acknowledged: 200,
  },
}

/** A shop whose orders a service provider takes; under `subAppId` it is the sub-merchant's own account. */
async function openPartnerShop(
  api: Api,
  subAppId?: string,
  tradeTypes: readonly TradeType[] = ['jsapi'],
) {
  const simulator = await createSimulator({
    keys: WEIXIN_KEYS,
    subMerchants: [{ mchId: SUB_MCH, appId: SUB_APP }, { mchId: OTHER_MCH }],
  })
  const { appId } = simulator.credentials
  const ours = simulator.users()[0]?.openid ?? ''
  const openid = subAppId ? simulator.subOpenid(ours, subAppId) : ours
  const serviceProvider = { subMchId: SUB_MCH, ...(subAppId && { spAppId: appId }) }
  const shop = await openShop({
    simulator,
    merchant: { api, serviceProvider },
    weixin: { tradeTypes, ...(subAppId && { appId: subAppId, payer: () => openid }) },
  })
  const customer = subAppId ? shop.client() : await shop.customer()
  return { shop, customer, openid }
}

describe.each<[Api, string, string?]>([
  ['v3', 'its own account'],
  ['v3', 'the sub-merchant’s account', SUB_APP],
  ['v2', 'its own account'],
  ['v2', 'the sub-merchant’s account', SUB_APP],
])('a service provider of API %s, with payers of %s', (api, _name, subAppId) => {
  const { ids, wrong, notify, acknowledged } = DIALECTS[api]

  it('orders, receives the notification, queries, closes and refunds for its sub-merchant', async () => {
    const { shop, customer, openid } = await openPartnerShop(api, subAppId)
    const { simulator, orders } = shop
    const order = orders.add({ openid })
    const first = payment(await customer.post(`/weixin/pay/${order.id}`))
    const appId = subAppId ?? simulator.credentials.appId
    expect(first).toMatchObject({ params: { appId } })
    // API v2 closes no order that is younger.
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
    const calls = simulator.log().map(({ call }) => call)
    const v3Calls = calls.filter((call) => call.includes(' /v3/') && !call.includes('/refund/'))
    expect(v3Calls.length > 0).toBe(api === 'v3')
    expect(v3Calls.filter((call) => !call.includes(' /v3/pay/partner/transactions/'))).toEqual([])
    expect(shop.alerts).toEqual([])
  })

  it('finds a payment whose notification was lost', async () => {
    const { shop, customer, openid } = await openPartnerShop(api, subAppId)
    const order = shop.orders.add({ openid })
    shop.simulator.notifications.lose(1)
    await shop.simulator.pay(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`)))
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
  })

  it.each(['h5', 'native'] as const)('takes orders by %s', async (tradeType) => {
    const { shop, customer, openid } = await openPartnerShop(api, subAppId, [tradeType])
    const order = shop.orders.add({ openid })
    const response = await customer.post(`/weixin/pay/${order.id}?tradeType=${tradeType}`)
    await payBy(shop, payment(response))
    await shop.simulator.notifications.idle()
    expect(shop.orders.paidCalls).toMatchObject([{ transaction: { openid } }])
  })

  const wrongSubAppIds: Dialect['wrong'] = [
    ['another sub_appid', 'not-our-app', replacing({ sub_appid: OTHER_APP })],
    ['no sub_appid', 'not-our-app', replacing({ sub_appid: '' })],
  ]
  it.each([...wrong, ...(subAppId ? wrongSubAppIds : [])])(
    'refuses the money of %s',
    async (_whose, code, change) => {
      const { shop, customer, openid } = await openPartnerShop(api, subAppId)
      const { simulator, orders } = shop
      const order = orders.add({ openid })
      await customer.post(`/weixin/pay/${order.id}`)
      const genuine = ids(simulator.credentials, subAppId)
      const paid = {
        outTradeNo: simulator.orders()[0]?.outTradeNo ?? '',
        transactionId: '4200000000202611230000000001',
        attach: order.id,
        openid,
      }
      const refused = await notify(shop, change(genuine), paid)
      expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining(code)])
      expect(orders.row(order.id).transactionId).toBeNull()
      // While the same notification with our ids pays the order.
      expect((await notify(shop, genuine, paid)).status).toBe(acknowledged)
      expect(orders.row(order.id).transactionId).not.toBeNull()
    },
  )
})

it.each<Api>(['v3', 'v2'])(
  'a sub-merchant’s money is not an ordinary merchant’s (%s)',
  async (api) => {
    const { shop, customer, openid } = await openPartnerShop(api)
    const { simulator, orders } = shop
    const ordinary = await openShop({ simulator, orders, merchant: { api } })
    const order = orders.add({ openid })
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    simulator.notifications.lose(1)
    const { outTradeNo, transactionId } = await simulator.pay(prepayId)
    const { ids, notify } = DIALECTS[api]
    const paid = { outTradeNo, transactionId, attach: order.id, openid }
    const refused = await notify(ordinary, ids(simulator.credentials), paid)
    expect(await refused.text()).toContain('not-our-merchant')
    expect(orders.row(order.id).transactionId).toBeNull()
  },
)
