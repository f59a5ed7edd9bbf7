import { tradeTypeOf } from '../../state/orders.ts'
import { csv, escaped, feeYuan, yuan } from './csv.ts'
import { billTime, chinaDay } from './days.ts'
import { eventsOf, type Books, type Event } from './events.ts'
import { RATE } from './fees.ts'

const HEADINGS = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '特约商户号',
  '设备号',
  '微信订单号',
  '商户订单号',
  '用户标识',
  '交易类型',
  '交易状态',
  '付款银行',
  '货币种类',
  '应结订单金额',
  '代金券金额',
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '商品名称',
  '商户数据包',
  '手续费',
  '费率',
  '订单金额',
  '申请退款金额',
  '费率备注',
]

const SUMMARY_HEADINGS = [
  '总交易单数',
  '应结订单总金额',
  '退款总金额',
  '充值券退款总金额',
  '手续费总金额',
  '订单总金额',
  '申请退款总金额',
]

/** Each amount in fen, as it stands in its column. */
const amountsOf = (event: Event): { paid: number; back: number; fee: number } =>
  event.is === 'payment'
    ? { paid: event.order.total, back: 0, fee: event.fee }
    : { paid: 0, back: event.refund.refund, fee: -event.fee }

function rowOf({ account }: Books, event: Event): string[] {
  const { appId, mchId } = account.credentials
  const { at, order } = event
  const { paid, back, fee } = amountsOf(event)
  const refund = event.is === 'refund' ? event.refund : null
  return [
    billTime(at),
    appId,
    mchId,
    order.partner?.subMchId ?? '0',
    '',
    order.transactionId,
    order.outTradeNo,
    order.openid ?? '',
    tradeTypeOf(order),
    refund ? 'REFUND' : 'SUCCESS',
    order.bankType ?? 'OTHERS',
    'CNY',
    yuan(paid),
    yuan(0),
    refund?.refundId ?? '0',
    refund?.outRefundNo ?? '0',
    yuan(back),
    yuan(0),
    refund ? 'ORIGINAL' : '',
    // As it was when the refund was accepted: bills are not mended later.
    refund ? 'PROCESSING' : '',
    escaped(order.description),
    escaped(order.attach ?? ''),
    feeYuan(fee),
    RATE,
    yuan(paid),
    yuan(back),
    '',
  ]
}

/** 交易账单 of all kinds (ALL); null when nothing happened that day. */
export function tradeBill(books: Books, date: string): string | null {
  const events = eventsOf(books).filter(({ at }) => chinaDay(at) === date)
  if (events.length === 0) return null
  const sum = (which: 'paid' | 'back' | 'fee'): number =>
    events.reduce((total, event) => total + amountsOf(event)[which], 0)
  const [paid, back] = [yuan(sum('paid')), yuan(sum('back'))]
  return csv({
    headings: HEADINGS,
    rows: events.map((event) => rowOf(books, event)),
    summaryHeadings: SUMMARY_HEADINGS,
    summary: [String(events.length), paid, back, yuan(0), feeYuan(sum('fee')), paid, back],
  })
}
