import { describe, expect, it } from 'vitest'
import { endpointsOf, openShop } from '../shop.ts'
import { teaOrders } from '../tea-orders.ts'
import { openV2Shop, prepayIdOf, type V2Fixture } from './shop.ts'

async function pay({ shop, customer, order }: V2Fixture): Promise<string> {
  const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
  const { transactionId } = await shop.simulator.pay(prepayId)
  await shop.simulator.notifications.idle()
  return transactionId
}

async function paidShop(
  options?: Parameters<typeof openV2Shop>[0],
): Promise<V2Fixture & { transactionId: string }> {
  const fixture = await openV2Shop(options)
  return { ...fixture, transactionId: await pay(fixture) }
}

const request = { outRefundNo: 'back-1', amount: 1000, reason: '茶凉了' }

describe('a refund by API v2', () => {
  it.each(['MD5', 'HMAC-SHA256'] as const)(
    'shows the client certificate, and its end comes with WeChat’s signed word (%s)',
    async (signType) => {
      const { shop, order, transactionId } = await paidShop({ merchant: { signType } })
      const made = await shop.weixin.refunds.create({ transactionId, total: 2800, ...request })
      expect(made).toMatchObject({
        outRefundNo: 'back-1',
        amount: 1e3,
        refundStatus: 'PROCESSING',
      })
      await shop.simulator.notifications.idle()
      expect(shop.orders.refunds).toMatchObject([
        {
          order: { id: order.id },
          refund: { outRefundNo: 'back-1', transactionId, refundStatus: 'SUCCESS', amount: 1000 },
        },
      ])
      // The same out_refund_no again is the same refund.
      await shop.weixin.refunds.create({ transactionId, total: 2800, ...request })
      expect(shop.simulator.refunds()).toHaveLength(1)
      const more = { outRefundNo: 'back-2', amount: 2000 }
      await expect(
        shop.weixin.refunds.create({ transactionId, total: 2800, ...more }),
      ).rejects.toMatchObject({
        code: 'refund-refused',
      })
    },
  )

  it('takes the certificate as PEM too', async () => {
    const other = await openV2Shop()
    const { certificate, privateKey } = other.shop.simulator.credentials
    const { shop, transactionId } = await paidShop({
      simulator: other.shop.simulator,
      merchant: { clientCertificate: { certificate, privateKey } },
    })
    const made = await shop.weixin.refunds.create({ transactionId, total: 2800, ...request })
    expect(made.amount).toBe(1000)
  })

  it('without a certificate is refused without a call to WeChat', async () => {
    const { shop, transactionId } = await paidShop()
    const bare = await openShop({
      simulator: shop.simulator,
      weixin: {
        merchant: {
          api: 'v2',
          mchId: shop.simulator.credentials.mchId,
          apiV2Key: shop.simulator.credentials.apiV2Key,
        },
      },
    })
    await expect(
      bare.weixin.refunds.create({ transactionId, total: 2800, ...request }),
    ).rejects.toMatchObject({
      code: 'client-certificate-missing',
    })
    expect(shop.simulator.refunds()).toEqual([])
  })

  it('goes to nobody but a host of the authority that is named', async () => {
    const { shop, transactionId } = await paidShop()
    const hosts = endpointsOf(shop.simulator)
    if (typeof hosts === 'string') throw new Error('one host')
    const { ca: _, ...trustingNode } = hosts
    const careful = await openShop({
      simulator: shop.simulator,
      merchant: { api: 'v2' },
      weixin: { endpoints: trustingNode },
    })
    await expect(
      careful.weixin.refunds.create({ transactionId, total: 2800, ...request }),
    ).rejects.toMatchObject({ code: 'weixin-unreachable' })
    expect(shop.simulator.refunds()).toEqual([])
  })

  it('the money of another price goes back once', async () => {
    const fixture = await openV2Shop({ orders: teaOrders(() => 'refund') })
    const { shop, customer, order } = fixture
    const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
    shop.orders.row(order.id).total = 2600
    const { transactionId } = await shop.simulator.pay(prepayId)
    await shop.simulator.notifications.idle()
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(200)
    expect(shop.simulator.refunds()).toMatchObject([{ outRefundNo: `R${transactionId}` }])
  })
})

