import { describe, expect, it } from 'vitest'
import type { Prepared } from 'weixin-contract'
import { createWeixin, type Http, type HttpRequest } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, SECRET, type ShopOptions } from './shop.ts'

/** 11:00 in China: the day's first tea. */
const START = Date.parse('2026-11-22T11:00:00+08:00')
const DAY = '2026-11-22'

/** The clock of both sides stands; only what `advance` moves goes on. */
async function openTeaShop({ simulator, weixin, ...options }: ShopOptions = {}) {
  const now = (): number => START
  const shop = await openShop({
    ...options,
    simulator: { now, ...simulator },
    weixin: { now, ...weixin },
  })
  const customer = await shop.customer()
  return {
    ...shop,
    customer,
    async pay(order: { total: number; description: string }) {
      const { id } = shop.orders.add({ openid: customer.openid, ...order })
      const reply = (await customer.post(`/weixin/pay/${id}`)).body as Prepared
      if (reply.via !== 'jsapi') throw new Error('not prepared')
      const paid = await shop.simulator.pay(reply.params.package.slice(10))
      await shop.simulator.notices.idle()
      return { id, ...paid }
    },
  }
}

/** Two teas are paid, a part of the first goes back, and it is 10:00 of the next day. */
async function nextDay(options?: ShopOptions) {
  const shop = await openTeaShop(options)
  const first = await shop.pay({ total: 2800, description: '明前龙井 × 1, 热' })
  await shop.simulator.advance(60)
  const second = await shop.pay({ total: 109, description: '茉莉花茶 × 1' })
  await shop.simulator.advance(60)
  const { transactionId } = first
  const wish = { outRefundNo: 'back-1', amount: 1000 }
  const refund = await shop.weixin.refund({ transactionId, total: 2800 }, wish)
  await shop.simulator.advance(23 * 3600 - 120)
  await shop.simulator.notices.idle()
  return { ...shop, first, second, refund }
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

const codeOf = async (bill: Promise<unknown>): Promise<unknown> =>
  bill.then(
    () => null,
    (error: { code?: string }) => error.code,
  )

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
        refundState: 'PROCESSING',
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

  it('tells how far the download is', async () => {
    const { weixin } = await nextDay()
    const told: { received: number; total: number | null }[] = []
    await weixin.bills.trades(DAY, { onProgress: (progress) => told.push(progress) })
    const last = told.at(-1)
    expect(last?.total).toBeGreaterThan(100)
    expect(last?.received).toBe(last?.total)

    const stop = new Error('that is enough')
    const stopped = weixin.bills.trades(DAY, {
      onProgress: () => {
        throw stop
      },
    })
    await expect(stopped).rejects.toBe(stop)
  })

  it('comes through an http that can not stream too', async () => {
    const real = axiosHttp()
    const { weixin } = await nextDay({ weixin: { http: (request) => real(request) } })
    expect(await collect(await weixin.bills.trades(DAY))).toHaveLength(3)
  })
})

