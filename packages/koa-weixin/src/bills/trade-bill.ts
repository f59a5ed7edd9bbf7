import type { Fen } from 'weixin-contract'
import type { BillReaders } from './bill.ts'
import { BillRow } from './bill-row.ts'
import type { Columns, Heading } from './columns.ts'

/**
 * One payment or refund of a trade bill (交易账单). WeChat's headings stand beside the fields. A text is null where it is
 * empty, or where the bill has no such column.
 */
export interface TradeRow {
  /** 交易时间 */
  tradedAt: Date
  /** 公众账号ID */
  appId: string | null
  /** 商户号 */
  mchId: string | null
  /** 特约商户号; null for an ordinary merchant. */
  subMchId: string | null
  /** 设备号 */
  deviceInfo: string | null
  /** 微信订单号 */
  transactionId: string
  /** 商户订单号 */
  outTradeNo: string
  /** 用户标识 */
  openid: string | null
  /** 交易类型: `JSAPI`, `NATIVE`, `APP`, `MWEB`, … */
  tradeType: string | null
  /** 交易状态: `SUCCESS` a payment, `REFUND` a refund, `REVOKED` a reversal. */
  tradeState: string
  /** 付款银行 */
  bankType: string | null
  /** 货币种类 */
  currency: string | null
  /** 应结订单金额 (总金额 in older bills): what is settled, in fen. */
  settlementTotal: Fen
  /** 代金券金额, in fen. */
  couponTotal: Fen
  /** 微信退款单号; null in a payment. */
  refundId: string | null
  /** 商户退款单号; null in a payment. */
  outRefundNo: string | null
  /** 退款金额: what is taken back from the settlement, in fen. */
  settlementRefund: Fen
  /** 充值券退款金额, in fen. */
  couponRefund: Fen
  /** 退款类型: `ORIGINAL`, `BALANCE`; null in a payment. */
  refundType: string | null
  /** 退款状态 when the bill was made: `SUCCESS`, `PROCESSING`, `FAIL`, `CHANGE`; null in a payment. */
  refundStatus: string | null
  /** 商品名称, as WeChat escaped it. */
  description: string | null
  /** 商户数据包, as WeChat escaped it: the order's id. */
  attach: string | null
  /** 手续费, in thousandths of a fen, because WeChat writes five decimals of a yuan. Negative in a refund. */
  feeMilliFen: number
  /** 费率, such as `0.60%`. */
  feeRate: string | null
  /** 订单金额 (总金额 in older bills), in fen: compare this with the order. 0 in a refund. */
  total: Fen
  /** 申请退款金额 (退款金额 in older bills), in fen: how much of the order goes back. 0 in a payment. */
  refundAmount: Fen
  /** 费率备注 */
  feeRateRemark: string | null
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

/** The last line of a trade bill: the sums over its rows. */
export interface TradeSummary {
  /** 总交易单数 */
  count: number
  /** 应结订单总金额, in fen. */
  settlementTotal: Fen
  /** 退款总金额, in fen. */
  settlementRefund: Fen
  /** 充值券退款总金额, in fen. */
  couponRefund: Fen
  /** 手续费总金额, in thousandths of a fen. */
  feeMilliFen: number
  /** 订单总金额, in fen. */
  total: Fen
  /** 申请退款总金额, in fen. */
  refundAmount: Fen
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

/** Source: WeChat Pay, 交易账单 (4013071238); older bills and English ones as merchants have published them. */
const ROW = {
  tradedAt: ['交易时间', 'Transaction time'],
  appId: ['公众账号ID', 'Official account ID'],
  mchId: ['商户号', 'Vendor ID'],
  subMchId: ['特约商户号', '子商户号', 'Sub vendor ID'],
  deviceInfo: ['设备号', 'Device ID'],
  transactionId: ['微信订单号', 'Wechat order number'],
  outTradeNo: ['商户订单号', 'Vendor order number'],
  openid: ['用户标识', 'User tag'],
  tradeType: ['交易类型', 'Transaction type'],
  tradeState: ['交易状态', 'Transaction status'],
  bankType: ['付款银行', 'Payment bank'],
  currency: ['货币种类', 'Currency type'],
  settlementTotal: ['应结订单金额', '总金额', 'Transaction amount'],
  couponTotal: ['代金券金额', '代金券或立减优惠金额', '企业红包金额', 'Coupon amount'],
  refundId: ['微信退款单号', 'Wechat refund number'],
  outRefundNo: ['商户退款单号', 'Vendor refund number'],
  settlementRefund: ['退款金额', 'Refund amount'],
  couponRefund: [
    '充值券退款金额',
    '代金券或立减优惠退款金额',
    '企业红包退款金额',
    'Coupon refund amount',
  ],
  refundType: ['退款类型', 'Refund type'],
  refundStatus: ['退款状态', 'Refund status'],
  description: ['商品名称', 'Product name'],
  attach: ['商户数据包', 'Vendor data package'],
  fee: ['手续费', 'Fee'],
  feeRate: ['费率', 'Rate'],
  total: ['订单金额', '总金额', 'Transaction amount'],
  refundAmount: ['申请退款金额'],
  feeRateRemark: ['费率备注'],
} satisfies Record<string, Heading>

const NEEDED: readonly Heading[] = [ROW.transactionId, ROW.outTradeNo, ROW.tradeState]

/** Only where the row has the older headings: today's bill without its own column cannot be read. */
const OLD_TOTAL: Heading = ['总金额', 'Transaction amount']

const SUMMARY = {
  count: ['总交易单数', 'Total transaction count'],
  settlementTotal: ['应结订单总金额', '总交易额', 'Total transaction amount'],
  settlementRefund: ['退款总金额', '总退款金额', 'Total refund amount'],
  couponRefund: [
    '充值券退款总金额',
    '总代金券或立减优惠退款金额',
    '总企业红包退款金额',
    'Total coupon refund amount',
  ],
  fee: ['手续费总金额', 'Total fee'],
  total: ['订单总金额', '总交易额', 'Total transaction amount'],
  refundAmount: ['申请退款总金额', '总退款金额', 'Total refund amount'],
} satisfies Record<string, Heading>

/** The fields are assigned in one order, so that all rows have one shape. */
class Row extends BillRow implements TradeRow {
  tradedAt: Date
  appId: string | null
  mchId: string | null
  subMchId: string | null
  deviceInfo: string | null
  transactionId: string
  outTradeNo: string
  openid: string | null
  tradeType: string | null
  tradeState: string
  bankType: string | null
  currency: string | null
  settlementTotal: Fen
  couponTotal: Fen
  refundId: string | null
  outRefundNo: string | null
  settlementRefund: Fen
  couponRefund: Fen
  refundType: string | null
  refundStatus: string | null
  description: string | null
  attach: string | null
  feeMilliFen: number
  feeRate: string | null
  total: Fen
  refundAmount: Fen
  feeRateRemark: string | null

