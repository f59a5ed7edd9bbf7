import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { Refund } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { sealedBody, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type Shop, type ShopOptions } from './shop.ts'
import { teaOrders } from './tea-orders.ts'

const simulator = { keys: WEIXIN_KEYS }

/** An order of 28.00 that the simulator's first user has paid. */
async function pay(shop: Shop, given?: Parameters<Shop['orders']['add']>[0]) {
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid, ...given })
  const payment = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error('no payment')
  const { transactionId } = await shop.simulator.pay(payment.params.package.slice(10))
  await shop.simulator.notifications.idle()
  const { outTradeNo } = shop.simulator.orders().at(-1)!
  return { order, transactionId, outTradeNo }
}

async function paidShop(options: ShopOptions = {}) {
  const shop = await openShop({ simulator, ...options })
  return { shop, ...(await pay(shop)) }
}

/** A refund notification as WeChat signs it. */
async function notify(
  shop: Shop,
  { transactionId, outTradeNo }: { transactionId: string; outTradeNo: string },
  changes: Record<string, unknown> = {},
): Promise<{ status: number; message: string | undefined }> {
  const { mchId, apiV3Key } = shop.simulator.credentials
  const resource = {
    mchid: mchId,
    out_trade_no: outTradeNo,
    transaction_id: transactionId,
    out_refund_no: 'back-1',
    refund_id: '50000000382019052709732678859',
    refund_status: 'SUCCESS',
    success_time: '2026-11-25T10:00:00+08:00',
    amount: { total: 2800, refund: 1000, payer_total: 2800, payer_refund: 1000 },
    ...changes,
  }
  const body = sealedBody(resource, {
    apiV3Key,
    eventType: 'REFUND.SUCCESS',
    originalType: 'refund',
  })
  const response = await fetch(`${shop.url}/weixin/notify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signedHeaders(body) },
    body,
  })
  const text = await response.text()
  const { message } = (text ? JSON.parse(text) : {}) as { message?: string }
  return { status: response.status, message }
}

describe('a refund', () => {
  it('of this order comes with the order', async () => {
    const { shop, order, ...payment } = await paidShop()
    // Nothing depends on the time, so one that is none refuses nothing.
    const changes = { success_time: '0000-00-00 00:00:00' }
    expect(await notify(shop, payment)).toMatchObject({ status: 204 })
    expect(await notify(shop, payment, changes)).toMatchObject({ status: 204 })
    const refund = { outRefundNo: 'back-1', amount: 1000 }
    expect(shop.orders.refunds).toMatchObject([
      {
        order: { id: order.id },
        refund: { ...refund, succeededAt: new Date('2026-11-25T02:00:00Z') },
      },
      { order: { id: order.id }, refund: { ...refund, succeededAt: null } },
    ])
  })

  it('of another system’s order on the same merchant account comes without the order of the same id', async () => {
    const staging = await openShop({ simulator, weixin: { environment: 'staging' } })
    const production = await openShop({
      simulator: staging.simulator,
      weixin: { environment: 'production' },
    })
    const { order, ...payment } = await pay(staging)
    production.orders.add({ ...order, total: 99_900 })
    expect(await notify(production, payment)).toMatchObject({ status: 204 })
    expect(production.orders.refunds).toMatchObject([
      { order: undefined, refund: { transactionId: payment.transactionId } },
    ])
  })

  it.each<[string, (other: string) => object, number, string]>([
    ['to another merchant', () => ({ mchid: '1900000001' }), 403, 'not-our-merchant'],
    ['without a merchant', () => ({ mchid: undefined }), 403, 'not-our-merchant'],
    [
      'of another attempt than its transaction’s',
      (other) => ({ out_trade_no: other }),
      409,
      'refund-mismatch',
    ],
    [
      'of more than was paid',
      () => ({ amount: { total: 2800, refund: 2801 } }),
      409,
      'refund-mismatch',
    ],
    ['of nothing', () => ({ amount: { total: 2800, refund: 0 } }), 409, 'refund-mismatch'],
    ['below nothing', () => ({ amount: { total: 2800, refund: -1 } }), 409, 'refund-mismatch'],
    [
      'of an order with another total',
      () => ({ amount: { total: 99_900, refund: 1000 } }),
      409,
      'refund-mismatch',
    ],
    [
      'that has not come to its end',
      () => ({ refund_status: 'PROCESSING' }),
      409,
      'refund-mismatch',
    ],
  ])('%s is refused, and reported once', async (_name, change, status, code) => {
    const { shop, order: _order, ...payment } = await paidShop()
    const other = await pay(shop)
    for (let i = 0; i < 2; i += 1)
      expect(
        await notify(shop, payment, change(other.outTradeNo) as Record<string, unknown>),
      ).toEqual({ status, message: code })
    expect(shop.orders.refunds).toEqual([])
    expect(shop.alerts).toMatchObject([
      { kind: 'refused', error: { code }, outRefundNo: 'back-1', notificationId: null },
    ])
  })

  it.each(['DONE', 'constructor', '', null, 1])(
    'in a state that WeChat does not have: %s',
    async (state) => {
      const { shop, order: _order, ...payment } = await paidShop()
      const reply = await notify(shop, payment, { refund_status: state })
      expect(reply).toEqual({ status: 400, message: 'notification-malformed' })
      expect(shop.orders.refunds).toEqual([])
      expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { detail: '/refund_status' } }])
    },
  )

  it('of a transaction that WeChat does not know is refused', async () => {
    const { shop, outTradeNo } = await paidShop()
    const reply = await notify(shop, { outTradeNo, transactionId: '4200000202611230000000009' })
    expect(reply).toEqual({ status: 409, message: 'refund-mismatch' })
    expect(shop.orders.refunds).toEqual([])
  })

  it('runs one after another with those of the same order, and beside no payment of it', async () => {
    let arrived = 0
    const before: ShopOptions['before'] = (app) =>
      app.use(async (_ctx, next) => {
        arrived += 1
        await next()
      })
    const { shop, order: _order, ...payment } = await paidShop({ before })
    let running = 0
    let most = 0
    shop.orders.onRefunded = async () => {
      running += 1
      most = Math.max(most, running)
      // The others are there, and wait for this one.
      await expect.poll(() => arrived).toBe(atStart + 3)
      running -= 1
    }
    const atStart = arrived
    const replies = await Promise.all(
      ['back-1', 'back-2', 'back-1'].map((out_refund_no) =>
        notify(shop, payment, { out_refund_no }),
      ),
    )
    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204])
    expect(most).toBe(1)
  })

  it.each<[string, Refund['refundStatus'], string, number]>([
    ['in the same state', 'ABNORMAL', 'ABNORMAL', 0],
    ['in another state', 'ABNORMAL', 'SUCCESS', 1],
    ['in a final state, whatever an older notification reports', 'SUCCESS', 'ABNORMAL', 0],
  ])('that the app shows as recorded %s', async (_name, refundStatus, refund_status, runs) => {
    const { shop, order, ...payment } = await paidShop()
    shop.orders.row(order.id).refunds = [{ outRefundNo: 'back-1', refundStatus }]
    expect(await notify(shop, payment, { refund_status })).toMatchObject({ status: 204 })
    expect(shop.orders.refunds).toHaveLength(runs)
  })

  it.each<[string, unknown]>([
    ['a text', 'back-1'],
    ['numbers alone', ['back-1']],
    ['other names', [{ out_refund_no: 'back-1', status: 'SUCCESS' }]],
  ])('is refused where the app shows its refunds as %s', async (_name, refunds) => {
    const { shop, order, ...payment } = await paidShop()
    Object.assign(shop.orders.row(order.id), { refunds })
    expect(await notify(shop, payment)).toEqual({ status: 500, message: 'order-invalid' })
    expect(shop.alerts[0]?.error.detail).toMatch(/^refunds: /)
    expect(shop.orders.refunds).toEqual([])
  })

  it('that the app fails to record is notified again', async () => {
    const orders = teaOrders()
    let isAway = true
    orders.onRefunded = (order, refund) => {
      if (isAway) throw new Error('the database is away')
      orders.refunds.push({ order, refund })
    }
    const { shop, order: _order, ...payment } = await paidShop({ orders })
    expect(await notify(shop, payment)).toMatchObject({ status: 500 })
    isAway = false
    expect(await notify(shop, payment)).toMatchObject({ status: 204 })
    expect(orders.refunds).toHaveLength(1)
  })
})

describe('a refund that is notified as v2 XML', () => {
  it('is queried once for copies that come at the same moment', async () => {
    const { simulator: shared } = await openShop({ simulator })
    const queries: string[] = []
    const real = axiosHttp()
    let copy: { headers: Record<string, string>; body: string } | undefined
    const { shop, transactionId } = await paidShop({
      simulator: shared,
      merchant: { apiV2Key: shared.credentials.apiV2Key },
      weixin: {
        async http(request) {
          if (request.url.includes('/refunds/')) queries.push(request.url)
          return real(request)
        },
      },
      // The first one is held back, so that it can be sent as many copies.
      before: (app) =>
        app.use(async (ctx, next) => {
          if (copy || !ctx.is('text/xml', 'application/xml')) return next()
          const pieces: Buffer[] = []
          for await (const piece of ctx.req) pieces.push(piece as Buffer)
          copy = { headers: { 'content-type': 'text/xml' }, body: Buffer.concat(pieces).toString() }
          ctx.status = 500
        }),
    })
    await shop.simulator.refundInConsole({ transactionId, notifyUrl: `${shop.url}/weixin/notify` })
    await shop.simulator.notifications.idle()
    const send = async () =>
      (await fetch(`${shop.url}/weixin/notify`, { method: 'POST', ...copy! })).status
    expect(await Promise.all(Array.from({ length: 5 }, send))).toEqual(Array(5).fill(200))
    expect(queries).toHaveLength(1)
    expect(shop.orders.refunds).toHaveLength(1)
  })
})
