import { tradeTypeOf } from '../../state/orders.ts'
import { paymentAmounts, refundAmounts } from '../amounts.ts'
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

/** What stands in the columns of amounts, in fen. */
interface Amounts {
  /** 应结订单金额. */
  settlement: number
  /** 代金券金额: coupons that were paid for (充值型). */
  coupons: number
  /** 退款金额: what goes back from the merchant's account. */
  back: number
  /** 充值券退款金额. */
  couponsBack: number
  /** 手续费. */
  fee: number
  /** 订单金额. */
  total: number
  /** 申请退款金额. */
  requested: number
}

const NOTHING: Amounts = {
  settlement: 0,
  coupons: 0,
  back: 0,
  couponsBack: 0,
  fee: 0,
  total: 0,
  requested: 0,
}

function amountsOf(event: Event): Amounts {
  const { order, fee } = event
  if (event.is === 'payment') {
    const { settlement, cashCoupons } = paymentAmounts(order)
    return { ...NOTHING, settlement, coupons: cashCoupons, fee, total: order.total }
  }
  const { settlement, cashCoupons } = refundAmounts(order, event.refund)
  const requested = event.refund.refund
  return { ...NOTHING, back: settlement, couponsBack: cashCoupons, fee: -fee, requested }
}

function rowOf({ account }: Books, event: Event): string[] {
  const { appId, mchId } = account.credentials
  const { at, order } = event
  const amounts = amountsOf(event)
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
    yuan(amounts.settlement),
    yuan(amounts.coupons),
    refund?.refundId ?? '0',
    refund?.outRefundNo ?? '0',
    yuan(amounts.back),
    yuan(amounts.couponsBack),
    refund ? 'ORIGINAL' : '',
    // As it was when the refund was accepted: bills are not mended later.
    refund ? 'PROCESSING' : '',
    escaped(order.description),
    escaped(order.attach ?? ''),
    feeYuan(amounts.fee),
    RATE,
    yuan(amounts.total),
    yuan(amounts.requested),
    '',
  ]
}

/** 交易账单 of all kinds (ALL), of one sub-merchant where it is named; null when nothing happened that day. */
export function tradeBill(books: Books, date: string, subMchId?: string): string | null {
  const events = eventsOf(books).filter(
    ({ at, order }) =>
      chinaDay(at) === date && (subMchId === undefined || order.partner?.subMchId === subMchId),
  )
  if (events.length === 0) return null
  const amounts = events.map(amountsOf)
  const sum = (which: keyof Amounts): number =>
    amounts.reduce((total, one) => total + one[which], 0)
  return csv({
    headings: HEADINGS,
    rows: events.map((event) => rowOf(books, event)),
    summaryHeadings: SUMMARY_HEADINGS,
    summary: [
      String(events.length),
      yuan(sum('settlement')),
      yuan(sum('back')),
      yuan(sum('couponsBack')),
      feeYuan(sum('fee')),
      yuan(sum('total')),
      yuan(sum('requested')),
    ],
  })
}
