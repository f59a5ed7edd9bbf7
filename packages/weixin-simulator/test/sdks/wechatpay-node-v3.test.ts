import { afterAll, beforeAll, expect, test } from 'vitest'
import Pay from 'wechatpay-node-v3'
import { PayRequest } from 'wechatpay-node-v3/dist/lib/pay-request.js'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { newOutTradeNo } from '../merchant.ts'
import { callPhone, ORIGIN } from '../phone.ts'
import { receiver } from '../receiver.ts'

// wechatpay-node-v3, unmodified: its own hook sends the requests of its own client to another host.
const WEIXIN = 'https://api.mch.weixin.qq.com'

let weixin: Simulator
let serialNo: string
beforeAll(async () => {
  weixin = await createSimulator()
  // The library knows platform certificates only.
  serialNo = (await weixin.platform.issue()).serialNo
  weixin.platform.signBy({ [serialNo]: 1 })
})
afterAll(() => weixin.close())

function open(): Pay {
  const { appId, mchId, certificate, privateKey, apiV3Key } = weixin.credentials
  const pay = new Pay({
    appid: appId,
    mchid: mchId,
    publicKey: Buffer.from(certificate),
    privateKey: Buffer.from(privateKey),
    key: apiV3Key,
  })
  const own = new PayRequest()
  const here = (url: string): string => url.replace(WEIXIN, weixin.url)
  pay.createHttp({
    get: (url, headers) => own.get(here(url), headers),
    post: (url, params, headers) => own.post(here(url), params, headers),
    upload: (url, params, headers) => own.upload(here(url), params, headers),
  })
  return pay
}

const order = (notifyUrl = 'http://127.0.0.1:1/notify') => ({
  description: '明前龙井 50g',
  out_trade_no: newOutTradeNo(),
  notify_url: notifyUrl,
  amount: { total: 100 },
})

test('the serial that it reads from the certificate is taken, though in lower case', async () => {
  const { status } = await open().query({ out_trade_no: 'NEVER_ORDERED' })
  expect(status).toBe(404)
  expect(weixin.log().at(-1)?.checks).toContainEqual(
    expect.objectContaining({ check: 'serial_no in upper case', ok: true }),
  )
})

test('JSAPI: orders, opens the sheet, verifies and opens the notification, asks', async () => {
  const notify = await receiver(() => 204)
  const pay = open()
  const openid = weixin.users()[0]?.openid ?? ''
  const made = { ...order(notify.url), payer: { openid } }
  const { data: args } = await pay.transactions_jsapi(made)
  const sheet = await callPhone(weixin, 'payments', { page: `${ORIGIN}/`, args })
  expect(await sheet.json()).toMatchObject({ payment: { total: 100 } })
  await weixin.pay(made.out_trade_no)
  await weixin.notifications.idle()
  const { headers, text } = notify.all[0]!
  const read = (name: string): string => headers.get(`wechatpay-${name}`) ?? ''
  const signed = {
    timestamp: read('timestamp'),
    nonce: read('nonce'),
    serial: read('serial'),
    signature: read('signature'),
  }
  expect(await pay.verifySign({ ...signed, body: text })).toBe(true)
  expect(await pay.verifySign({ ...signed, body: `${text} ` })).toBe(false)
  const { ciphertext, associated_data, nonce } = JSON.parse(text).resource
  expect(pay.decipher_gcm(ciphertext, associated_data, nonce)).toMatchObject({
    out_trade_no: made.out_trade_no,
    trade_state: 'SUCCESS',
  })
  const { data } = await pay.query({ out_trade_no: made.out_trade_no })
  expect(data).toMatchObject({ trade_state: 'SUCCESS', payer: { openid } })
  await notify.close()
})

test('H5, Native and APP orders, and a close', async () => {
  const pay = open()
  const scene = { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap', app_name: '茶铺' } }
  const h5 = await pay.transactions_h5({ ...order(), scene_info: scene })
  expect(h5.data).toHaveProperty('h5_url')
  const native = order()
  expect((await pay.transactions_native(native)).data).toHaveProperty('code_url')
  expect((await pay.close(native.out_trade_no)).status).toBe(204)
  const app = await pay.transactions_app(order())
  expect(app.data).toMatchObject({ package: 'Sign=WXPay', partnerid: weixin.credentials.mchId })
})

test('refunds, asks for the refund, reads both bills', async () => {
  const pay = open()
  const made = order()
  await pay.transactions_native(made)
  await weixin.pay(made.out_trade_no)
  const out_refund_no = `R${made.out_trade_no}`
  const refund = await pay.refunds({
    out_trade_no: made.out_trade_no,
    out_refund_no,
    reason: '少一包',
    amount: { refund: 40, total: 100, currency: 'CNY' },
  })
  expect(refund.data).toMatchObject({ status: 'PROCESSING' })
  expect((await pay.find_refunds(out_refund_no)).data).toMatchObject({ status: 'SUCCESS' })
  const at = Date.parse(weixin.log().at(-1)?.at ?? '')
  await weixin.advance(48 * 3600)
  const bill_date = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
  const trades = await pay.tradebill({ bill_date, bill_type: 'ALL' })
  expect(trades.data).toMatchObject({ hash_type: 'SHA1' })
  // The library signs what follows WeChat's own host.
  const link = String(trades.data?.['download_url']).replace(weixin.url, WEIXIN)
  const file = await pay.downloadBill(link)
  expect(String(file.data)).toContain(`\`${made.out_trade_no},`)
  const flow = await pay.fundflowbill({ bill_date, account_type: 'BASIC' })
  expect(flow.data).toHaveProperty('download_url')
})
