import { createDecipheriv, createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../src/client.ts'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, now, rsaSign } from './merchant.ts'
import { callPhone, ORIGIN } from './phone.ts'
import { opened, receiver } from './receiver.ts'
import { read, v2Merchant } from './v2-merchant.ts'

// A payment with a coupon is the one in which what the payer paid is not what the order costs.
let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

const payer = () => weixin.users()[0]!
const order = { amount: { total: 1000, currency: 'CNY' } }

/** An order of 10 yuan that was paid with a coupon of 3. */
async function payWithCoupon(type: 'CASH' | 'NOCASH', notifyUrl?: string) {
  const shop = merchant(weixin, notifyUrl)
  const coupon = await weixin.giveCoupon({ amount: 300, type, name: '满减券' })
  const { transactionId, outTradeNo } = await weixin.payer.pay(await shop.prepayId(order), {
    coupons: [coupon.couponId],
  })
  return { shop, coupon, transactionId, outTradeNo }
}

describe('API v3', () => {
  test('query and notification: payer_total below total, and promotion_detail', async () => {
    const notify = await receiver(() => 204)
    const { balance } = payer()
    const { shop, coupon, outTradeNo } = await payWithCoupon('CASH', notify.url)
    expect(payer().balance).toBe(balance - 700)
    const { body } = await shop.query(outTradeNo)
    const { couponId, stockId } = coupon
    expect(body).toMatchObject({
      trade_state: 'SUCCESS',
      amount: { total: 1000, payer_total: 700, currency: 'CNY', payer_currency: 'CNY' },
      promotion_detail: [
        {
          coupon_id: couponId,
          name: '满减券',
          scope: 'GLOBAL',
          type: 'CASH',
          amount: 300,
          stock_id: stockId,
          wechatpay_contribute: 0,
          merchant_contribute: 300,
          other_contribute: 0,
          currency: 'CNY',
        },
      ],
    })
    await weixin.notifications.idle()
    const { resource } = opened(notify.all[0]!, weixin.credentials)
    expect(resource).toMatchObject({
      amount: body['amount'],
      promotion_detail: body['promotion_detail'],
    })
    expect(weixin.orders().at(-1)).toMatchObject({ total: 1000, payerTotal: 700 })
    await notify.close()
  })

  test('an order without a coupon has no promotion_detail, its refund an empty one', async () => {
    const shop = merchant(weixin)
    const { outTradeNo, transactionId } = await weixin.pay(await shop.prepayId())
    const { body } = await shop.query(outTradeNo)
    expect(body).not.toHaveProperty('promotion_detail')
    expect(body['amount']).toMatchObject({ total: 100, payer_total: 100 })
    const amount = { refund: 1, total: 100, currency: 'CNY' }
    const refund = { transaction_id: transactionId, out_refund_no: 'R0', amount }
    expect((await shop.refund(refund)).body['promotion_detail']).toEqual([])
  })

  test('refunds go back in proportion, and in the end all of it', async () => {
    const notify = await receiver(() => 204)
    const { shop, coupon, transactionId } = await payWithCoupon('NOCASH')
    const { balance } = payer()
    const refund = async (out_refund_no: string, refunded: number) => {
      const { body } = await shop.refund({
        transaction_id: transactionId,
        out_refund_no,
        notify_url: notify.url,
        amount: { refund: refunded, total: 1000, currency: 'CNY' },
      })
      await weixin.advance(61)
      return body
    }
    expect(await refund('R1', 333)).toMatchObject({
      amount: {
        total: 1000,
        refund: 333,
        payer_total: 700,
        payer_refund: 233,
        settlement_total: 700,
        settlement_refund: 233,
        discount_refund: 100,
      },
      promotion_detail: [
        {
          promotion_id: coupon.couponId,
          scope: 'GLOBAL',
          type: 'DISCOUNT',
          amount: 300,
          refund_amount: 100,
        },
      ],
    })
    expect(payer().balance).toBe(balance + 233)
    const { resource } = opened(notify.all[0]!, weixin.credentials)
    expect(resource.amount).toEqual({
      total: 1000,
      refund: 333,
      payer_total: 700,
      payer_refund: 233,
    })
    expect(await refund('R2', 667)).toMatchObject({
      amount: { payer_refund: 467, discount_refund: 200, settlement_refund: 467 },
    })
    expect(payer().balance).toBe(balance + 700)
    expect(weixin.refunds().map(({ payerRefund }) => payerRefund)).toEqual([233, 467])
    await notify.close()
  })

  test('a refund that was closed gives nothing back, and the next ones still add up', async () => {
    const shop = merchant(weixin)
    const { couponId } = await weixin.giveCoupon({ amount: 1 })
    const prepayId = await shop.prepayId({ amount: { total: 3 } })
    const { transactionId } = await weixin.payer.pay(prepayId, { coupons: [couponId] })
    const amounts: unknown[] = []
    for (const [i, end] of (['SUCCESS', 'CLOSED', 'SUCCESS', 'SUCCESS'] as const).entries()) {
      weixin.faults.setRefundEnd(end)
      const { body } = await shop.refund({
        transaction_id: transactionId,
        out_refund_no: `R${i}`,
        amount: { refund: 1, total: 3, currency: 'CNY' },
      })
      const { payer_refund, discount_refund } = body['amount'] as Record<string, number>
      amounts.push([payer_refund, discount_refund])
      await weixin.advance(61)
    }
    expect(amounts).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 0],
    ])
  })

  test('the merchant’s balance moves by what is settled', async () => {
    weixin.faults.setMerchantBalance(0)
    const { shop, transactionId } = await payWithCoupon('NOCASH')
    const refunded = await shop.refund({
      transaction_id: transactionId,
      out_refund_no: 'R1',
      amount: { refund: 1000, total: 1000, currency: 'CNY' },
    })
    expect(refunded.status).toBe(200)
    const cash = await payWithCoupon('CASH')
    const refundedCash = await cash.shop.refund({
      transaction_id: cash.transactionId,
      out_refund_no: 'R2',
      amount: { refund: 1000, total: 1000, currency: 'CNY' },
    })
    expect(refundedCash.body['amount']).toMatchObject({
      settlement_total: 1000,
      settlement_refund: 1000,
      payer_refund: 700,
      discount_refund: 300,
    })
  })
})

