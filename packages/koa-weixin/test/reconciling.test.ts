import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { reconcile, type HttpResponse, type ReconciledOrder } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { openShop, type Shop } from './shop.ts'
import { teaOrders } from './tea-orders.ts'

async function openAttempt(shop: Shop, more: object = {}) {
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid, createdAt: new Date(), ...more })
  const response = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (response.tradeType !== 'jsapi')
    throw new Error(`no jsapi payment: ${JSON.stringify(response)}`)
  return { customer, order, prepayId: response.params.package.slice('prepay_id='.length) }
}

/** Paid, and its notification lost. */
async function paidInSilence(shop: Shop) {
  const attempt = await openAttempt(shop)
  shop.simulator.notifications.lose(1)
  const { transactionId } = await shop.simulator.pay(attempt.prepayId)
  await shop.simulator.notifications.idle()
  return { ...attempt, transactionId }
}

const states = ({ simulator }: Shop): string[] =>
  simulator.orders().map(({ tradeState }) => tradeState)
const HOUR_MS = 60 * 60 * 1000

describe('closing an order that is given up', () => {
  it('closes the number that is open, so that it cannot be paid', async () => {
    const shop = await openShop()
    const { order, prepayId } = await openAttempt(shop)
    expect(await shop.weixin.orders.close(order.id)).toBe('closed')
    expect(states(shop)).toEqual(['CLOSED'])
    await expect(shop.simulator.pay(prepayId)).rejects.toThrow('该订单已关闭')
    expect(await shop.weixin.orders.close(order.id)).toBe('closed')
  })

  it('hands nobody the closed attempt again', async () => {
    const shop = await openShop()
    const { customer, order, prepayId } = await openAttempt(shop)
    await shop.weixin.orders.close(order.id)
    const response = (await customer.post(`/weixin/pay/${order.id}`)).body
    expect(JSON.stringify(response)).not.toContain(prepayId)
    expect(states(shop)).toEqual(['CLOSED', 'NOTPAY'])
  })

  it('settles what was paid meanwhile', async () => {
    const shop = await openShop()
    const { order, transactionId } = await paidInSilence(shop)
    expect(await shop.weixin.orders.close(order.id)).toBe('paid')
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(await shop.weixin.orders.close(order.id)).toBe('paid')
    expect(shop.orders.paidCalls).toHaveLength(1)
  })

  /** A shop in which something happens in place of, or just before, the call that closes. */
  const shopWhoseClose = (happens: () => Promise<HttpResponse | undefined>) => {
    const real = axiosHttp()
    return openShop({
      weixin: {
        http: async (request) =>
          (request.url.endsWith('/close') ? await happens() : undefined) ?? real(request),
      },
    })
  }

  it('settles what is paid in the very moment of the close', async () => {
    let pay = async (): Promise<unknown> => undefined
    const shop = await shopWhoseClose(async () => void (await pay()))
    const { order, prepayId } = await openAttempt(shop)
    shop.simulator.notifications.lose(1)
    pay = () => shop.simulator.pay(prepayId)
    expect(await shop.weixin.orders.close(order.id)).toBe('paid')
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('says unpaid when WeChat does not let it be closed', async () => {
    const body = Buffer.from('{"code":"INVALID_REQUEST","message":"too early"}')
    const shop = await shopWhoseClose(async () => ({ status: 400, headers: {}, body }))
    const { order } = await openAttempt(shop)
    expect(await shop.weixin.orders.close(order.id)).toBe('unpaid')
    expect(states(shop)).toEqual(['NOTPAY'])
  })

  it('asks the app what to do with the money of an order that it had marked as closed', async () => {
    const shop = await openShop({ orders: teaOrders(() => 'refund') })
    const { order } = await paidInSilence(shop)
    shop.orders.row(order.id).closed = true
    expect(await shop.weixin.orders.close(order.id)).toBe('closed')
    expect(shop.orders.unexpectedCalls).toEqual([{ orderId: order.id, why: 'closed' }])
    expect(shop.simulator.refunds()).toHaveLength(1)
  })

  it('calls nothing at WeChat for an order that was never opened there, or is too young', async () => {
    const shop = await openShop()
    const never = shop.orders.add()
    expect(await shop.weixin.orders.close(never.id)).toBe('closed')
    const { order } = await openAttempt(shop)
    expect(await shop.weixin.orders.close(order.id, { olderThan: HOUR_MS })).toBe('unpaid')
    expect(states(shop)).toEqual(['NOTPAY'])
  })

  it('says unknown when WeChat does not answer, and throws for an order that nobody knows', async () => {
    const shop = await openShop()
    const { order } = await openAttempt(shop)
    await shop.simulator.close()
    expect(await shop.weixin.orders.close(order.id)).toBe('unknown')
    await expect(shop.weixin.orders.close('TEA9999')).rejects.toMatchObject({
      code: 'order-not-found',
    })
  })
})

describe('reconcile', () => {
  it('settles, closes or leaves each order, and reports each', async () => {
    const shop = await openShop()
    const paid = await paidInSilence(shop)
    const old = await openAttempt(shop, { createdAt: new Date(Date.now() - HOUR_MS) })
    const young = await openAttempt(shop)
    const lapsed = await openAttempt(shop, { payBefore: new Date(Date.now() + HOUR_MS) })
    shop.orders.row(lapsed.order.id).payBefore = new Date(Date.now() - 1)
    const steps: ReconciledOrder[] = []
    const pending = [paid, old, young, lapsed].map(({ order }) => order.id)
    const summary = await reconcile(shop.weixin, {
      pending,
      closeAfter: HOUR_MS / 2,
      onProgress: (step) => void steps.push(step),
    })
    expect(summary).toEqual({ paid: 1, closed: 2, unpaid: 1, unknown: 0, failed: 0, skipped: 0 })
    expect(new Map(steps.map(({ orderId, state }) => [orderId, state]))).toEqual(
      new Map([
        [paid.order.id, 'paid'],
        [old.order.id, 'closed'],
        [young.order.id, 'unpaid'],
        [lapsed.order.id, 'closed'],
      ]),
    )
    expect(states(shop)).toEqual(['SUCCESS', 'CLOSED', 'NOTPAY', 'CLOSED'])
    expect(shop.orders.row(paid.order.id).transactionId).toBe(paid.transactionId)
  })

  it('closes nothing without the option that says when', async () => {
    const shop = await openShop()
    const { order } = await openAttempt(shop, { createdAt: new Date(0) })
    const summary = await reconcile(shop.weixin, { pending: [order.id] })
    expect([summary.unpaid, states(shop)]).toEqual([1, ['NOTPAY']])
  })

  it('goes on after an order that fails, and counts it', async () => {
    const shop = await openShop()
    const { order } = await paidInSilence(shop)
    const broken = shop.orders.add()
    const find = shop.orders.find.bind(shop.orders)
    shop.orders.find = (id, requester) =>
      id === broken.id ? Promise.reject(new Error('the row is broken')) : find(id, requester)
    const steps: ReconciledOrder[] = []
    const summary = await reconcile(shop.weixin, {
      pending: [broken.id, 'TEA9999', order.id],
      concurrency: 1,
      onProgress(step) {
        steps.push(step)
        if (step.state === 'paid') throw new Error('the app is broken')
      },
    })
    expect(summary).toEqual({ paid: 1, closed: 0, unpaid: 0, unknown: 2, failed: 3, skipped: 0 })
    expect(steps.map(({ error }) => error?.code)).toEqual([
      'internal',
      'order-not-found',
      undefined,
    ])
  })

  it('queries no more orders at once than `concurrency`, from a list that is generated piece by piece', async () => {
    const shop = await openShop()
    let running = 0
    let most = 0
    const weixin = {
      ...shop.weixin,
      orders: {
        ...shop.weixin.orders,
        async status(orderId: string) {
          running += 1
          most = Math.max(most, running)
          const status = await shop.weixin.orders.status(orderId)
          running -= 1
          return status
        },
      },
    }
    async function* pending() {
      for (let i = 0; i < 20; i += 1) yield shop.orders.add().id
    }
    const summary = await reconcile(weixin, { pending, concurrency: 3 })
    expect([summary.unpaid, most]).toEqual([20, 3])
  })

  it('stops after the orders under way when its signal aborts', async () => {
    const shop = await openShop()
    const end = new AbortController()
    const pending = [shop.orders.add().id, shop.orders.add().id, shop.orders.add().id]
    const summary = await reconcile(shop.weixin, {
      pending,
      concurrency: 1,
      signal: end.signal,
      onProgress: () => end.abort(),
    })
    expect(summary.unpaid).toBe(1)
  })

  it('rejects when the list breaks off, after the orders under way', async () => {
    const shop = await openShop()
    const { order } = await paidInSilence(shop)
    async function* pending() {
      yield order.id
      throw new Error('the database is away')
    }
    await expect(reconcile(shop.weixin, { pending })).rejects.toThrow('the database is away')
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
  })

  it('runs in two servers at once, beside the notification, and records once', async () => {
    const one = await openShop()
    const other = await openShop({
      simulator: one.simulator,
      orders: one.orders,
      weixin: { origin: one.url },
    })
    const { order, transactionId } = await paidInSilence(one)
    const walks = [one, other].map(({ weixin }) => reconcile(weixin, { pending: [order.id] }))
    const notification = one.simulator.notifications.deliver(transactionId)
    expect((await Promise.all(walks)).map(({ paid }) => paid)).toEqual([1, 1])
    expect((await notification).status).toBe(204)
    expect(one.orders.row(order.id).transactionId).toBe(transactionId)
  })

  it.each([
    ['closeAfter', { closeAfter: null as unknown as number }],
    ['closeAfter', { closeAfter: Number.NaN }],
    ['closeAfter', { closeAfter: -1 }],
    ['closeAfter', { closeAfter: '900000' as unknown as number }],
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: 1.5 }],
    ['claimMs', { claimMs: 0 }],
    ['claimMs', { claimMs: Number.NaN }],
    ['closeafter', { closeafter: 0 } as object],
    ['pending', { pending: undefined } as object],
    ['pending', { pending: 'TEA1024' }],
    ['pending', { pending: async () => undefined as unknown as string[] }],
  ])('refuses a %s that cannot be meant, and closes nothing', async (name, options) => {
    const shop = await openShop()
    const { order } = await openAttempt(shop)
    await expect(reconcile(shop.weixin, { pending: [order.id], ...options })).rejects.toMatchObject(
      {
        code: 'option-invalid',
        detail: expect.stringMatching(`^${name}: `),
      },
    )
    const olderThan = null as unknown as number
    await expect(shop.weixin.orders.close(order.id, { olderThan })).rejects.toMatchObject({
      code: 'option-invalid',
    })
    // Without the right name everything would be closed at once.
    const misspelt = { olderthan: 900_000 } as object
    await expect(shop.weixin.orders.close(order.id, misspelt)).rejects.toMatchObject({
      code: 'option-invalid',
      detail: 'olderthan: no such option; did you mean olderThan?',
    })
    expect(states(shop)).toEqual(['NOTPAY'])
  })
})
