import { invalid } from '../errors/option-invalid.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { chinaTime } from '../protocol/china-time.ts'
import type { BillAccount, BillRequest, OpenBill } from '../remote/bill-source.ts'
import { openBill, type Bill, type BillReaders } from './bill.ts'
import { fetchBill, type OnProgress } from './fetch-bill.ts'
import { fundFlowReaders, type FundFlowRow, type FundFlowSummary } from './fund-flow-bill.ts'
import { tradeReaders, type TradeRow, type TradeSummary } from './trade-bill.ts'

/** A trade bill (交易账单). */
export type TradeBill = Bill<TradeRow, TradeSummary>
/** A fund-flow bill (资金账单). */
export type FundFlowBill = Bill<FundFlowRow, FundFlowSummary>

/** How a bill is fetched. */
export interface BillOptions {
  /** Called after each piece of the download, and awaited. What it throws ends the download. @default none */
  onProgress?: OnProgress
}

/** Which fund-flow bill is fetched, and how. */
export interface FundFlowOptions extends BillOptions {
  /** The account of the merchant: basic, operating or fees. @default 'BASIC' */
  account?: BillAccount
}

/**
 * WeChat Pay's bills of a day in China, `2026-11-22`: from 10:00 of the next day, for three months.
 * Throws `bill-absent` when nothing happened that day; see the other `bill-…` codes too.
 */
export interface Bills {
  /**
   * 交易账单: payments and refunds, in fen.
   *
   * @example
   * for await (const row of await weixin.bills.trades('2026-11-22')) await compare(row)
   */
  trades(date: string, options?: BillOptions): Promise<TradeBill>
  /** 资金账单: what went in and out of one of the merchant's accounts, in fen. */
  fundFlow(date: string, options?: FundFlowOptions): Promise<FundFlowBill>
}

const ACCOUNTS: readonly BillAccount[] = ['BASIC', 'OPERATION', 'FEES']

/** `open` is absent where the merchant's dialect has no bills; `now` in milliseconds. */
export function createBills(open: OpenBill | undefined, now: () => number): Bills {
  async function fetch<Row, Summary>(
    request: BillRequest,
    readers: BillReaders<Row, Summary>,
    { onProgress }: BillOptions,
  ): Promise<Bill<Row, Summary>> {
    requireDate(request.date)
    if (!open) throw new WeixinError('bill-not-offered')
    const opened = await open(request).catch((thrown: unknown) => {
      throw namedByDay(thrown, request.date, now())
    })
    const file = await fetchBill(opened, onProgress)
    return openBill(file, readers, { mustAddUp: opened.sha1 === null })
  }
  return {
    trades: (date, options = {}) => fetch({ date, kind: 'trades' }, tradeReaders, options),
    async fundFlow(date, { account = 'BASIC', ...options } = {}) {
      if (!ACCOUNTS.includes(account)) throw invalid(`account: one of ${ACCOUNTS.join(', ')}`)
      return fetch({ date, kind: { account } }, fundFlowReaders, options)
    },
  }
}

/** Which days have a bill, WeChat decides; that it is a day, we do. */
function requireDate(date: string): void {
  const isText = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date)
  const day = isText ? new Date(`${date}T00:00:00Z`) : undefined
  const isDay = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
  if (!isDay) throw new WeixinError('bill-date-invalid')
}

/**
 * WeChat refuses a day that is not over, and one that is more than three months ago, as it refuses any wrong parameter: the
 * day itself says which it is.
 */
function namedByDay(thrown: unknown, date: string, now: number): unknown {
  if (!(thrown instanceof WeixinError) || thrown.code !== 'weixin-refused') return thrown
  const today = chinaTime(new Date(now)).slice(0, 10)
  const details = { cause: thrown, ...(thrown.response && { response: thrown.response }) }
  if (date >= today)
    return new WeixinError('bill-not-ready', { ...details, detail: 'the day is not over in China' })
  const oldest = new Date(today)
  oldest.setUTCMonth(oldest.getUTCMonth() - 3)
  return date < oldest.toISOString().slice(0, 10)
    ? new WeixinError('bill-too-old', details)
    : thrown
}
