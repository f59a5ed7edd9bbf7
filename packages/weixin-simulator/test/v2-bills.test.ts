import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { gunzipSync } from 'node:zlib'
import Tenpay from 'tenpay'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { lastCall } from './phone.ts'
import { hashOf, ownTls, read, textOf, v2Merchant, xmlOf, type Texts } from './v2-merchant.ts'

/** 11:00 in China. */
const START = Date.parse('2026-11-22T11:00:00+08:00')
const BILL = { bill_date: '20261122' }
const FLOW = { ...BILL, sign_type: 'HMAC-SHA256', account_type: 'Basic' }

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator({ now: () => START })
})
afterEach(() => weixin.close())

interface File {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
}

/** The bytes that answer a signed call. */
function download(path: string, fields: Texts, tls?: object): Promise<File> {
  const shop = v2Merchant(weixin)
  const all = shop.full(fields)
  const type = fields['sign_type'] === 'HMAC-SHA256' ? 'HMAC-SHA256' : 'MD5'
  const body = xmlOf({ ...all, sign: hashOf(textOf(all, shop.key), shop.key, type) })
  const { ca } = weixin.credentials
  const options = { method: 'POST', agent: false, ...(tls && { ca, ...tls }) } as const
  const url = (tls ? weixin.secureUrl : weixin.url) + path
  return new Promise((resolve, reject) => {
    const sent = (tls ? secureRequest : plainRequest)(url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part)).once('error', reject)
      response.once('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, bytes: Buffer.concat(parts) })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

const trades = (fields: Texts = {}): Promise<File> =>
  download('/pay/downloadbill', { ...BILL, ...fields })
const fundFlow = (fields: Texts = {}, tls = ownTls(weixin)): Promise<File> =>
  download('/pay/downloadfundflow', { ...FLOW, ...fields }, tls)

async function payAndRefund(): Promise<void> {
  const shop = v2Merchant(weixin)
  const { transactionId } = await weixin.pay(await shop.prepayId({ attach: 'TEA1' }))
  const refund = { out_refund_no: 'R1', total_fee: '100', refund_fee: '40' }
  await shop.refund({ transaction_id: transactionId, ...refund })
}

const toNextDay = (): Promise<void> => weixin.advance(23 * 3600)

test('the trade bill: the file itself, plain or zipped, and nothing that vouches for it', async () => {
  await payAndRefund()
  await toNextDay()
  const { status, headers, bytes } = await trades()
  expect([status, headers['content-type'], headers['digest']]).toEqual([
    200,
    'text/plain; charset=utf-8',
    undefined,
  ])
  const lines = bytes.toString().split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFF交易时间,公众账号ID,/)
  expect(lines[1]).toContain('`TEA1,`0.01000,`0.60%,`1.00,`0.00,`')
  expect(lines[2]).toContain('`R1,`0.40,')
  expect(lines[4]).toBe('`2,`1.00,`0.40,`0.00,`0.01000,`1.00,`0.40')
  const zipped = await trades({ tar_type: 'GZIP', bill_type: 'ALL', sign_type: 'HMAC-SHA256' })
  expect(gunzipSync(zipped.bytes)).toEqual(bytes)
})

test('a trade bill of payments alone, and one of refunds alone', async () => {
  await payAndRefund()
  await toNextDay()
  const table = async (bill_type: string): Promise<string[]> =>
    (await trades({ bill_type })).bytes.toString().split('\r\n')
  const [payments, refunds] = [await table('SUCCESS'), await table('REFUND')]
  expect(payments[0]).not.toContain('微信退款单号')
  expect(payments.join('\n')).not.toContain('`R1,')
  expect(refunds[0]).toContain('代金券金额,退款申请时间,退款成功时间,微信退款单号')
  expect(refunds.slice(1, -1)).toEqual([
    expect.stringContaining('`R1,`0.40,`0.00,`ORIGINAL,`SUCCESS,'),
    expect.stringContaining('总交易单数'),
    expect.stringContaining('`1,`0.00,`0.40,'),
  ])
})

test('the fund-flow bill: with the certificate, and its SHA-1 in Digest', async () => {
  await payAndRefund()
  await toNextDay()
  const { headers, bytes } = await fundFlow()
  const digest = `SHA=${createHash('sha1').update(bytes).digest('hex')}`
  expect(headers['digest']).toBe(digest)
  expect(bytes.toString()).toContain('`收入,`1.00,`1.00,')
  const zipped = await fundFlow({ tar_type: 'GZIP' })
  expect(zipped.headers['digest']).toBe(digest)
  expect(gunzipSync(zipped.bytes)).toEqual(bytes)
})

test('no certificate, no fund-flow bill', async () => {
  await toNextDay()
  for (const answered of [fundFlow({}, {}), download('/pay/downloadfundflow', FLOW)]) {
    expect((await answered).status).toBe(400)
    expect(lastCall(weixin).reason?.code).toBe('NO_CERTIFICATE')
  }
})

test.each<[Texts, string, string]>([
  [{ bill_date: '2026-11-22' }, 'data format error', '20001'],
  [{ bill_date: '20260230' }, 'data format error', '20001'],
  [{ bill_date: '20260822' }, 'data format error', '20001'],
  [{ bill_date: '' }, 'missing parameter', '20001'],
  [{ bill_type: 'SOME' }, 'invalid bill_type', '20001'],
  [{ bill_type: 'RECHARGE_REFUND' }, 'invalid bill_type', '20001'],
  [{ tar_type: 'ZIP' }, 'data format error', '20001'],
  [{ bill_date: '20261123' }, 'No Bill Exist', '20002'],
  [{ bill_date: '20261124' }, 'No Bill Exist', '20002'],
  [{ bill_date: '20260823' }, 'No Bill Exist', '20002'],
])('a trade bill of %o: %s', async (fields, return_msg, error_code) => {
  await payAndRefund()
  await toNextDay()
  const { status, bytes } = await trades(fields)
  expect(status).toBe(200)
  expect(read(bytes.toString())).toEqual({ return_code: 'FAIL', return_msg, error_code })
  expect(lastCall(weixin).reason?.zh).toBeTruthy()
})

test.each<[Texts, string]>([
  [{ bill_date: '20260230' }, 'PARAM_ERROR'],
  [{ account_type: 'BASIC' }, 'PARAM_ERROR'],
  [{ account_type: '' }, 'LACK_PARAMS'],
  [{ sign_type: '' }, 'LACK_PARAMS'],
  [{ sign_type: 'MD5' }, 'PARAM_ERROR'],
  [{ account_type: 'Operation' }, 'NO_BILL_EXIST'],
  [{ bill_date: '20261123' }, 'NO_BILL_EXIST'],
])('a fund-flow bill of %o: %s', async (fields, err_code) => {
  await payAndRefund()
  await toNextDay()
  const { bytes } = await fundFlow(fields)
  expect(read(bytes.toString())).toMatchObject({ result_code: 'FAIL', err_code })
})

test('a wrong sign is answered in a bill’s words, and explained', async () => {
  const { text } = await v2Merchant(weixin).call('/pay/downloadbill', BILL, () => 'A'.repeat(32))
  expect(read(text)).toMatchObject({ return_code: 'FAIL', return_msg: 'SIGN ERROR' })
  expect(lastCall(weixin).reason?.code).toBe('v2-sign')
})

test('files are there from 10:00 in China', async () => {
  await payAndRefund()
  await weixin.advance(23 * 3600 - 1)
  expect(read((await trades()).bytes.toString())).toEqual({
    return_code: 'FAIL',
    return_msg: 'Bill Creating',
  })
  const early = await fundFlow()
  expect(read(early.bytes.toString())['err_code']).toBe('BILL_CREATING')
  await weixin.advance(1)
  expect((await trades()).bytes.toString()).not.toContain('<xml>')
})

test('downloads can be cut, shortened and changed', async () => {
  await payAndRefund()
  await toNextDay()
  const { bytes, headers } = await fundFlow()
  weixin.faults.spoilDownloads('cut')
  await expect(trades()).rejects.toThrow('aborted')
  await expect(fundFlow()).rejects.toThrow('aborted')
  weixin.faults.spoilDownloads('short')
  expect((await fundFlow()).bytes).toEqual(bytes.subarray(0, bytes.length / 2))
  weixin.faults.spoilDownloads('changed')
  const changed = await fundFlow()
  expect(changed.headers['digest']).toBe(headers['digest'])
  expect(changed.bytes.length).toBeLessThan(bytes.length)
  weixin.faults.spoilDownloads(null)
  expect((await fundFlow()).bytes).toEqual(bytes)
})

test('a library of others, tenpay, fetches the trade bill too', async () => {
  await payAndRefund()
  await toNextDay()
  const { appId: appid, mchId: mchid, apiV2Key: partnerKey } = weixin.credentials
  const api = Tenpay.init({ appid, mchid, partnerKey, notify_url: 'http://127.0.0.1:1/notify' })
  api.urls['downloadbill'] = `${weixin.url}/pay/downloadbill`
  expect(await api.downloadBill(BILL)).toContain('`TEA1,')
  await expect(api.downloadBill({ bill_date: '20261121' })).rejects.toThrow('No Bill Exist')
})
