import { describe, expect, it } from 'vitest'
import { createWeixin, type Http, type HttpRequest } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { codeOf, collect, DAY, nextDay, openTeaShop, START } from './bill-days.ts'
import { SECRET, type Shop } from './shop.ts'

describe('the bill of a day', () => {
  it('trades: what was paid and refunded, in fen, with its summary', async () => {
    const { weixin, simulator, customer, first, second, refund } = await nextDay()
    const bill = await weixin.bills.trades(DAY)
    const { appId, mchId } = simulator.credentials
    const { openid } = customer
    const always = { appId, mchId, subMchId: null, openid, tradeType: 'JSAPI', currency: 'CNY' }
    expect(await collect(bill)).toMatchObject([
      {
        ...always,
        tradedAt: new Date(START),
        tradeState: 'SUCCESS',
        transactionId: first.transactionId,
        outTradeNo: first.outTradeNo,
        attach: first.id,
        description: '明前龙井 × 1\\, 热',
        total: 2800,
        feeMilliFen: 17_000,
        feeRate: '0.60%',
        refundAmount: 0,
        refundId: null,
      },
      {
        ...always,
        tradedAt: new Date(START + 60_000),
        tradeState: 'SUCCESS',
        outTradeNo: second.outTradeNo,
        total: 109,
        settlementTotal: 109,
        feeMilliFen: 1000,
      },
      {
        ...always,
        tradeState: 'REFUND',
        transactionId: first.transactionId,
        refundId: refund.refundId,
        outRefundNo: 'back-1',
        refundType: 'ORIGINAL',
        refundStatus: 'PROCESSING',
        total: 0,
        refundAmount: 1000,
        settlementRefund: 1000,
        feeMilliFen: -6000,
        columns: { 申请退款金额: '10.00', 手续费: '-0.06000' },
      },
    ])
    expect(bill.summary).toMatchObject({
      count: 3,
      total: 2909,
      settlementTotal: 2909,
      refundAmount: 1000,
      feeMilliFen: 12_000,
    })
  })

  it('fund flow: what went in and out of the account', async () => {
    const { weixin, first, refund } = await nextDay()
    const bill = await weixin.bills.fundFlow(DAY)
    const { transactionId } = first
    expect(await collect(bill)).toMatchObject([
      { businessNo: transactionId, direction: 'income', amount: 2800, balance: 2800 },
      { businessNo: transactionId, direction: 'expense', amount: 17, balance: 2783 },
      { direction: 'income', amount: 109, balance: 2892 },
      { direction: 'expense', amount: 1, balance: 2891 },
      {
        businessNo: refund.refundId,
        businessName: '退款',
        direction: 'expense',
        amount: 994,
        balance: 1897,
        voucherNo: 'back-1',
      },
    ])
    expect(bill.summary).toMatchObject({
      count: 5,
      incomeCount: 2,
      income: 2909,
      expenseCount: 3,
      expense: 1012,
    })
    expect(await codeOf(weixin.bills.fundFlow(DAY, { account: 'FEES' }))).toBe('bill-absent')
  })
})

describe('no bill is never an empty bill', () => {
  it('nothing happened, not made yet, no date, a day that WeChat refuses', async () => {
    const { weixin, simulator } = await nextDay()
    const trades = (date: string): Promise<unknown> => codeOf(weixin.bills.trades(date))
    expect(await trades('2026-11-21')).toBe('bill-absent')
    for (const date of ['2026-11-31', '20261122', 'yesterday', '2026-11-22&bill_type=REFUND', ''])
      expect(await trades(date)).toBe('bill-date-invalid')
    for (const date of ['2026-11-23', '2026-11-24'])
      expect(await trades(date)).toBe('bill-not-ready')
    // By our clock, which stands a day behind WeChat's here, it is not more than three months ago.
    expect(await trades('2026-08-22')).toBe('weixin-refused')
    const requests = simulator.log().filter(({ call }) => call === 'GET /v3/bill/tradebill')
    expect(requests.map(({ response }) => response.code)).toEqual([
      'NO_STATEMENT_EXIST',
      ...Array<string>(3).fill('PARAM_ERROR'),
    ])
  })

  it('a link that is five minutes old', async () => {
    const real = axiosHttp()
    let simulator: Awaited<ReturnType<typeof nextDay>>['simulator'] | undefined
    const slow: Http = async (request) => {
      if (request.url.includes('/v3/billdownload/')) await simulator?.advance(300)
      return real(request)
    }
    const shop = await nextDay({ weixin: { http: slow } })
    simulator = shop.simulator
    await expect(shop.weixin.bills.trades(DAY)).rejects.toMatchObject({
      code: 'bill-link-expired',
      response: { status: 400, code: 'INVALID_REQUEST' },
    })
  })

  it('without a merchant', async () => {
    const pages = createWeixin({
      appId: 'wx1234567890abcdef',
      appSecret: 'x',
      origin: 'http://localhost:1',
      encryptionKeys: SECRET,
    })
    expect(await codeOf(pages.bills.trades(DAY))).toBe('merchant-missing')
  })
})

