import type { Agent } from 'node:https'
import { createRequire } from 'node:module'
import Tenpay from 'tenpay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { callPhone, ORIGIN } from '../phone.ts'
import { receiver } from '../receiver.ts'
import { v2Merchant } from '../v2-merchant.ts'

// tenpay, API v2, unmodified but for the address: what it signs is accepted, what we sign it verifies (it throws otherwise).
let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const require = createRequire(import.meta.url)
const { httpsAgent }: { httpsAgent: Agent } = createRequire(require.resolve('tenpay'))('urllib')

function open(notifyUrl = 'http://127.0.0.1:1/notify') {
  const { appId, mchId, apiV2Key, p12, ca } = weixin.credentials
  // The machine trusts the authority of the simulator, as it trusts that of WeChat.
  httpsAgent.options.ca = ca
  const api = Tenpay.init({
    appid: appId,
    mchid: mchId,
    partnerKey: apiV2Key,
    pfx: Buffer.from(p12, 'base64'),
    notify_url: notifyUrl,
  })
  for (const name of Object.keys(api.urls)) {
    const { pathname } = new URL(api.urls[name] ?? '')
    const isSecure = pathname.startsWith('/secapi/') || name === 'downloadfundflow'
    api.urls[name] = (isSecure ? weixin.secureUrl : weixin.url) + pathname
  }
  return api
}

test.each(['MD5', 'HMAC-SHA256'])(
  'orders, pays, asks and does not close, %s',
  async (sign_type) => {
    const notify = await receiver(() => 200)
    const api = open(notify.url)
    const { out_trade_no = '', notify_url: _own, ...order } = v2Merchant(weixin).order()
    const args = await api.getPayParams({ ...order, out_trade_no, sign_type, attach: '茶' })
    expect(await api.orderQuery({ out_trade_no, sign_type })).toMatchObject({
      trade_state: 'NOTPAY',
    })
    const { timestamp: _lower, ...given } = args
    const sheet = await callPhone(weixin, 'payments', { page: `${ORIGIN}/`, args: given })
    expect(await sheet.json()).toMatchObject({ payment: { total: 100 } })
    await weixin.pay(args['package']?.replace('prepay_id=', '') ?? '')
    await weixin.notifications.idle()
    const opened = await api._parse(notify.all[0]?.text ?? '', 'middleware_pay')
    expect(opened).toMatchObject({ out_trade_no, attach: '茶', total_fee: '100' })
    expect(await api.orderQuery({ out_trade_no, sign_type })).toMatchObject({
      trade_state: 'SUCCESS',
      attach: '茶',
    })
    await expect(api.closeOrder({ out_trade_no, sign_type })).rejects.toThrow('ORDERPAID')
    await notify.close()
  },
)

test('closes an unpaid order after five minutes', async () => {
  const api = open()
  const order = v2Merchant(weixin).order()
  await api.unifiedOrder(order)
  const { out_trade_no = '' } = order
  await expect(api.closeOrder({ out_trade_no })).rejects.toThrow('INVALID_REQUEST')
  await weixin.advance(300)
  expect(await api.closeOrder({ out_trade_no })).toMatchObject({ result_code: 'SUCCESS' })
})

test('refunds with its certificate, a part of an order with a coupon, and opens the notification', async () => {
  const notify = await receiver(() => 200)
  const api = open()
  const order = v2Merchant(weixin).order()
  const { prepay_id = '' } = await api.unifiedOrder(order)
  const { couponId } = await weixin.giveCoupon({ amount: 50 })
  const { transactionId } = await weixin.payer.pay(prepay_id, { coupons: [couponId] })
  const request = { transaction_id: transactionId, out_refund_no: `R${order['out_trade_no']}` }
  const amounts = { total_fee: '100', refund_fee: '60' }
  expect(
    await api.refund({ ...request, ...amounts, notify_url: notify.url, refund_desc: '少一包' }),
  ).toMatchObject({ refund_fee: '60', cash_refund_fee: '30', coupon_refund_fee: '30' })
  await weixin.notifications.idle()
  const { req_info } = await api._parse(notify.all[0]?.text ?? '', 'middleware_refund')
  expect(req_info).toMatchObject({ refund_status: 'SUCCESS', refund_fee: '60' })
  expect(await api.refundQuery({ out_refund_no: request.out_refund_no })).toMatchObject({
    refund_count: '1',
    refund_status_0: 'SUCCESS',
    coupon_refund_fee_0: '30',
  })
  await notify.close()
})

test('reads the trade bill and the fund-flow bill of the day before', async () => {
  const api = open()
  const order = v2Merchant(weixin).order()
  const { prepay_id = '' } = await api.unifiedOrder(order)
  await weixin.pay(prepay_id)
  const paidAt = Date.parse(weixin.log().at(-1)?.at ?? '')
  await weixin.advance(48 * 3600)
  const bill_date = new Date(paidAt + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  const trades = await api.downloadBill({ bill_date }, true)
  const column = trades.list_title.indexOf('商户订单号')
  expect(trades.list_data.map((row) => row[column])).toContain(order['out_trade_no'])
  expect(trades.total_title[0]?.replace('\uFEFF', '')).toBe('总交易单数')
  const flow = await api.downloadFundflow({ bill_date }, true)
  expect(flow.list_title).toContain('账户结余(元)')
  expect(flow.list_data.length).toBeGreaterThan(trades.list_data.length)
})
