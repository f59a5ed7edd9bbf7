import type { Fen } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { BillReaders } from './bill.ts'
import { BillRow } from './bill-row.ts'
import type { Columns, Heading } from './columns.ts'

/** One movement of a fund-flow bill (资金账单). WeChat's headings stand beside the fields. */
export interface FundFlowRow {
  /** 记账时间 */
  bookedAt: Date
  /** 微信支付业务单号: the payment's `transactionId`, the refund's `refundId`, … */
  businessNo: string
  /** 资金流水单号 */
  flowNo: string
  /** 业务名称, such as 交易 or 退款. */
  businessName: string | null
  /** 业务类型 */
  businessType: string | null
  /** 收支类型: 收入 or 支出. */
  direction: 'income' | 'expense'
  /** 收支金额, in fen. */
  amount: Fen
  /** 账户结余 afterwards, in fen. */
  balance: Fen
  /** 资金变更提交申请人 */
  applicant: string | null
  /** 备注, as WeChat escaped it. */
  remark: string | null
  /** 业务凭证号 */
  voucherNo: string | null
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

/** The last line of a fund-flow bill. */
export interface FundFlowSummary {
  /** 资金流水总笔数 */
  count: number
  /** 收入笔数 */
  incomeCount: number
  /** 收入金额, in fen. */
  income: Fen
  /** 支出笔数 */
  expenseCount: number
  /** 支出金额, in fen. */
  expense: Fen
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

/** Source: WeChat Pay, 资金账单 (4013071238). */
const ROW = {
  bookedAt: ['记账时间'],
  businessNo: ['微信支付业务单号'],
  flowNo: ['资金流水单号'],
  businessName: ['业务名称'],
  businessType: ['业务类型'],
  direction: ['收支类型'],
  amount: ['收支金额(元)'],
  balance: ['账户结余(元)'],
  applicant: ['资金变更提交申请人'],
  remark: ['备注'],
  voucherNo: ['业务凭证号'],
} satisfies Record<string, Heading>

const SUMMARY = {
  count: ['资金流水总笔数'],
  incomeCount: ['收入笔数'],
  income: ['收入金额'],
  expenseCount: ['支出笔数'],
  expense: ['支出金额'],
} satisfies Record<string, Heading>

class Row extends BillRow implements FundFlowRow {
  bookedAt: Date
  businessNo: string
  flowNo: string
  businessName: string | null
  businessType: string | null
  direction: FundFlowRow['direction']
  amount: Fen
  balance: Fen
  applicant: string | null
  remark: string | null
  voucherNo: string | null

  constructor(row: Columns) {
    super(row)
    this.bookedAt = new Date(row.time(ROW.bookedAt))
    this.businessNo = row.text(ROW.businessNo)
    this.flowNo = row.text(ROW.flowNo)
    this.businessName = row.optionalText(ROW.businessName)
    this.businessType = row.optionalText(ROW.businessType)
    this.direction = readDirection(row.text(ROW.direction))
    this.amount = row.fen(ROW.amount)
    this.balance = row.fen(ROW.balance)
    this.applicant = row.optionalText(ROW.applicant)
    this.remark = row.optionalText(ROW.remark)
    this.voucherNo = row.optionalText(ROW.voucherNo)
  }
}

function readFundFlowSummary(summary: Columns): FundFlowSummary {
  return {
    count: summary.count(SUMMARY.count),
    incomeCount: summary.count(SUMMARY.incomeCount),
    income: summary.fen(SUMMARY.income),
    expenseCount: summary.count(SUMMARY.expenseCount),
    expense: summary.fen(SUMMARY.expense),
    columns: summary.all(summary.line),
  }
}

export const fundFlowReaders: BillReaders<FundFlowRow, FundFlowSummary> = {
  row: (columns) => new Row(columns),
  summary: readFundFlowSummary,
  zero: () => ({ count: 0, incomeCount: 0, income: 0, expenseCount: 0, expense: 0 }),
  add(sums, columns) {
    const { direction, amount } = new Row(columns)
    sums.count += 1
    if (direction === 'income') {
      sums.incomeCount += 1
      sums.income += amount
    } else {
      sums.expenseCount += 1
      sums.expense += amount
    }
  },
}

/** Which way money went is never guessed: anything else throws `bill-malformed`. */
function readDirection(text: string): FundFlowRow['direction'] {
  if (text === '收入') return 'income'
  if (text === '支出') return 'expense'
  throw new WeixinError('bill-malformed', { detail: '收支类型' })
}