describe('no bill is never an empty bill', () => {
  it('nothing happened, not made yet, no date, a day that WeChat refuses', async () => {
    const { weixin, simulator } = await nextDay()
    const trades = (date: string): Promise<unknown> => codeOf(weixin.bills.trades(date))
    expect(await trades('2026-11-21')).toBe('bill-absent')
    for (const date of ['2026-11-31', '20261122', 'yesterday', '2026-11-22&bill_type=REFUND', ''])
      expect(await trades(date)).toBe('bill-date-invalid')
    for (const date of ['2026-11-23', '2026-11-24', '2026-08-22'])
      expect(await trades(date)).toBe('weixin-refused')
    const asked = simulator.log().filter(({ call }) => call === 'GET /v3/bill/tradebill')
    expect(asked.map(({ why }) => why?.code)).toEqual([
      'NO_STATEMENT_EXIST',
      ...Array<string>(3).fill('PARAM_ERROR'),
    ])
  })

  it('before 10:00 in China', async () => {
    const { weixin, simulator, pay } = await openTeaShop()
    await pay({ total: 2800, description: '明前龙井 × 1' })
    await simulator.advance(23 * 3600 - 1)
    expect(await codeOf(weixin.bills.trades(DAY))).toBe('bill-not-ready')
    expect(await codeOf(weixin.bills.fundFlow(DAY))).toBe('bill-not-ready')
    await simulator.advance(1)
    expect(await codeOf(weixin.bills.trades(DAY))).toBeNull()
  })

  it.each([
    ['cut', 'bill-cut'],
    ['short', 'bill-cut'],
    ['changed', 'bill-hash-wrong'],
  ] as const)('a download that is %s', async (how, code) => {
    const { weixin, simulator } = await nextDay()
    simulator.faults.spoilDownloads(how)
    expect(await codeOf(weixin.bills.trades(DAY))).toBe(code)
    expect(await codeOf(weixin.bills.fundFlow(DAY))).toBe(code)
    simulator.faults.spoilDownloads(null)
    expect(await codeOf(weixin.bills.trades(DAY))).toBeNull()
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
      said: { status: 400, code: 'INVALID_REQUEST' },
    })
  })

  it('without a merchant', async () => {
    const pages = createWeixin({
      appId: 'wx1234567890abcdef',
      appSecret: 'x',
      origin: 'http://localhost:1',
      secret: SECRET,
    })
    expect(await codeOf(pages.bills.trades(DAY))).toBe('merchant-missing')
  })
})

describe('the link to a bill', () => {
  /** WeChat's signed answer with another link in it; what would then be called is kept. */
  async function withLink(link: (url: string) => unknown, sign = true) {
    const real = axiosHttp()
    const called: string[] = []
    const http: Http = async (request: HttpRequest) => {
      called.push(request.url)
      const reply = await real(request)
      if (!request.url.includes('/v3/bill/')) return reply
      const text = reply.body.toString()
      const body = JSON.stringify({ ...JSON.parse(text), download_url: link(text) })
      const headers = sign
        ? signedHeaders(body, { timestamp: Math.floor(START / 1000) })
        : reply.headers
      return { ...reply, headers, body: Buffer.from(body) }
    }
    const shop = await nextDay({ simulator: { keys: WEIXIN_KEYS }, weixin: { http } })
    called.length = 0
    return { code: await codeOf(shop.weixin.bills.trades(DAY)), called }
  }

  it.each([
    'https://bills.example.com/v3/billdownload/file?token=x',
    'http://localhost.example.com/v3/billdownload/file',
    '/v3/billdownload/file?token=x',
    '',
  ])('is followed to WeChat Pay only, not to %j', async (url) => {
    const { code, called } = await withLink(() => url)
    expect(code).toBe('bill-link-elsewhere')
    expect(called).toHaveLength(1)
  })

  it('is refused with another host behind ours', async () => {
    const { code, called } = await withLink((text) =>
      new URL(JSON.parse(text).download_url).origin.concat('@example.com/'),
    )
    expect(code).toBe('bill-link-elsewhere')
    expect(called).toHaveLength(1)
  })

  it('is believed with WeChat’s signature only', async () => {
    const { code, called } = await withLink(() => 'http://localhost/', false)
    expect(code).toBe('reply-unverified')
    expect(called).toHaveLength(1)
  })
})

it('shows no openid and no token in what it throws or logs', async () => {
  const { weixin, simulator, logged, customer } = await nextDay()
  simulator.faults.spoilDownloads('changed')
  const error = await weixin.bills.trades(DAY).catch((thrown: unknown) => thrown)
  const text = `${String(error)} ${JSON.stringify(error)} ${logged.join('\n')}`
  expect(text).not.toContain(customer.openid)
  expect(text).not.toContain('token=')
})
