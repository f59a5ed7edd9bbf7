import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { PaymentOptions } from '../src/index.ts'
import type { TeaOrder } from './tea-orders.ts'
import type { Answer } from './cookie-client.ts'
import { openShop, type ShopOptions } from './shop.ts'

/** "Not paid" and dates as databases and ODMs give them, in an app without types. */
const SPELLINGS: [string, object][] = [
  ['transactionId', { transactionId: '' }],
  ['transactionId', { transactionId: undefined }],
  ['transactionId', { transactionId: 0 }],
  ['transactionId', { transactionId: false }],
  ['transactionId', { transactionId: 'null' }],
  ['transactionId', { transactionId: '-1' }],
  ['transactionId', { transactionId: '2026-11-23' }],
  ['createdAt', { createdAt: '2026-11-23 09:41:00' }],
  ['total', { total: '2800' }],
  ['closed', { closed: 'false' }],
  ['payBefore', { payBefore: '2036-01-01' }],
]

const codeOf = ({ body }: Answer): string => (body as { error: { code: string } }).error.code

describe.each<{ api: 'v3' | 'v2'; merchant: NonNullable<ShopOptions['merchant']> }>([
  { api: 'v3', merchant: {} },
  { api: 'v2', merchant: { api: 'v2' } },
])('an order that cannot be right, with API $api', ({ merchant }) => {
  it('never reads as paid, moves no money, and is settled once it is right', async () => {
    const shop = await openShop({ merchant })
    const { orders, simulator, alerts } = shop
    orders.onUnexpectedPayment = () => 'refund'
    const customer = await shop.customer()
    const order = orders.add({ openid: customer.openid })
    const payment = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')

    const right = { ...orders.row(order.id) }
    const spell = (change: object): void =>
      void orders.rows.set(order.id, { ...right, ...change } as TeaOrder)
    for (const [field, change] of SPELLINGS) {
      spell(change)
      for (const answer of [
        await customer.get(`/weixin/pay/${order.id}`),
        await customer.post(`/weixin/pay/${order.id}`),
      ]) {
        expect({ [field]: answer.status }).toEqual({ [field]: 500 })
        expect(codeOf(answer)).toBe('order-invalid')
      }
    }

    const create = (options: unknown): Promise<Payment> =>
      shop.weixin.orders.createPayment(order.id, options as PaymentOptions)
    for (const options of [undefined, {}, { requester: null }, { requester: { by: 'me' } }])
      await expect(create(options)).rejects.toMatchObject({
        code: 'option-invalid',
        detail: expect.stringMatching(/^requester: /),
      })
    spell({})
    orders.find = (id) => ({ ...orders.row(id) })
    for (const [openid, code] of [
      [undefined, 'sign-in-required'],
      ['', 'sign-in-required'],
      [7, 'payer-invalid'],
      ['o p', 'payer-invalid'],
    ])
      await expect(create({ requester: { by: 'page', ctx: {}, openid } })).rejects.toMatchObject({
        code,
      })
    expect(simulator.orders()).toHaveLength(1)

    spell({ transactionId: '' })
    await simulator.pay(payment.params.package.slice('prepay_id='.length))
    await simulator.notifications.idle()
    expect(orders.paidCalls).toEqual([])
    expect(simulator.refunds()).toEqual([])
    expect(alerts.map(({ error }) => error.code)).toEqual(['order-invalid'])
    expect(alerts[0]?.error.detail).toMatch(/^transactionId: /)

    spell({})
    expect((await customer.get(`/weixin/pay/${order.id}`)).body).toMatchObject({ state: 'paid' })
    expect(orders.paidCalls).toHaveLength(1)
    expect(simulator.refunds()).toEqual([])
  })
})