describe('API v2', () => {
  const pay = async (types: readonly ('CASH' | 'NOCASH')[], notifyUrl?: string) => {
    const shop = v2Merchant(weixin, notifyUrl)
    const coupons: string[] = []
    for (const type of types)
      coupons.push((await weixin.giveCoupon({ amount: 150, type })).couponId)
    const paid = await weixin.payer.pay(await shop.prepayId({ total_fee: '1000' }), { coupons })
    return { shop, coupons, ...paid }
  }

  test('query and notification: cash_fee, settlement_total_fee and one group for each coupon', async () => {
    const notify = await receiver(() => 200)
    const { shop, coupons, outTradeNo } = await pay(['CASH', 'NOCASH'], notify.url)
    const { fields, isSigned } = await shop.call('/pay/orderquery', { out_trade_no: outTradeNo })
    expect(isSigned).toBe(true)
    const expected = {
      total_fee: '1000',
      cash_fee: '700',
      settlement_total_fee: '850',
      coupon_fee: '300',
      coupon_count: '2',
      coupon_type_0: 'CASH',
      coupon_id_0: coupons[0],
      coupon_fee_0: '150',
      coupon_type_1: 'NO_CASH',
      coupon_id_1: coupons[1],
      coupon_fee_1: '150',
    }
    expect(fields).toMatchObject(expected)
    await weixin.notifications.idle()
    expect(read(notify.all[0]!.text)).toMatchObject(expected)
    await notify.close()
  })

  test('without a NOCASH coupon there is neither settlement_total_fee nor coupon_type', async () => {
    const { shop, outTradeNo } = await pay(['CASH'])
    const { fields } = await shop.call('/pay/orderquery', { out_trade_no: outTradeNo })
    expect(fields).toMatchObject({ cash_fee: '850', coupon_fee: '150', coupon_count: '1' })
    expect(fields).not.toHaveProperty('settlement_total_fee')
    // As in a captured reply.
    expect(fields).not.toHaveProperty('coupon_type_0')
    expect(fields).toHaveProperty('coupon_id_0')
  })

  test('refund, refund query and refund notification', async () => {
    const notify = await receiver(() => 200)
    const { shop, coupons, transactionId } = await pay(['CASH', 'NOCASH'])
    const request = { transaction_id: transactionId, total_fee: '1000', notify_url: notify.url }
    const refunded = await shop.refund({ ...request, out_refund_no: 'R1', refund_fee: '500' })
    expect(refunded.fields).toMatchObject({
      refund_fee: '500',
      settlement_refund_fee: '425',
      total_fee: '1000',
      settlement_total_fee: '850',
      cash_fee: '700',
      cash_refund_fee: '350',
      coupon_refund_fee: '150',
      coupon_refund_count: '2',
      coupon_type_0: 'CASH',
      coupon_refund_id_0: coupons[0],
      coupon_refund_fee_0: '75',
      coupon_type_1: 'NO_CASH',
      coupon_refund_id_1: coupons[1],
      coupon_refund_fee_1: '75',
    })
    const query = await shop.call('/pay/refundquery', { out_refund_no: 'R1' })
    expect(query.fields).toMatchObject({
      cash_fee: '700',
      settlement_total_fee: '850',
      refund_fee_0: '500',
      settlement_refund_fee_0: '425',
      coupon_refund_fee_0: '150',
      coupon_refund_count_0: '2',
      coupon_type_0_1: 'NO_CASH',
      coupon_refund_id_0_1: coupons[1],
      coupon_refund_fee_0_1: '75',
    })
    await weixin.notifications.idle()
    const { req_info = '' } = read(notify.all[0]!.text)
    const key = createHash('md5').update(shop.key).digest('hex')
    const cipher = createDecipheriv('aes-256-ecb', key, null)
    const info = read(cipher.update(req_info, 'base64', 'utf8') + cipher.final('utf8'))
    expect(info).toMatchObject({
      refund_fee: '500',
      settlement_refund_fee: '425',
      settlement_total_fee: '850',
      cash_refund_fee: '350',
    })
    await notify.close()
  })
})