describe('a payment that was refunded in part before the app recorded it', () => {
  it.each(['take', 'refund'] as const)(
    '%s: the handler receives how much went back',
    async (decision) => {
      const orders = teaOrders()
      const fixture = await openV2Shop({ orders })
      const { shop, customer, order } = fixture
      const prepayId = prepayIdOf(await customer.post(`/weixin/pay/${order.id}`))
      shop.simulator.notifications.lose(20)
      const { transactionId } = await shop.simulator.pay(prepayId)
      await shop.simulator.notifications.idle()
      await shop.weixin.refunds.create({ ...request, transactionId, total: 2800, amount: 1000 })
      await shop.simulator.advance(60)
      await shop.simulator.notifications.idle()
      const seen: [string, number | null][] = []
      orders.onUnexpectedPayment = (_order, { refunded }, reason) => {
        seen.push([reason, refunded])
        return decision
      }
      await customer.get(`/weixin/pay/${order.id}`)
      expect(seen).toEqual([['refunded', 1000]])
      const { paidCalls } = orders
      expect(paidCalls).toMatchObject(
        decision === 'take' ? [{ transaction: { refunded: 1000 } }] : [],
      )
      const refunds = shop.simulator.refunds().map(({ refund }) => refund)
      expect(refunds).toEqual(decision === 'take' ? [1000] : [1000, 1800])
    },
  )

  // WeChat lists ten refunds at a time, and gives their number only to a request that names an offset.
  it('more than ten refunds are added up', async () => {
    const orders = teaOrders()
    const fixture = await openV2Shop({ orders })
    const { shop, customer, order } = fixture
    shop.simulator.notifications.lose(1000)
    const transactionId = await pay(fixture)
    for (let i = 0; i < 12; i += 1) {
      const refund = { transactionId, total: 2800, outRefundNo: `part-${i}`, amount: 100 }
      await shop.weixin.refunds.create(refund)
      await shop.simulator.advance(61)
    }
    const seen: [string, number | null][] = []
    orders.onUnexpectedPayment = (_order, { refunded }, reason) => {
      seen.push([reason, refunded])
      return 'keep'
    }
    await customer.get(`/weixin/pay/${order.id}`)
    expect(seen).toEqual([['refunded', 1200]])
  })
})

describe('a v3 merchant’s refund that is notified as v2 XML', () => {
  async function refundInConsole(withKey: boolean) {
    const first = await openShop()
    const { apiV2Key } = first.simulator.credentials
    const shop = await openShop({
      simulator: first.simulator,
      ...(withKey ? { merchant: { apiV2Key } } : {}),
    })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    const transactionId = await pay({ shop, customer, order })
    const notifyUrl = `${shop.url}/weixin/notify`
    const { outRefundNo } = await shop.simulator.refundInConsole({ transactionId, notifyUrl })
    await shop.simulator.notifications.idle()
    const [refund] = shop.simulator.refunds()
    const again = await shop.simulator.notifications.deliver(refund?.refundId ?? '')
    return { shop, order, outRefundNo, again }
  }

  it('comes to the app by one question to WeChat', async () => {
    const { shop, order, outRefundNo, again } = await refundInConsole(true)
    expect(again.status).toBe(200)
    expect(shop.orders.refunds[0]).toMatchObject({
      order: { id: order.id },
      refund: { outRefundNo, refundStatus: 'SUCCESS', amount: 2800 },
    })
    const requests = shop.simulator.log().filter(({ call }) => call.includes('/refunds/'))
    expect(requests.map(({ call }) => call)).toEqual(
      Array(2).fill(`GET /v3/refund/domestic/refunds/${outRefundNo}`),
    )
  })

  it('is refused and alerted without the APIv2 key', async () => {
    const { shop, again } = await refundInConsole(false)
    expect(again).toEqual({
      status: 501,
      body: '<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[api-v2-key-missing]]></return_msg></xml>',
    })
    expect(shop.alerts).toMatchObject([
      { kind: 'unverified', error: { code: 'api-v2-key-missing' } },
    ])
    expect(shop.orders.refunds).toEqual([])
  })
})
