import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, rsaSign, type Answer } from './merchant.ts'

/** 11:00 in China. */
const START = Date.parse('2026-11-22T11:00:00+08:00')
const TIME = String(START / 1000)
const TRADES = '/v3/bill/tradebill?bill_date=2026-11-22'

let weixin: Simulator
let shop: ReturnType<typeof merchant>
beforeEach(async () => {
  weixin = await createSimulator({ now: () => START })
  shop = merchant(weixin)
})
afterEach(() => weixin.close())

const call = (url: string): Promise<Answer> => shop.call('GET', url, '', { timestamp: TIME })

async function payOne(): Promise<string> {
  const { body } = await shop.prepay(shop.order(), { timestamp: TIME })
  const { transactionId } = await weixin.pay(String(body['prepay_id']))
  return transactionId
}

const refund = (transactionId: string, amount: number): Promise<Answer> => {
  const params = { transaction_id: transactionId, out_refund_no: `R${amount}` }
  const body = { ...params, amount: { refund: amount, total: 100, currency: 'CNY' } }
  return shop.call('POST', '/v3/refund/domestic/refunds', JSON.stringify(body), {
    timestamp: TIME,
    headers: { 'user-agent': 'test' },
  })
}

const toNextDay = (): Promise<void> => weixin.advance(23 * 3600)

/** The path of a download_url. */
async function linkOf(url: string): Promise<string> {
  const { body } = await call(url)
  const link = new URL(String(body['download_url']))
  expect(link.origin).toBe(weixin.url)
  return link.pathname + link.search
}

/** The bytes of a file: `merchant` reads JSON. */
async function download(url: string): Promise<Response> {
  const { mchId, serialNo, privateKey } = weixin.credentials
  const signature = rsaSign(`GET\n${url}\n${TIME}\nnonce\n\n`, privateKey)
  const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${mchId}",nonce_str="nonce",signature="${signature}",timestamp="${TIME}",serial_no="${serialNo}"`
  return fetch(weixin.url + url, { headers: { authorization } })
}

const bytesOf = async (url: string): Promise<Buffer> =>
  Buffer.from(await (await download(url)).arrayBuffer())