  constructor(row: Columns) {
    super(row)
    this.tradedAt = new Date(row.time(ROW.tradedAt))
    this.appId = row.optionalText(ROW.appId)
    this.mchId = row.optionalText(ROW.mchId)
    this.subMchId = row.optionalNumber(ROW.subMchId)
    this.deviceInfo = row.optionalText(ROW.deviceInfo)
    this.transactionId = row.text(ROW.transactionId)
    this.outTradeNo = row.text(ROW.outTradeNo)
    this.openid = row.optionalText(ROW.openid)
    this.tradeType = row.optionalText(ROW.tradeType)
    this.tradeState = row.text(ROW.tradeState)
    this.bankType = row.optionalText(ROW.bankType)
    this.currency = row.optionalText(ROW.currency)
    this.settlementTotal = row.fen(ROW.settlementTotal)
    this.couponTotal = row.fen(ROW.couponTotal)
    this.refundId = row.optionalNumber(ROW.refundId)
    this.outRefundNo = row.optionalNumber(ROW.outRefundNo)
    this.settlementRefund = row.fen(ROW.settlementRefund)
    this.couponRefund = row.fen(ROW.couponRefund)
    this.refundType = row.optionalText(ROW.refundType)
    this.refundStatus = row.optionalText(ROW.refundStatus)
    this.description = row.optionalText(ROW.description)
    this.attach = row.optionalText(ROW.attach)
    this.feeMilliFen = row.milliFen(ROW.fee)
    this.feeRate = row.optionalText(ROW.feeRate)
    this.total = row.fen(ROW.total)
    this.refundAmount = refundAmountOf(row)
    this.feeRateRemark = row.optionalText(ROW.feeRateRemark)
  }
}

function refundAmountOf(row: Columns): Fen {
  const isOld = row.optionalText(ROW.refundAmount) === null && row.optionalText(OLD_TOTAL) !== null
  return row.fen(isOld ? ROW.settlementRefund : ROW.refundAmount)
}

function readTradeSummary(summary: Columns): TradeSummary {
  return {
    count: summary.count(SUMMARY.count),
    settlementTotal: summary.fen(SUMMARY.settlementTotal),
    settlementRefund: summary.fen(SUMMARY.settlementRefund),
    couponRefund: summary.fen(SUMMARY.couponRefund),
    feeMilliFen: summary.milliFen(SUMMARY.fee),
    total: summary.fen(SUMMARY.total),
    refundAmount: summary.fen(SUMMARY.refundAmount),
    columns: summary.all(summary.line),
  }
}

export const tradeReaders: BillReaders<TradeRow, TradeSummary> = {
  row: (columns) => new Row(columns),
  summary: readTradeSummary,
  zero: () => ({
    count: 0,
    settlementTotal: 0,
    settlementRefund: 0,
    couponRefund: 0,
    feeMilliFen: 0,
    total: 0,
    refundAmount: 0,
  }),
  add(sums, row) {
    row.time(ROW.tradedAt)
    for (const heading of NEEDED) row.text(heading)
    row.fen(ROW.couponTotal)
    const settlementTotal = row.fen(ROW.settlementTotal)
    const settlementRefund = row.fen(ROW.settlementRefund)
    const couponRefund = row.fen(ROW.couponRefund)
    const feeMilliFen = row.milliFen(ROW.fee)
    const total = row.fen(ROW.total)
    const refundAmount = refundAmountOf(row)
    sums.count += 1
    sums.settlementTotal += settlementTotal
    sums.settlementRefund += settlementRefund
    sums.couponRefund += couponRefund
    sums.feeMilliFen += feeMilliFen
    sums.total += total
    sums.refundAmount += refundAmount
  },
}