describe('the control', () => {
  test('gives, lists and uses a coupon once', async () => {
    const client = createClient(weixin.url)
    const given = await client.giveCoupon({ amount: 20, name: '茶券' })
    expect(given).toMatchObject({ openid: payer().openid, minimum: 21, type: 'CASH' })
    expect(await client.coupons()).toEqual([given])
    const outTradeNo = String(merchant(weixin).order()['out_trade_no'])
    await merchant(weixin).prepay(merchant(weixin).order({ out_trade_no: outTradeNo }))
    await client.pay({ outTradeNo, coupons: [given.couponId] })
    expect(await client.coupons()).toEqual([])
    const next = await merchant(weixin).prepayId()
    await expect(client.pay({ prepayId: next, coupons: [given.couponId] })).rejects.toThrow(
      `no coupon ${given.couponId}`,
    )
  })

  test('refuses a coupon for a whole order, and one that another user holds or that is too large', async () => {
    await expect(weixin.giveCoupon({ amount: 20, minimum: 20 })).rejects.toThrow('minimum')
    await expect(weixin.giveCoupon({ amount: 0 })).rejects.toThrow('amount')
    await expect(weixin.giveCoupon({ amount: 1, openid: 'oNobody' })).rejects.toThrow('oNobody')
    const others = await weixin.giveCoupon({ amount: 20, openid: weixin.users()[1]!.openid })
    const large = await weixin.giveCoupon({ amount: 100 })
    const prepayId = await merchant(weixin).prepayId()
    for (const { couponId } of [others, large])
      await expect(weixin.payer.pay(prepayId, { coupons: [couponId] })).rejects.toThrow(couponId)
    const two = [await weixin.giveCoupon({ amount: 50 }), await weixin.giveCoupon({ amount: 50 })]
    const coupons = two.map(({ couponId }) => couponId)
    await expect(weixin.payer.pay(prepayId, { coupons })).rejects.toThrow('at least 1 fen')
    expect(weixin.coupons()).toHaveLength(4)
  })

  test('a restart forgets neither the coupons nor what they were used for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weixin-simulator-'))
    const first = await createSimulator({ folder })
    const [used, left] = [
      await first.giveCoupon({ amount: 10 }),
      await first.giveCoupon({ amount: 20 }),
    ]
    const prepayId = await merchant(first).prepayId()
    await first.payer.pay(prepayId, { coupons: [used.couponId] })
    await first.close()
    const second = await createSimulator({ folder })
    expect(second.coupons()).toEqual([left])
    expect(second.orders()).toMatchObject([{ total: 100, payerTotal: 90 }])
    await second.close()
    await rm(folder, { recursive: true })
  })
})

test('the sheet lists what can be used, and pays with it', async () => {
  const { appId, privateKey } = weixin.credentials
  const prepayId = await merchant(weixin).prepayId(order)
  await weixin.giveCoupon({ amount: 2000 })
  const small = await weixin.giveCoupon({ amount: 100, name: '小券' })
  const large = await weixin.giveCoupon({ amount: 400, name: '大券' })
  const time = now()
  const paySign = rsaSign(`${appId}\n${time}\nn\nprepay_id=${prepayId}\n`, privateKey)
  const args = {
    appId,
    timeStamp: time,
    nonceStr: 'n',
    package: `prepay_id=${prepayId}`,
    signType: 'RSA',
    paySign,
  }
  const sheet = await callPhone(weixin, 'payments', { page: `${ORIGIN}/`, args })
  expect((await sheet.json()).payment.coupons).toEqual([
    { couponId: large.couponId, name: '大券', amount: 400 },
    { couponId: small.couponId, name: '小券', amount: 100 },
  ])
  const confirm = async (coupon: string) =>
    (await callPhone(weixin, `payments/${prepayId}`, { method: 'balance', coupon })).json()
  expect(await confirm('1')).toMatchObject({ refused: { dialog: '优惠不可用，请重新选择' } })
  expect(await confirm(small.couponId)).toEqual({ paid: true })
  expect(weixin.orders()).toMatchObject([{ total: 1000, payerTotal: 900 }])
})