test('a signed link to a file of that hash, plain or zipped', async () => {
  await payOne()
  await toNextDay()
  const answered = await call(TRADES)
  expect(answered.isSigned).toBe(true)
  expect(Object.keys(answered.body)).toEqual(['hash_type', 'hash_value', 'download_url'])
  expect(answered.body['hash_type']).toBe('SHA1')
  const plain = await bytesOf(await linkOf(TRADES))
  const zipped = await bytesOf(await linkOf(`${TRADES}&tar_type=GZIP`))
  expect(gunzipSync(zipped)).toEqual(plain)
  expect(createHash('sha1').update(plain).digest('hex')).toBe(answered.body['hash_value'])
  expect(plain.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
})

test('a later refund does not change the bill of the day', async () => {
  const transactionId = await payOne()
  await refund(transactionId, 30)
  await toNextDay()
  const { body: before } = await call(TRADES)
  expect((await refund(transactionId, 70)).status).toBe(200)
  const { body: after } = await call(TRADES)
  expect(after['hash_value']).toBe(before['hash_value'])
  await weixin.advance(24 * 3600)
  const file = await bytesOf(await linkOf('/v3/bill/tradebill?bill_date=2026-11-23'))
  expect(file.toString().split('\r\n')[1]).toContain('`R70,`0.70,')
})

test('a bill of payments alone, and one of refunds alone', async () => {
  const transactionId = await payOne()
  await weixin.advance(600)
  await refund(transactionId, 30)
  await toNextDay()
  const table = async (type: string): Promise<string[]> =>
    (await bytesOf(await linkOf(`${TRADES}&bill_type=${type}`))).toString().split('\r\n')
  const [payments, refunds] = [await table('SUCCESS'), await table('REFUND')]
  expect(payments).toHaveLength(5)
  expect(payments[1]).toContain('`SUCCESS,`OTHERS,`CNY,`1.00,`0.00,`明前龙井 50g,')
  expect(payments[3]).toBe('`1,`1.00,`0.00,`0.00,`0.01000,`1.00,`0.00')
  expect(refunds).toHaveLength(5)
  expect(refunds[1]).toMatch(/^`2026-11-22 11:00:00,.*`2026-11-22 11:10:00,`2026-11-22 11:10:00,/)
  expect(refunds[3]).toBe('`1,`0.00,`0.30,`0.00,`0.00000,`0.00,`0.30')
})

test('the file is signed for, and vouched for by nothing but its hash', async () => {
  await payOne()
  await toNextDay()
  const url = await linkOf(TRADES)
  expect((await fetch(weixin.url + url)).status).toBe(401)
  const otherPath = await shop.call('GET', url, '', {
    timestamp: TIME,
    message: ({ method, time, nonce }) => `${method}\n/v3/billdownload/file\n${time}\n${nonce}\n\n`,
  })
  expect(otherPath.status).toBe(401)
  expect(weixin.log().at(-1)?.reason?.mistake?.name).toMatch(/query/)
  const { status, headers } = await download(url)
  expect(status).toBe(200)
  expect([...headers.keys()].filter((name) => name.startsWith('wechatpay-'))).toEqual([])
})

test('a link lives five minutes', async () => {
  await payOne()
  await toNextDay()
  const url = await linkOf(TRADES)
  await weixin.advance(299)
  expect((await download(url)).status).toBe(200)
  await weixin.advance(1)
  const late = await call(url)
  expect([late.status, late.body['code']]).toEqual([400, 'INVALID_REQUEST'])
  expect((await call('/v3/billdownload/file?token=x')).status).toBe(400)
  expect((await call('/v3/billdownload/file')).status).toBe(400)
})

test.each([
  ['/v3/bill/tradebill', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=20261122', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=2026-02-30', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=2026-11-23', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=2026-11-24', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=2026-08-22', 'PARAM_ERROR'],
  ['/v3/bill/tradebill?bill_date=2026-08-23', 'NO_STATEMENT_EXIST'],
  [`${TRADES}&tar_type=ZIP`, 'PARAM_ERROR'],
  [`${TRADES}&bill_type=SOME`, 'PARAM_ERROR'],
  [`${TRADES}&bill_type=RECHARGE_REFUND`, 'PARAM_ERROR'],
  [`${TRADES}&bill_type=REF_SPECIAL`, 'PARAM_ERROR'],
  [`${TRADES}&bill_type=REFUND`, 'NO_STATEMENT_EXIST'],
  ['/v3/bill/fundflowbill?bill_date=2026-11-22&account_type=MINE', 'PARAM_ERROR'],
  ['/v3/bill/fundflowbill?bill_date=2026-11-22&account_type=OPERATION', 'NO_STATEMENT_EXIST'],
])('%s: %s', async (url, code) => {
  await payOne()
  await toNextDay()
  const refused = await call(url)
  expect([refused.status, refused.body['code'], refused.isSigned]).toEqual([400, code, true])
  expect(weixin.log().at(-1)?.reason?.zh).toBeTruthy()
})

test('files are there from 10:00 in China', async () => {
  await payOne()
  await weixin.advance(23 * 3600 - 1)
  expect((await call(TRADES)).body['code']).toBe('STATEMENT_CREATING')
  await weixin.advance(1)
  expect((await call(TRADES)).status).toBe(200)
})

test('downloads can be cut, shortened and changed', async () => {
  await payOne()
  await toNextDay()
  const whole = await bytesOf(await linkOf(TRADES))
  weixin.faults.spoilDownloads('cut')
  await expect(bytesOf(await linkOf(TRADES))).rejects.toThrow('terminated')
  weixin.faults.spoilDownloads('short')
  expect(await bytesOf(await linkOf(TRADES))).toEqual(whole.subarray(0, whole.length / 2))
  weixin.faults.spoilDownloads('changed')
  const changed = (await bytesOf(await linkOf(TRADES))).toString().split('\r\n')
  expect(changed).toHaveLength(whole.toString().split('\r\n').length - 1)
  weixin.faults.spoilDownloads(null)
  expect(await bytesOf(await linkOf(TRADES))).toEqual(whole)
})

test('the bill of a sub-merchant has its orders alone', async () => {
  const provider = await createSimulator({
    now: () => START,
    subMerchants: [{ mchId: '1900000002' }, { mchId: '1900000003' }],
  })
  const own = merchant(provider)
  const { appId, mchId } = provider.credentials
  const ordered: string[] = []
  for (const sub_mchid of ['1900000002', '1900000003']) {
    const { appid, mchid, payer, ...order } = own.order()
    void [appid, mchid, payer]
    const body = JSON.stringify({ ...order, sp_appid: appId, sp_mchid: mchId, sub_mchid })
    const path = '/v3/pay/partner/transactions/native'
    expect((await own.call('POST', path, body, { timestamp: TIME })).status).toBe(200)
    ordered.push(String(order['out_trade_no']))
    await provider.pay(String(order['out_trade_no']))
  }
  await provider.advance(23 * 3600)
  const bill = async (query: string): Promise<string> => {
    const { body } = await own.call('GET', `${TRADES}${query}`, '', { timestamp: TIME })
    const { pathname, search } = new URL(String(body['download_url']))
    const { mchId: mchid, serialNo, privateKey } = provider.credentials
    const url = pathname + search
    const signature = rsaSign(`GET\n${url}\n${TIME}\nnonce\n\n`, privateKey)
    const authorization = `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="nonce",signature="${signature}",timestamp="${TIME}",serial_no="${serialNo}"`
    return (await fetch(provider.url + url, { headers: { authorization } })).text()
  }
  const [first = '', second = ''] = ordered
  expect(await bill('')).toMatch(new RegExp(`${first}.*${second}`, 's'))
  const one = await bill('&sub_mchid=1900000003')
  expect(one).toContain(second)
  expect(one).not.toContain(first)
  const unknown = await own.call('GET', `${TRADES}&sub_mchid=1900000009`, '', { timestamp: TIME })
  expect(unknown).toMatchObject({ status: 403, body: { code: 'NO_AUTH' } })
  await provider.close()
})
