import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Formatter, Wechatpay } from 'wechatpay-axios-plugin'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { v2Merchant } from '../v2-merchant.ts'

// wechatpay-axios-plugin, unmodified: it throws when a response's signature does not hold.
let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const numberOf = (fields: Record<string, unknown>): string => String(fields['out_trade_no'])

function open(baseURL = weixin.url) {
  const { credentials } = weixin
  const { mchId, serialNo, privateKey, publicKeyId, publicKey, apiV2Key, p12, ca } = credentials
  return new Wechatpay({
    mchid: mchId,
    serial: serialNo,
    privateKey,
    certs: { [publicKeyId]: publicKey },
    secret: apiV2Key,
    merchant: { pfx: Buffer.from(p12, 'base64'), passphrase: mchId, ca },
    baseURL,
  })
}

/** The day in China on which the last call was made, yyyy-MM-dd, with the clock moved to after its bills are made. */
async function dayThatIsOver(): Promise<string> {
  const at = Date.parse(weixin.log().at(-1)?.at ?? '')
  await weixin.advance(48 * 3600)
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}

const rowsIn = (csv: unknown): Record<string, string>[] => {
  if (typeof csv !== 'string' && !Buffer.isBuffer(csv)) throw new Error('no bill')
  const read: { rows?: Record<string, string>[] } = Formatter.castCsvBill(csv)
  return read.rows ?? []
}

describe.each(['MD5', 'HMAC-SHA256'])('API v2, %s', (sign_type) => {
  const ids = () => {
    const { appId: appid, mchId: mch_id } = weixin.credentials
    return { appid, mch_id, nonce_str: 'n', sign_type }
  }

  test('orders, asks, refunds and asks for the refund', async () => {
    const order = v2Merchant(weixin).order()
    const made = await open()
      .chain('v2/pay/unifiedorder')
      .post({ ...ids(), ...order })
    expect(made.data).toMatchObject({ result_code: 'SUCCESS' })
    const named = { ...ids(), out_trade_no: numberOf(order) }
    const query = await open().chain('v2/pay/orderquery').post(named)
    expect(query.data).toMatchObject({ trade_state: 'NOTPAY' })
    await weixin.pay(numberOf(order))
    const out_refund_no = `R${numberOf(order)}`
    const refund = await open(weixin.secureUrl)
      .chain('v2/secapi/pay/refund')
      .post({ ...named, out_refund_no, total_fee: '100', refund_fee: '100' }, { security: true })
    expect(refund.data).toMatchObject({ result_code: 'SUCCESS', refund_fee: '100' })
    const refunded = await open()
      .chain('v2/pay/refundquery')
      .post({ ...ids(), out_refund_no })
    expect(refunded.data).toMatchObject({ refund_status_0: 'SUCCESS' })
  })

  test('reads a bill', async () => {
    const order = v2Merchant(weixin).order()
    await open()
      .chain('v2/pay/unifiedorder')
      .post({ ...ids(), ...order })
    await weixin.pay(numberOf(order))
    const bill_date = (await dayThatIsOver()).replaceAll('-', '')
    const { data } = await open()
      .chain('v2/pay/downloadbill')
      .post(
        { ...ids(), bill_date, bill_type: 'ALL' },
        { transformResponse: [(text: string) => text] },
      )
    expect(rowsIn(data).map((row) => row['商户订单号'])).toContain(numberOf(order))
  })
})

describe('API v3', () => {
  test('orders, asks, closes', async () => {
    const order = merchant(weixin).order()
    const { data } = await open().chain('v3/pay/transactions/jsapi').post(order)
    expect(data).toHaveProperty('prepay_id')
    const path = `v3/pay/transactions/out-trade-no/${numberOf(order)}`
    const params = { mchid: weixin.credentials.mchId }
    const query = await open().chain(path).get({ params })
    expect(query.data).toMatchObject({ trade_state: 'NOTPAY' })
    const closed = await open().chain(`${path}/close`).post(params)
    expect(closed.status).toBe(204)
  })

  test('refunds, asks for the refund, reads both bills', async () => {
    const order = merchant(weixin).order()
    await open().chain('v3/pay/transactions/jsapi').post(order)
    await weixin.pay(numberOf(order))
    const out_refund_no = `R${numberOf(order)}`
    const amount = { refund: 40, total: 100, currency: 'CNY' }
    const refund = await open()
      .chain('v3/refund/domestic/refunds')
      .post({ out_trade_no: numberOf(order), out_refund_no, amount })
    expect(refund.data).toMatchObject({ status: 'PROCESSING', amount: { payer_refund: 40 } })
    const refunded = await open().chain(`v3/refund/domestic/refunds/${out_refund_no}`).get()
    expect(refunded.data).toMatchObject({ status: 'SUCCESS' })

    const bill_date = await dayThatIsOver()
    for (const [bill, heading] of [
      ['tradebill', '商户订单号'],
      ['fundflowbill', '业务凭证号'],
    ] as const) {
      const { data } = await open().chain(`v3/bill/${bill}`).get({ params: { bill_date } })
      const { pathname, search } = new URL(String(data.download_url))
      const file = await open()
        .chain('v3/billdownload/file')
        .get({ params: Object.fromEntries(new URLSearchParams(search)) })
      expect(pathname).toBe('/v3/billdownload/file')
      expect(rowsIn(file.data).map((row) => row[heading])).toContain(numberOf(order))
    }
  })
})
