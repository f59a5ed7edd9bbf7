import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Http } from '../../src/index.ts'
import { axiosHttp } from '../../src/remote/http.ts'
import { codeOf, collect, DAY, nextDay, START } from '../bill-days.ts'
import { openShop, type Shop, type ShopOptions } from '../shop.ts'

const V2 = { api: 'v2' } as const
const nextDayV2 = (options?: ShopOptions) => nextDay({ ...options, merchant: V2 })

/** Both bills, each asked for by a day. */
const bothOf = ({ weixin }: Pick<Shop, 'weixin'>) => [
  async (date: string) => weixin.bills.trades(date),
  async (date: string) => weixin.bills.fundFlow(date),
]

/** The shop's own connection, but for what comes back from one path. */
function answering(path: string, answer: () => { headers?: object; body: string | Buffer }): Http {
  const real = axiosHttp()
  const answered = (url: string) => {
    if (!url.endsWith(path)) return undefined
    const { headers = {}, body } = answer()
    return { status: 200, headers: { ...headers }, body: Buffer.from(body) }
  }
  return async (request) => answered(request.url) ?? real(request)
}

describe('the bill of a day, by API v2', () => {
  it.each(['MD5', 'HMAC-SHA256'] as const)(
    'trades: what was paid and refunded, in fen, with its summary (%s)',
    async (signType) => {
      const shop = await nextDay({ merchant: { ...V2, signType } })
      const { weixin, simulator, customer, first, second, refund } = shop
      const bill = await weixin.bills.trades(DAY)
      const { appId, mchId } = simulator.credentials
      const always = { appId, mchId, openid: customer.openid, tradeType: 'JSAPI', currency: 'CNY' }
      expect(await collect(bill)).toMatchObject([
        {
          ...always,
          tradedAt: new Date(START),
          tradeState: 'SUCCESS',
          transactionId: first.transactionId,
          outTradeNo: first.outTradeNo,
          attach: first.id,
          total: 2800,
          feeMilliFen: 17_000,
        },
        { ...always, outTradeNo: second.outTradeNo, attach: second.id, total: 109 },
        {
          ...always,
          tradeState: 'REFUND',
          transactionId: first.transactionId,
          refundId: refund.refundId,
          outRefundNo: 'back-1',
          refundAmount: 1000,
          feeMilliFen: -6000,
        },
      ])
      expect(bill.summary).toMatchObject({
        count: 3,
        total: 2909,
        settlementTotal: 2909,
        refundAmount: 1000,
        feeMilliFen: 12_000,
      })
      const requests = simulator.log().find(({ call }) => call === 'POST /pay/downloadbill')
      expect(requests?.request).toMatchObject({ bill_date: '20261122', tar_type: 'GZIP' })
    },
  )

  it('fund flow: with the client certificate and HMAC-SHA256, whatever else is signed with', async () => {
    const { weixin, simulator, first, refund } = await nextDayV2()
    const bill = await weixin.bills.fundFlow(DAY)
    const { transactionId } = first
    expect(await collect(bill)).toMatchObject([
      { businessNo: transactionId, direction: 'income', amount: 2800, balance: 2800 },
      { businessNo: transactionId, direction: 'expense', amount: 17, balance: 2783 },
      { direction: 'income', amount: 109, balance: 2892 },
      { direction: 'expense', amount: 1, balance: 2891 },
      { businessNo: refund.refundId, direction: 'expense', amount: 994, voucherNo: 'back-1' },
    ])
    expect(bill.summary).toMatchObject({ count: 5, income: 2909, expense: 1012 })
    const requests = simulator.log().find(({ call }) => call === 'POST /pay/downloadfundflow')
    expect(requests?.request).toMatchObject({ account_type: 'Basic', sign_type: 'HMAC-SHA256' })
    expect(requests?.checks).toContainEqual({ check: 'certificate of mch_id', ok: true })
  })

  it('fund flow without a certificate is refused without a call to WeChat', async () => {
    const { simulator } = await nextDayV2()
    const { mchId, apiV2Key } = simulator.credentials
    const bare = await openShop({ simulator, weixin: { merchant: { api: 'v2', mchId, apiV2Key } } })
    expect(await codeOf(bare.weixin.bills.fundFlow(DAY))).toBe('client-certificate-missing')
    const calls = simulator.log().map(({ call }) => call)
    expect(calls).not.toContain('POST /pay/downloadfundflow')
  })
})

