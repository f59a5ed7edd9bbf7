import type { TradeBillType } from '../../state/bill-links.ts'
import { tradeTypeOf } from '../../state/orders.ts'
import type { Refund } from '../../state/refunds.ts'
import { paymentAmounts, refundAmounts } from '../amounts.ts'
import { csv, escaped, feeYuan, yuan } from './csv.ts'
import { billTime, chinaDay, isMade } from './days.ts'
import { eventsOf, type Books, type Event } from './events.ts'
import { RATE } from './fees.ts'

const COMMON = [
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
] as const

const REFUND_TIMES = ['退款申请时间', '退款成功时间'] as const

const OF_REFUNDS = [
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
] as const

const GOODS_AND_FEE = ['商品名称', '商户数据包', '手续费', '费率'] as const

type Heading =
  | (typeof COMMON)[number]
  | (typeof REFUND_TIMES)[number]
  | (typeof OF_REFUNDS)[number]
  | (typeof GOODS_AND_FEE)[number]
  | '订单金额'
  | '申请退款金额'
  | '费率备注'

/** The columns of each kind of bill, as bills that were published show them. */
const HEADINGS: Record<TradeBillType, readonly Heading[]> = {
  ALL: [...COMMON, ...OF_REFUNDS, ...GOODS_AND_FEE, '订单金额', '申请退款金额', '费率备注'],
  SUCCESS: [...COMMON, ...GOODS_AND_FEE, '订单金额', '费率备注'],
  REFUND: [
    ...COMMON,
    ...REFUND_TIMES,
    ...OF_REFUNDS,
    ...GOODS_AND_FEE,
    '订单金额',
    '申请退款金额',
    '费率备注',
  ],
}

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

/**
 * What a bill says of a refund's state. ALL has it as it was when the refund was accepted, REFUND as it is when the file is
 * made: a bill is not mended later.
 */
function stateOf(refund: Refund, type: TradeBillType): { state: string; succeededAt: string } {
  const { createdAt, succeededAt } = refund
  const isBack = succeededAt !== null && !isMade(chinaDay(createdAt), succeededAt)
  return type === 'REFUND' && isBack
    ? { state: 'SUCCESS', succeededAt: billTime(succeededAt) }
    : { state: 'PROCESSING', succeededAt: '' }
}

function valuesOf({ account }: Books, event: Event, type: TradeBillType): Record<Heading, string> {
  const { appId, mchId } = account.credentials
  const { at, order } = event
  const amounts = amountsOf(event)
  const refund = event.is === 'refund' ? event.refund : null
  const { state, succeededAt } = refund ? stateOf(refund, type) : { state: '', succeededAt: '' }
  return {
    // A bill of refunds has the payment's time, and that of the refund beside it.
    交易时间: billTime(type === 'REFUND' ? order.paidAt : at),
    公众账号ID: appId,
    商户号: mchId,
    特约商户号: order.partner?.subMchId ?? '0',
    设备号: '',
    微信订单号: order.transactionId,
    商户订单号: order.outTradeNo,
    用户标识: order.openid ?? '',
    交易类型: tradeTypeOf(order),
    交易状态: refund ? 'REFUND' : 'SUCCESS',
    付款银行: order.bankType ?? 'OTHERS',
    货币种类: 'CNY',
    应结订单金额: yuan(amounts.settlement),
    代金券金额: yuan(amounts.coupons),
    退款申请时间: refund ? billTime(refund.createdAt) : '',
    退款成功时间: succeededAt,
    微信退款单号: refund?.refundId ?? '0',
    商户退款单号: refund?.outRefundNo ?? '0',
    退款金额: yuan(amounts.back),
    充值券退款金额: yuan(amounts.couponsBack),
    退款类型: refund ? 'ORIGINAL' : '',
    退款状态: state,
    商品名称: escaped(order.description),
    商户数据包: escaped(order.attach ?? ''),
    手续费: feeYuan(amounts.fee),
    费率: RATE,
    订单金额: yuan(amounts.total),
    申请退款金额: yuan(amounts.requested),
    费率备注: '',
  }
}

/** Whether a bill of this kind has a row for the event. */
const hasRow = (type: TradeBillType, { is }: Event): boolean =>
  type === 'ALL' || (type === 'REFUND') === (is === 'refund')

/** Which trade bill. */
export interface TradeBill {
  /** The day in China, yyyy-MM-dd. */
  date: string
  type: TradeBillType
  /** Undefined: of all that the merchant takes orders for. */
  subMchId?: string | undefined
}

/** 交易账单, of one sub-merchant where it is named; null when nothing happened that day. */
export function tradeBill(books: Books, { date, type, subMchId }: TradeBill): string | null {
  const events = eventsOf(books).filter(
    (event) =>
      chinaDay(event.at) === date &&
      hasRow(type, event) &&
      (subMchId === undefined || event.order.partner?.subMchId === subMchId),
  )
  if (events.length === 0) return null
  const amounts = events.map(amountsOf)
  const sum = (which: keyof Amounts): number =>
    amounts.reduce((total, one) => total + one[which], 0)
  const headings = HEADINGS[type]
  return csv({
    headings,
    rows: events.map((event) => {
      const values = valuesOf(books, event, type)
      return headings.map((heading) => values[heading])
    }),
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
