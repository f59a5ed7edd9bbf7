import { paymentAmounts, refundAmounts } from '../amounts.ts'
import { csv, yuan } from './csv.ts'
import { billTime, chinaDay } from './days.ts'
import { eventsOf, type Books, type Event } from './events.ts'

const HEADINGS = [
  '记账时间',
  '微信支付业务单号',
  '资金流水单号',
  '业务名称',
  '业务类型',
  '收支类型',
  '收支金额(元)',
  '账户结余(元)',
  '资金变更提交申请人',
  '备注',
  '业务凭证号',
]

const SUMMARY_HEADINGS = ['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额']

interface Movement {
  at: number
  businessNo: string
  name: string
  type: string
  /** Fen; negative: 支出. */
  change: number
  remark: string
  voucher: string
}

/** A payment comes in whole and its fee goes out; a refund goes out less the fee that comes back. */
function movementsOf(event: Event): Movement[] {
  const { at, fee, order } = event
  if (event.is === 'refund') {
    const { refundId, outRefundNo } = event.refund
    const { settlement } = refundAmounts(order, event.refund)
    const remark = `退款总金额${yuan(settlement)}元;含手续费${yuan(fee)}元`
    const change = fee - settlement
    const moved = { at, businessNo: refundId, name: '退款', type: '退款', change }
    return [{ ...moved, remark, voucher: outRefundNo }]
  }
  const moved = { at, businessNo: order.transactionId, type: '交易', voucher: order.outTradeNo }
  const payment = { ...moved, name: '交易', change: paymentAmounts(order).settlement, remark: '' }
  if (fee === 0) return [payment]
  return [payment, { ...moved, name: '扣除交易手续费', change: -fee, remark: '' }]
}

/** 资金账单 of the basic account; null when nothing moved that day. */
export function fundFlowBill(books: Books, date: string): string | null {
  const { mchId } = books.account.credentials
  let balance = 0
  const all = eventsOf(books).flatMap(movementsOf)
  const booked = all.map((movement, i) => {
    balance += movement.change
    return { ...movement, balance, flowNo: `${mchId}${String(i + 1).padStart(18, '0')}` }
  })
  const day = booked.filter(({ at }) => chinaDay(at) === date)
  if (day.length === 0) return null
  const income = day.filter(({ change }) => change > 0)
  const expense = day.filter(({ change }) => change <= 0)
  const sum = (some: typeof day): string =>
    yuan(some.reduce((total, { change }) => total + Math.abs(change), 0))
  return csv({
    headings: HEADINGS,
    rows: day.map((one) => [
      billTime(one.at),
      one.businessNo,
      one.flowNo,
      one.name,
      one.type,
      one.change > 0 ? '收入' : '支出',
      yuan(Math.abs(one.change)),
      yuan(one.balance),
      'system',
      one.remark,
      one.voucher,
    ]),
    summaryHeadings: SUMMARY_HEADINGS,
    summary: [
      String(day.length),
      String(income.length),
      sum(income),
      String(expense.length),
      sum(expense),
    ],
  })
}