describe.each(['v3', 'v2'] as const)('each bill of API %s', (api) => {
  const merchant = { api }
  const codesOf = async ({ weixin }: Pick<Shop, 'weixin'>): Promise<unknown[]> => [
    await codeOf(weixin.bills.trades(DAY)),
    await codeOf(weixin.bills.fundFlow(DAY)),
  ]

  it('reports how far the download is', async () => {
    const { weixin } = await nextDay({ merchant })
    const progresses: { received: number; total: number | null }[] = []
    await weixin.bills.trades(DAY, { onProgress: (progress) => void progresses.push(progress) })
    const last = progresses.at(-1)
    expect(last?.total).toBeGreaterThan(100)
    expect(last?.received).toBe(last?.total)

    const stop = new Error('that is enough')
    const throwing = (): void => {
      throw stop
    }
    for (const onProgress of [throwing, () => Promise.reject(stop)])
      await expect(weixin.bills.trades(DAY, { onProgress })).rejects.toBe(stop)
  })

  it('is read through an http that cannot stream too', async () => {
    const real = axiosHttp()
    const weixin = { http: (request: HttpRequest) => real(request) }
    const { bills } = (await nextDay({ merchant, weixin })).weixin
    expect(await collect(await bills.trades(DAY))).toHaveLength(3)
    expect(await collect(await bills.fundFlow(DAY))).toHaveLength(5)
  })

  it('is not ready before 10:00 in China', async () => {
    const shop = await openTeaShop({ merchant })
    await shop.pay({ total: 2800, description: '明前龙井 × 1' })
    await shop.simulator.advance(23 * 3600 - 1)
    expect(await codesOf(shop)).toEqual(['bill-not-ready', 'bill-not-ready'])
    await shop.simulator.advance(1)
    expect(await codesOf(shop)).toEqual([null, null])
  })

  it('of a day that is not over, and of one too long ago, is refused by name', async () => {
    const { weixin } = await openTeaShop({ merchant })
    const days = [DAY, '2026-11-23', '2026-08-21']
    const codes = days.map(async (day) => [
      await codeOf(weixin.bills.trades(day)),
      await codeOf(weixin.bills.fundFlow(day)),
    ])
    expect(await Promise.all(codes)).toEqual([
      ['bill-not-ready', 'bill-not-ready'],
      ['bill-not-ready', 'bill-not-ready'],
      ['bill-too-old', 'bill-too-old'],
    ])
  })

  /** API v2 has no hash for a trade bill: its rows and sums have to agree. */
  const spoiled: Record<'v3' | 'v2', [how: 'cut' | 'short' | 'changed', codes: string[]][]> = {
    v3: [
      ['cut', ['bill-cut', 'bill-cut']],
      ['short', ['bill-cut', 'bill-cut']],
      ['changed', ['bill-hash-wrong', 'bill-hash-wrong']],
    ],
    v2: [
      ['cut', ['bill-cut', 'bill-cut']],
      ['short', ['bill-cut', 'bill-hash-wrong']],
      ['changed', ['bill-sums-wrong', 'bill-hash-wrong']],
    ],
  }
  it.each(spoiled[api])('is refused when its download is %s', async (how, codes) => {
    const shop = await nextDay({ merchant })
    shop.simulator.faults.spoilDownloads(how)
    expect(await codesOf(shop)).toEqual(codes)
    shop.simulator.faults.spoilDownloads(null)
    expect(await codesOf(shop)).toEqual([null, null])
  })

  it('shows no openid, key or token in what it throws or logs', async () => {
    const { weixin, simulator, logged, customer } = await nextDay({ merchant })
    simulator.faults.spoilDownloads('changed')
    const error = await weixin.bills.trades(DAY).catch((thrown: unknown) => thrown)
    const text = `${String(error)} ${JSON.stringify(error)} ${logged.join('\n')}`
    for (const secret of [customer.openid, simulator.credentials.apiV2Key, 'token='])
      expect(text).not.toContain(secret)
  })
})
