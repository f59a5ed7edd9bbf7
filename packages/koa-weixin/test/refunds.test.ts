import { describe, expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { Http } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type ShopOptions } from './shop.ts'

async function paid(options?: ShopOptions) {
  const shop = await openShop(options)
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const reply = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (reply.tradeType !== 'jsapi') throw new Error('no jsapi payment')
  const { transactionId } = await shop.simulator.pay(reply.params.package.slice(10))
  await shop.simulator.notifications.idle()
  return { shop, transaction: { transactionId, total: 2800 } }
}

describe('a refund that is asked about', () => {
  it('is shown as it stands, down to its end', async () => {
    const { shop, transaction } = await paid()
    const made = await shop.weixin.refunds.create({
      ...transaction,
      outRefundNo: 'back|1@a',
      amount: 1000,
    })
    expect(made).toMatchObject({ refundStatus: 'PROCESSING', succeededAt: null })
    const found = await shop.weixin.refunds.find('back|1@a')
    const { refundId, transactionId, outTradeNo, amount, total } = made
    expect(found).toMatchObject({
      refundId,
      transactionId,
      outTradeNo,
      amount,
      total,
      outRefundNo: 'back|1@a',
      refundStatus: 'SUCCESS',
      succeededAt: expect.any(Date),
    })
  })

  it('is unknown when WeChat never accepted it', async () => {
    const { shop } = await paid()
    await expect(shop.weixin.refunds.find('back-9')).rejects.toMatchObject({
      code: 'refund-unknown',
      response: { status: 404, code: 'RESOURCE_NOT_EXISTS' },
    })
    // Not by a number that no refund can have: 404 would say that it is safe to request it again.
    const nothing = undefined as unknown as string
    await expect(shop.weixin.refunds.find(nothing)).rejects.toMatchObject({
      code: 'refund-invalid',
      detail: 'outRefundNo: a text, not undefined',
    })
  })

  it.each([
    ['another number, well signed', true, 'response-mismatch'],
    ['no signature of WeChat', false, 'response-unverified'],
  ])('is not trusted with %s', async (_, isSigned, code) => {
    const real = axiosHttp()
    const http: Http = async (request) => {
      const reply = await real(request)
      if (!request.url.endsWith('/refunds/back-1')) return reply
      const body = reply.body.toString().replace('back-1', 'back-2')
      const headers = isSigned ? signedHeaders(body) : reply.headers
      return { ...reply, headers, body: Buffer.from(body) }
    }
    const { shop, transaction } = await paid({ simulator: { keys: WEIXIN_KEYS }, weixin: { http } })
    await shop.weixin.refunds.create({ ...transaction, outRefundNo: 'back-1', amount: 1000 })
    await expect(shop.weixin.refunds.find('back-1')).rejects.toMatchObject({ code })
  })
})

describe('a refund that WeChat refuses', () => {
  it.each([
    [
      'another total than the order’s',
      { amount: 1, total: 2801 },
      'INVALID_REQUEST',
      '`total` must be the amount of the order',
    ],
    [
      'of a payment that is not there',
      { transactionId: '4200000000', amount: 1 },
      'RESOURCE_NOT_EXISTS',
      'Check `transactionId`',
    ],
  ])('%s: says why, and what to do', async (_, changed, code, remedy) => {
    const { shop, transaction } = await paid()
    const { amount, ...changes } = { ...transaction, ...changed }
    const refused = shop.weixin.refunds.create({ ...changes, outRefundNo: 'back-1', amount })
    await expect(refused).rejects.toMatchObject({
      code: 'refund-refused',
      response: { code },
      remedy: { en: expect.stringContaining(remedy) },
    })
    expect(shop.simulator.refunds()).toEqual([])
  })

  it('the same number with another amount', async () => {
    const { shop, transaction } = await paid()
    await shop.weixin.refunds.create({ ...transaction, outRefundNo: 'back-1', amount: 1000 })
    const again = shop.weixin.refunds.create({
      ...transaction,
      outRefundNo: 'back-1',
      amount: 1001,
    })
    await expect(again).rejects.toMatchObject({ code: 'refund-refused' })
    expect(shop.simulator.refunds()).toHaveLength(1)
  })

  it.each([
    ['NOT_ENOUGH', 403, 'refund-refused'],
    ['NOTENOUGH', 403, 'refund-refused'],
    ['USER_ACCOUNT_ABNORMAL', 403, 'refund-refused'],
    ['TRADE_OVERDUE', 403, 'refund-refused'],
    ['NO_AUTH', 403, 'weixin-refused'],
    ['FREQUENCY_LIMITED', 429, 'weixin-unreachable'],
  ])('%s (%i) is %s', async (reported, status, code) => {
    const real = axiosHttp()
    const http: Http = async (request) => {
      if (!request.url.endsWith('/domestic/refunds')) return real(request)
      const body = Buffer.from(JSON.stringify({ code: reported, message: '…' }))
      return { status, headers: {}, body }
    }
    const { shop, transaction } = await paid({ weixin: { http } })
    await expect(
      shop.weixin.refunds.create({ ...transaction, outRefundNo: 'back-1', amount: 1000 }),
    ).rejects.toMatchObject({ code, response: { code: reported } })
  })
})