describe('no v2 bill is never an empty bill', () => {
  it('nothing happened, no date, a day that is not over or too long ago', async () => {
    const shop = await nextDay({
      merchant: V2,
      // The next day, 10:00, on our own clock too.
      weixin: { now: () => START + 23 * 3_600_000 },
    })
    const { weixin, simulator } = shop
    for (const send of bothOf(shop)) {
      expect(await codeOf(send('2026-11-21'))).toBe('bill-absent')
      expect(await codeOf(send('20261122'))).toBe('bill-date-invalid')
      for (const date of ['2026-11-23', '2026-11-24'])
        expect(await codeOf(send(date))).toBe('bill-not-ready')
      expect(await codeOf(send('2026-08-22'))).toBe('bill-too-old')
    }
    expect(await codeOf(weixin.bills.fundFlow(DAY, { account: 'FEES' }))).toBe('bill-absent')
    const codes = (path: string): unknown[] =>
      simulator
        .log()
        .filter(({ call }) => call === `POST ${path}`)
        .map(({ response }) => response.code)
    const expected = [...Array<string>(3).fill('NO_BILL_EXIST'), 'PARAM_ERROR']
    expect(codes('/pay/downloadbill')).toEqual(expected)
    expect(codes('/pay/downloadfundflow')).toEqual([...expected, 'NO_BILL_EXIST'])
  })

  it('a key that is not WeChat’s', async () => {
    const shop = await openShop({ merchant: { ...V2, apiV2Key: 'k'.repeat(32) } })
    for (const send of bothOf(shop))
      await expect(send(DAY)).rejects.toMatchObject({ code: 'weixin-refused' })
    await expect(shop.weixin.bills.trades(DAY)).rejects.toMatchObject({
      response: { status: 200, message: 'SIGN ERROR' },
    })
  })

  it.each([
    ['nothing', '', 'bill-malformed'],
    ['an empty gzip', gzipSync(''), 'bill-malformed'],
    ['another page', '<html></html>', 'response-malformed'],
    ['system error', errorXml('system error'), 'weixin-unreachable'],
    ['UnCompressGZip Error', errorXml('UnCompressGZip Error'), 'weixin-unreachable'],
    ['missing parameter', errorXml('missing parameter'), 'weixin-refused'],
    ['Bill Creating', errorXml('Bill Creating'), 'bill-not-ready'],
    ['No Bill Exist, of a day long over', errorXml('No Bill Exist'), 'bill-absent'],
  ])('WeChat answers: %s', async (_, body, code) => {
    const http = answering('/pay/downloadbill', () => ({ body }))
    const { weixin } = await openShop({ merchant: V2, weixin: { http, now: () => START } })
    expect(await codeOf(weixin.bills.trades('2026-11-20'))).toBe(code)
  })

  it.each([[undefined], ['SHA=ec45d7c2'], ['MD5=ec45d7c24492dcd62d92472b0f2816c8d9a2d773']])(
    'a fund flow whose Digest is %s',
    async (digest) => {
      const http = answering('/pay/downloadfundflow', () => ({ headers: { digest }, body: 'x' }))
      const { weixin } = await openShop({ merchant: V2, weixin: { http } })
      await expect(weixin.bills.fundFlow(DAY)).rejects.toMatchObject({
        code: 'response-malformed',
        detail: 'Digest',
      })
    },
  )
})

function errorXml(text: string): string {
  return `<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[${text}]]></return_msg></xml>`
}
