import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, rsaSign, rsaVerify } from './merchant.ts'
import { opened, receiver } from './receiver.ts'

let weixin: Simulator
let notify: Awaited<ReturnType<typeof receiver>>

beforeAll(async () => {
  weixin = await createSimulator()
  notify = await receiver(() => 204)
})
afterAll(async () => {
  await weixin.close()
  await notify.close()
})

test('an order is made, paid, notified, queried and refunded', async () => {
  const shop = merchant(weixin, notify.url)
  const order = shop.order({ attach: '订单 7' })
  const outTradeNo = String(order['out_trade_no'])
  const ordered = await shop.prepay(order)
  expect(ordered).toMatchObject({ status: 200, isSigned: true })
  expect(ordered.body['prepay_id']).toMatch(/^wx\d{8}[0-9a-f]{22}\d{4}$/)
  expect(ordered.headers.get('request-id')).toMatch(/^[0-9A-F]+-0$/)
  expect((await shop.query(outTradeNo)).body).toEqual({
    appid: weixin.credentials.appId,
    mchid: weixin.credentials.mchId,
    out_trade_no: outTradeNo,
    trade_state: 'NOTPAY',
    trade_state_desc: '订单未支付',
    // As three published replies have it.
    amount: { payer_currency: 'CNY', total: 100 },
    promotion_detail: [],
    scene_info: { device_id: '' },
  })

  const paid = await weixin.pay(String(ordered.body['prepay_id']))
  const { transactionId } = paid
  expect(paid.outTradeNo).toBe(outTradeNo)
  await weixin.notifications.idle()
  const [notification] = notify.all
  if (!notification) throw new Error('No notification came')
  const { event, resource, isSigned } = opened(notification, weixin.credentials)
  expect(isSigned).toBe(true)
  expect(event).toMatchObject({
    event_type: 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
  })
  expect(resource).toMatchObject({
    transaction_id: transactionId,
    out_trade_no: outTradeNo,
    attach: '订单 7',
    trade_state: 'SUCCESS',
    amount: { total: 100, payer_total: 100, currency: 'CNY', payer_currency: 'CNY' },
  })
  expect((await shop.query(outTradeNo)).body).toEqual(resource)

  const { mchId } = weixin.credentials
  const byId = await shop.call('GET', `/v3/pay/transactions/id/${transactionId}?mchid=${mchId}`)
  expect(byId).toMatchObject({ status: 200, isSigned: true, body: resource })

  const refund = {
    transaction_id: transactionId,
    out_refund_no: `R${transactionId}`,
    notify_url: notify.url,
    amount: { refund: 40, total: 100, currency: 'CNY' },
  }
  const refunded = await shop.refund(refund)
  expect(refunded).toMatchObject({ status: 200, isSigned: true, body: { status: 'PROCESSING' } })
  await weixin.notifications.idle()
  const last = notify.all.at(-1)
  if (!last) throw new Error('No notification came')
  expect(opened(last, weixin.credentials).resource).toMatchObject({
    refund_status: 'SUCCESS',
    out_refund_no: refund.out_refund_no,
    amount: { total: 100, refund: 40 },
  })
  const repeated = await shop.refund(refund)
  expect(repeated.body).toMatchObject({
    status: 'SUCCESS',
    refund_id: refunded.body['refund_id'],
  })
  expect(weixin.refunds()).toHaveLength(1)
  expect((await shop.query(outTradeNo)).body['trade_state']).toBe('REFUND')
  const answered = await shop.call('GET', `/v3/refund/domestic/refunds/${refund.out_refund_no}`)
  expect(answered.body).toEqual(repeated.body)
})

test('the certificate is the merchant’s, with its serial', () => {
  const { certificate, serialNo, mchId, privateKey } = weixin.credentials
  const read = new X509Certificate(certificate)
  expect(read.serialNumber).toBe(serialNo)
  expect(read.subject).toContain(`CN=${mchId}`)
  const key = read.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  expect(rsaVerify('text', rsaSign('text', privateKey), key)).toBe(true)
})

test('the balance pays first, then a bank card', async () => {
  const shop = merchant(weixin, notify.url)
  const before = weixin.users()[0]?.balance ?? 0
  await weixin.pay(await shop.prepayId({ amount: { total: 50 } }))
  expect(weixin.users()[0]?.balance).toBe(before - 50)
  await weixin.pay(await shop.prepayId({ amount: { total: 9_999_900 } }))
  expect(weixin.users()[0]?.balance).toBe(before - 50)
})
