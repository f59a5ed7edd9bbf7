import type { Fen } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { BillReaders } from './bill.ts'
import type { Columns } from './columns.ts'

/** One movement of a fund-flow bill (资金账单). Headings of WeChat stand beside the fields. */
export interface FundFlowRow {
  /** 记账时间 */
  bookedAt: Date
  /** 微信支付业务单号: the payment's `transactionId`, the refund's `refundId`, … */
  businessNo: string
  /** 资金流水单号 */
  flowNo: string
  /** 业务名称, such as 交易 or 退款. */
  businessName: string
  /** 业务类型 */
  businessType: string
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

function readFundFlowRow(row: Columns): FundFlowRow {
  return {
    bookedAt: row.moment('记账时间'),
    businessNo: row.text('微信支付业务单号'),
    flowNo: row.text('资金流水单号'),
    businessName: row.text('业务名称'),
    businessType: row.text('业务类型'),
    direction: readDirection(row.text('收支类型')),
    amount: row.fen('收支金额(元)'),
    balance: row.fen('账户结余(元)'),
    applicant: row.optionalText('资金变更提交申请人'),
    remark: row.optionalText('备注'),
    voucherNo: row.optionalText('业务凭证号'),
    columns: row.all,
  }
}

function readFundFlowSummary(summary: Columns): FundFlowSummary {
  return {
    count: summary.count('资金流水总笔数'),
    incomeCount: summary.count('收入笔数'),
    income: summary.fen('收入金额'),
    expenseCount: summary.count('支出笔数'),
    expense: summary.fen('支出金额'),
    columns: summary.all,
  }
}

export const fundFlowReaders: BillReaders<FundFlowRow, FundFlowSummary> = {
  row: readFundFlowRow,
  summary: readFundFlowSummary,
  share({ direction, amount }) {
    const isIncome = direction === 'income'
    return {
      count: 1,
      incomeCount: isIncome ? 1 : 0,
      income: isIncome ? amount : 0,
      expenseCount: isIncome ? 0 : 1,
      expense: isIncome ? 0 : amount,
    }
  },
}

/** Which way money went is never guessed. */
function readDirection(text: string): FundFlowRow['direction'] {
  if (text === '收入') return 'income'
  if (text === '支出') return 'expense'
  throw new WeixinError('bill-malformed', { detail: '收支类型' })
}
